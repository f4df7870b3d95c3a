"""Host names as they go out: WHATWG URL section 3.5, as Node's `domainToASCII` has it. idna is named here alone."""

import socket
from functools import lru_cache
from ipaddress import AddressValueError, IPv6Address
from urllib.parse import unquote

__all__ = ["canonical_host"]


@lru_cache(maxsize=128)
def canonical_host(host: str) -> str:
    """Return a host in small letters and ASCII; an address in its usual form. One that is no host stays as it is."""
    if host.startswith("["):
        return _ipv6(host)
    name = host.lower()
    if not name.isascii() or "%" in name:
        name = _ascii(unquote(name))
    return _ipv4(name) if name.rpartition(".")[2][:1].isdigit() else name


def _ipv6(host: str) -> str:
    try:
        return f"[{IPv6Address(host[1:-1]).compressed}]"
    except AddressValueError:
        return host


def _ipv4(host: str) -> str:
    # `1.2` and `0x7f.1` are addresses too.
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return host


def _ascii(host: str) -> str:
    import idna

    try:
        mapped = idna.uts46_remap(host, std3_rules=False, transitional=False)
    except idna.IDNAError:
        return host
    labels = mapped.split(".")
    return ".".join(label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in labels)
