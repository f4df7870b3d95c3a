"""Dynamic variables about databases, and the talk of people who work with computers."""

from collections.abc import Mapping
from typing import Final

from pcc.runner.dynamic.draw import Draw, Generator

__all__ = ["TECHNOLOGY"]

_ABBREVIATIONS = (
    *("API", "BIOS", "CPU", "CSS", "DNS", "FTP", "GPU", "HTML", "HTTP", "IMAP", "JSON", "LAN", "PNG", "RAM", "SQL"),
    *("SSD", "SSH", "SSL", "TCP", "UDP", "USB", "VPN", "XML"),
)
_ADJECTIVES = (
    *("analog", "binary", "cached", "digital", "distributed", "embedded", "encrypted", "idle", "local", "offline"),
    *("parallel", "redundant", "remote", "solid state", "stateless", "virtual", "wireless"),
)
_NOUNS = (
    *("adapter", "bandwidth", "buffer", "cache", "circuit", "cluster", "compiler", "driver", "firewall", "gateway"),
    *("hard drive", "interface", "kernel", "matrix", "monitor", "packet", "port", "protocol", "router", "sensor"),
)
# Each verb stands beside its form in -ing.
_VERBS = (
    *(("bypass", "bypassing"), ("calibrate", "calibrating"), ("compress", "compressing"), ("connect", "connecting")),
    *(("copy", "copying"), ("encrypt", "encrypting"), ("index", "indexing"), ("monitor", "monitoring")),
    *(("parse", "parsing"), ("patch", "patching"), ("program", "programming"), ("reboot", "rebooting")),
    *(("render", "rendering"), ("route", "routing"), ("scan", "scanning"), ("synchronize", "synchronizing")),
)
_INFINITIVES = tuple(verb for verb, _ in _VERBS)
_INGVERBS = tuple(form for _, form in _VERBS)
_COLUMNS = ("address", "avatar", "createdAt", "email", "id", "name", "notes", "owner", "phone", "status", "updatedAt")
# What MySQL calls its types, collations and engines.
_TYPES = (
    *("bigint", "binary", "bit", "blob", "boolean", "date", "datetime", "decimal", "double", "enum", "float", "int"),
    *("json", "point", "set", "smallint", "text", "time", "timestamp", "tinyint", "varchar", "year"),
)
_COLLATIONS = ("ascii_bin", "ascii_general_ci", "cp1250_bin", "latin1_swedish_ci", "utf8_bin", "utf8_general_ci")
_ENGINES = ("ARCHIVE", "BLACKHOLE", "CSV", "InnoDB", "MEMORY", "MyISAM")


def _phrase(draw: Draw) -> str:
    one, two = (f"{draw.pick(_ADJECTIVES)} {draw.pick(_ABBREVIATIONS)} {draw.pick(_NOUNS)}" for _ in range(2))
    verb, form = draw.pick(_INFINITIVES), draw.pick(_INGVERBS)
    return draw.pick(
        (
            f"Please {verb} the {one} before the {two} times out!",
            f"Nobody can {verb} the {one} by {form} the {two}!",
            f"Once the {one} is up, {verb} the {two}!",
            f"Stop {form} the {one}, it is the {two} that failed!",
        )
    )


TECHNOLOGY: Final[Mapping[str, Generator]] = {
    "$randomDatabaseColumn": lambda draw: draw.pick(_COLUMNS),
    "$randomDatabaseType": lambda draw: draw.pick(_TYPES),
    "$randomDatabaseCollation": lambda draw: draw.pick(_COLLATIONS),
    "$randomDatabaseEngine": lambda draw: draw.pick(_ENGINES),
    "$randomAbbreviation": lambda draw: draw.pick(_ABBREVIATIONS),
    "$randomAdjective": lambda draw: draw.pick(_ADJECTIVES),
    "$randomNoun": lambda draw: draw.pick(_NOUNS),
    "$randomVerb": lambda draw: draw.pick(_INFINITIVES),
    "$randomIngverb": lambda draw: draw.pick(_INGVERBS),
    "$randomPhrase": _phrase,
}
