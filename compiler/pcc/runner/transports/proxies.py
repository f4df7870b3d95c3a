"""The proxies of the environment, as postman-request reads them (lib/getProxyFromURI.js)."""

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from pcc.model.ports import TransportError
from pcc.model.route import ProxyServer

__all__ = ["find_proxy"]

_PORTS = {"http": 80, "https": 443}


def find_proxy(url: str, environment: Mapping[str, str]) -> ProxyServer | None:
    """Return the proxy for a URL by HTTP_PROXY, HTTPS_PROXY and NO_PROXY; names in capitals win over small ones.

    Raises TransportError for one that is not spoken to over HTTP.
    """
    if not environment or _is_exempt(url, _value(environment, "NO_PROXY")):
        return None
    names = ("HTTPS_PROXY", "HTTP_PROXY") if url.startswith("https:") else ("HTTP_PROXY",)
    text = next((value for name in names if (value := _value(environment, name))), "")
    return _read_proxy(text) if text else None


def _value(environment: Mapping[str, str], name: str) -> str:
    return environment.get(name) or environment.get(name.lower(), "")


def _is_exempt(url: str, exempt: str) -> bool:
    if exempt == "*":
        return True
    parts = urlsplit(url)
    port = str(parts.port or _PORTS[parts.scheme])
    return any(_matches(parts.hostname or "", port, zone.strip().lower()) for zone in exempt.split(",") if zone)


def _matches(host: str, port: str, zone: str) -> bool:
    name, colon, wanted = zone.partition(":")
    # `a.test` stands for itself and for what is below it.
    return f".{host}".endswith(f".{name.lstrip('.')}") and (not colon or wanted == port)


def _read_proxy(text: str) -> ProxyServer:
    parts = urlsplit(text if "://" in text else f"http://{text}")
    if parts.scheme not in _PORTS or not parts.hostname:
        raise TransportError(f"the proxy of the environment is not an http:// or https:// one: {_public(text)}")
    credentials, at, _ = parts.netloc.rpartition("@")
    return ProxyServer(
        parts.hostname, parts.port or _PORTS[parts.scheme], parts.scheme, unquote(credentials) if at else ""
    )


def _public(text: str) -> str:
    # What stands before the `@` may be a password.
    return text.rpartition("@")[2]
