"""How a request travels, by its settings and by what it names itself."""

from pcc.model.collection import Settings
from pcc.model.request import Certificate, Proxy, Request
from pcc.model.route import ClientCertificate, ProxyServer, Route
from pcc.model.template import EMPTY, Template
from pcc.runner.request.body import Resolve
from pcc.runner.request.files import BodyFiles
from pcc.runner.request.unsendable import UnsendableError

__all__ = ["build_route"]

_PROXY_PORT = 8080
_DIRECT = Route()


def build_route(request: Request, settings: Settings, resolve: Resolve, files: BodyFiles) -> Route:
    """Return the route of a request. Raises UnsendableError for a port or a file that cannot be."""
    written = (settings.prefer_server_ciphers, settings.disabled_protocols, settings.ciphers, settings.lenient_parser)
    if request.certificate is None and request.proxy is None and not any(written):
        return _DIRECT
    return Route(
        bool(settings.prefer_server_ciphers),
        settings.disabled_protocols or (),
        settings.ciphers or (),
        bool(settings.lenient_parser),
        None if request.certificate is None else _certificate(request.certificate, resolve, files),
        None if request.proxy is None else _proxy(request.proxy, resolve),
    )


def _certificate(written: Certificate, resolve: Resolve, files: BodyFiles) -> ClientCertificate | None:
    def locate(path: Template) -> str:
        return "" if path == EMPTY else str(files.locate(resolve(path)))

    found = ClientCertificate(
        locate(written.certificate), locate(written.key), locate(written.pfx), resolve(written.passphrase)
    )
    return found if found.certificate or found.pfx else None


def _proxy(written: Proxy, resolve: Resolve) -> ProxyServer | None:
    host, port = resolve(written.host).rpartition("://")[2].rstrip("/"), resolve(written.port)
    if written.disabled or not host:
        return None
    if port and not (port.isascii() and port.isdecimal() and 0 < int(port) < 2**16):
        raise UnsendableError(f"“{port}” is not the port of a proxy")
    user, password = resolve(written.username), resolve(written.password)
    credentials = f"{user}:{password}" if written.authenticate else ""
    return ProxyServer(host, int(port or _PROXY_PORT), credentials=credentials, tunnel=written.tunnel)
