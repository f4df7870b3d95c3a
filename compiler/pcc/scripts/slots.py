"""Filling script templates: text with slots, nothing else.

The files are Jinja2 templates that hold slots only, so splitting them at their slots gives what Jinja2 would, without
importing it: a replay has to render every block that it lifts.
"""

import re
from functools import cache

from pcc.templating.files import read_template

__all__ = ["VERSION", "fill"]

# Released versions of the templates stay, and are read for ever.
VERSION = "v1"

_SLOT = re.compile(r"\{\{ (\w+) \}\}")


def fill(template: str, /, **values: str) -> str:
    """Return a script template with its slots filled, without a newline at the end."""
    pieces = list(_pieces(template))
    pieces[1::2] = [values[slot] for slot in pieces[1::2]]
    return "".join(pieces)


@cache
def _pieces(name: str) -> tuple[str, ...]:
    return tuple(_SLOT.split(read_template(f"scripts/{VERSION}/{name}.js").removesuffix("\n")))
