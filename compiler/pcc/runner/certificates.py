"""Client certificates by URL: the list of `--ssl-client-cert-list`, in Postman's match patterns."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pcc.errors import FormatError
from pcc.model.route import ClientCertificate

__all__ = ["ALL_URLS", "CertificateRule", "choose_certificate", "matches_pattern", "read_certificate_rules"]

ALL_URLS = "<all_urls>"
_PORTS = {"ftp": "21", "http": "80", "https": "443"}
# postman-collection, lib/url-pattern/url-match-pattern.js: `https+http://*.host.test:*/path*`
_PATTERN = re.compile(
    r"((?:(?:http|https|file|ftp|\*)\+)*(?:http|https|file|ftp|\*))://(\*|\*\.[^*/:]+|[^*/:]+)(:\*|:\d+)?(/.*)"
)


@dataclass(frozen=True, slots=True)
class CertificateRule:
    """A certificate, and the patterns of the URLs that it is for."""

    matches: tuple[str, ...]
    certificate: ClientCertificate


def choose_certificate(rules: Sequence[CertificateRule], url: str) -> ClientCertificate | None:
    """Return the certificate of the first rule that matches the URL."""
    return next(
        (rule.certificate for rule in rules if any(matches_pattern(pattern, url) for pattern in rule.matches)), None
    )


def matches_pattern(pattern: str, url: str) -> bool:
    """Whether a URL matches one of Postman's patterns; one that is not well formed matches nothing."""
    if pattern == ALL_URLS:
        return True
    parsed = _PATTERN.fullmatch(pattern)
    if parsed is None:
        return False
    schemes, host, port, path = parsed.groups()
    parts = urlsplit(url)
    return (
        bool({"*", parts.scheme} & set(schemes.split("+")))
        and _matches_host(host, parts.hostname or "")
        and (port or "").removeprefix(":") in ("*", *_ports(parts.port, parts.scheme))
        and _glob(path).fullmatch(parts.path or "/") is not None
    )


def _matches_host(pattern: str, host: str) -> bool:
    if pattern.startswith("*"):
        below = pattern[2:]
        return pattern == "*" or host == below or host.endswith(f".{below}")
    return pattern == host


def _ports(port: int | None, scheme: str) -> tuple[str, ...]:
    """The texts that a pattern may have for a port: none stands for the default one."""
    default = _PORTS.get(scheme, "")
    found = str(port) if port else default
    return (found, "") if found == default else (found,)


def _glob(pattern: str) -> re.Pattern[str]:
    pieces = {"*": ".*", "?": "."}
    return re.compile("".join(pieces.get(letter, re.escape(letter)) for letter in pattern), re.DOTALL)


def read_certificate_rules(text: str, *, file: str = "") -> tuple[CertificateRule, ...]:
    """Read a list of certificates: `[{"matches": […], "cert": {"src": …}, "key": {"src": …}, "passphrase": …}]`.

    `pfx` stands for `cert` and `key`. Paths start at the process's folder, as in Newman. Raises FormatError naming the
    entry that is at fault.
    """
    try:
        entries = json.loads(text)
    except ValueError as error:
        raise FormatError(f"not JSON: {error}", file=file) from error
    if not isinstance(entries, list):
        raise FormatError("expected a list of certificates", file=file)
    return tuple(_read_rule(entry, f"/{index}", file) for index, entry in enumerate(entries))


def _read_rule(entry: Any, pointer: str, file: str) -> CertificateRule:
    source = entry if isinstance(entry, dict) else {}
    matches = source.get("matches")
    if not isinstance(matches, list) or not all(isinstance(pattern, str) for pattern in matches):
        raise FormatError("a certificate has `matches`: a list of patterns of URLs", pointer=pointer, file=file)
    certificate = ClientCertificate(
        _read_src(source.get("cert")),
        _read_src(source.get("key")),
        _read_src(source.get("pfx")),
        str(source.get("passphrase") or ""),
    )
    if not (certificate.certificate or certificate.pfx):
        raise FormatError("a certificate has a file: `cert` or `pfx` with its `src`", pointer=pointer, file=file)
    return CertificateRule(tuple(matches), certificate)


def _read_src(value: Any) -> str:
    source = value.get("src") if isinstance(value, dict) else value
    return source if isinstance(source, str) else ""
