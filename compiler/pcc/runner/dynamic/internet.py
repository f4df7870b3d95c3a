"""Dynamic variables about the network: addresses, domains, accounts, agents, colours."""

import re
from collections.abc import Mapping
from string import ascii_letters, digits, hexdigits
from typing import Final

from pcc.runner.dynamic.draw import Draw, Generator

__all__ = ["INTERNET", "eval_user_name"]

_HEX = hexdigits[:16]
_SUFFIXES = ("com", "biz", "info", "name", "net", "org")
_MAIL_HOSTS = ("gmail.com", "hotmail.com", "yahoo.com")
_EXAMPLE_HOSTS = ("example.com", "example.net", "example.org")  # RFC 2606, 3
_SYSTEMS = (
    *("Macintosh; Intel Mac OS X 10_15_7", "Windows NT 10.0; Win64; x64", "Windows NT 10.0; WOW64"),
    *("X11; Linux x86_64", "X11; Linux i686"),
)


def eval_user_name(draw: Draw) -> str:
    """Return a user name out of a first name and, perhaps, a last name and a number."""
    first, last, number = draw.words.first_name(), draw.words.last_name(), draw.integer(0, 99)
    joined = f"{first}{draw.pick('._')}{last}"
    return re.sub(r"[^\w.]", "", draw.pick((f"{first}{number}", joined, f"{joined}{number}")))


def _domain_word(draw: Draw) -> str:
    return re.sub(r"[^a-z0-9-]", "", draw.words.first_name().lower())


def _domain(draw: Draw) -> str:
    return f"{_domain_word(draw)}.{draw.pick(_SUFFIXES)}"


def _ipv4(draw: Draw) -> str:
    return ".".join(str(draw.integer(0, 255)) for _ in range(4))


def _ipv6(draw: Draw) -> str:
    return ":".join(draw.text(_HEX, 4) for _ in range(8))


def _user_agent(draw: Draw) -> str:
    system = draw.pick(_SYSTEMS)
    if draw.integer(0, 2) == 0:
        version = f"{draw.integer(60, 130)}.0"
        return f"Mozilla/5.0 ({system}; rv:{version}) Gecko/20100101 Firefox/{version}"
    engine = f"{draw.integer(531, 537)}.{draw.integer(0, 36)}"
    version = f"{draw.integer(60, 130)}.0.{draw.integer(3000, 6999)}.{draw.integer(0, 199)}"
    return f"Mozilla/5.0 ({system}) AppleWebKit/{engine} (KHTML, like Gecko) Chrome/{version} Safari/{engine}"


INTERNET: Final[Mapping[str, Generator]] = {
    "$randomIP": _ipv4,
    "$randomIPV6": _ipv6,
    "$randomMACAddress": lambda draw: ":".join(draw.text(_HEX, 2) for _ in range(6)),
    "$randomPassword": lambda draw: draw.text(f"{ascii_letters}{digits}_", 15),
    "$randomUserAgent": _user_agent,
    "$randomProtocol": lambda draw: draw.pick(("http", "https")),
    "$randomDomainName": _domain,
    "$randomDomainSuffix": lambda draw: draw.pick(_SUFFIXES),
    "$randomDomainWord": _domain_word,
    "$randomUrl": lambda draw: f"{draw.pick(('http', 'https'))}://{_domain(draw)}",
    "$randomEmail": lambda draw: f"{eval_user_name(draw)}@{draw.pick(_MAIL_HOSTS)}",
    "$randomExampleEmail": lambda draw: f"{eval_user_name(draw)}@{draw.pick(_EXAMPLE_HOSTS)}",
    "$randomUserName": eval_user_name,
    "$randomColor": lambda draw: draw.words.safe_color_name(),
    "$randomHexColor": lambda draw: f"#{draw.text(_HEX, 6)}",
    "$randomSemver": lambda draw: ".".join(draw.text(digits, 1) for _ in range(3)),
}
