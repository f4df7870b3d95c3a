"""How a request travels: what TLS, certificate, proxy and parser its connection has."""

from dataclasses import dataclass, field

__all__ = ["ClientCertificate", "ProxyServer", "Route"]


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """A certificate to show to a server: paths of PEM files, or of one PFX file that holds certificate and key.

    Without `key` the key is in the file of the certificate.
    """

    certificate: str = ""
    key: str = ""
    pfx: str = ""
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ProxyServer:
    """A proxy; `scheme` is how it is spoken to itself. With `tunnel` plain HTTP goes through CONNECT too, like TLS."""

    host: str
    port: int
    scheme: str = "http"
    credentials: str = field(default="", repr=False)
    tunnel: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """What the settings of a request say about its connection. Only a transport with a network looks at it.

    Names of protocols are Postman's (`TLSv1_2`), names of ciphers OpenSSL's. `lenient` accepts responses that break
    the rules of HTTP/1.1 (Node's `insecureHTTPParser`).
    """

    prefer_server_ciphers: bool = False
    disabled_protocols: tuple[str, ...] = ()
    ciphers: tuple[str, ...] = ()
    lenient: bool = False
    certificate: ClientCertificate | None = None
    proxy: ProxyServer | None = None
