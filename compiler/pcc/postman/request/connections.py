"""The proxy and the client certificate that a request may name."""

from typing import Any

from pcc.model.json import JsonObject
from pcc.model.request import Certificate, Proxy
from pcc.model.template import EMPTY, Template
from pcc.postman.document.guard import At, get_flag, get_template, read_object, refuse
from pcc.postman.document.merge import ABSENT, Fields, Part, one, write_node, write_template

__all__ = ["certificate_part", "proxy_part", "read_certificate", "read_proxy"]


def read_proxy(value: Any, at: At = ()) -> Proxy | None:
    """Read a proxy, or null. As in Newman its `match` does not count: it is the proxy of this request."""
    if value is None:
        return None
    source = read_object(value, at, "an object or null")
    return Proxy(
        get_template(source, "host", at),
        get_template(source, "port", at),
        get_flag(source, "tunnel", at),
        get_flag(source, "authenticate", at),
        get_template(source, "username", at),
        get_template(source, "password", at),
        get_flag(source, "disabled", at),
        document=source,
    )


def proxy_part(proxy: Proxy | None) -> Part:
    """The part for a proxy."""
    return one(proxy, read_proxy, _write_proxy)


def _write_proxy(proxy: Proxy) -> JsonObject:
    return write_node(proxy, read_proxy, _proxy_fields)


def _proxy_fields(proxy: Proxy) -> Fields:
    return {
        "host": write_template(proxy.host),
        "port": _port(proxy.port),
        "tunnel": proxy.tunnel or ABSENT,
        "authenticate": proxy.authenticate or ABSENT,
        "username": _text(proxy.username),
        "password": _text(proxy.password),
        "disabled": proxy.disabled or ABSENT,
    }


def _port(template: Template) -> Any:
    # The schema has a number; where a variable stands for it, Postman takes text.
    text = _text(template)
    return int(text) if isinstance(text, str) and text.isascii() and text.isdecimal() else text


def _text(template: Template) -> Any:
    return ABSENT if template == EMPTY else write_template(template)


def read_certificate(value: Any, at: At = ()) -> Certificate | None:
    """Read a client certificate, or null. A file is an object with `src`, or its path."""
    if value is None:
        return None
    source = read_object(value, at, "an object or null")
    return Certificate(
        _read_file(source.get("cert"), (*at, "cert")),
        _read_file(source.get("key"), (*at, "key")),
        _read_file(source.get("pfx"), (*at, "pfx")),
        get_template(source, "passphrase", at),
        document=source,
    )


def _read_file(value: Any, at: At) -> Template:
    if isinstance(value, dict):
        return get_template(value, "src", at)
    if value is None or isinstance(value, str):
        return get_template({"src": value}, "src", at)
    raise refuse(value, at, "an object with `src`, or text")


def certificate_part(certificate: Certificate | None) -> Part:
    """The part for a client certificate."""
    return one(certificate, read_certificate, _write_certificate)


def _write_certificate(certificate: Certificate) -> JsonObject:
    return write_node(certificate, read_certificate, _certificate_fields)


def _certificate_fields(certificate: Certificate) -> Fields:
    return {
        "cert": _file(certificate.certificate),
        "key": _file(certificate.key),
        "pfx": _file(certificate.pfx),
        "passphrase": _text(certificate.passphrase),
    }


def _file(path: Template) -> Any:
    return ABSENT if path == EMPTY else {"src": write_template(path)}
