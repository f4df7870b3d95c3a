"""Jinja2, which only this module names: pages and the files of a new project."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from pcc.templating.files import read_template

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["render_template"]


def render_template(path: str, values: Mapping[str, Any]) -> str:
    """Return a file of `templates/` with its slots filled; nothing is escaped, and a value that is missing raises."""
    return _template(path).render(values)


@cache
def _template(path: str) -> "Template":
    from jinja2 import Environment, StrictUndefined

    # Markdown, TOML and Python, not HTML: what an author writes is Markdown already.
    jinja = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    return jinja.from_string(read_template(path))
