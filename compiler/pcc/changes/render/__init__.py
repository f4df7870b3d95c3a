"""Render: changes as text for a terminal, as Markdown for a pull request, as JSON for a program."""

from collections.abc import Callable, Sequence
from typing import Final

from pcc.changes.change import Change
from pcc.changes.render.json import render_json
from pcc.changes.render.markdown import render_markdown
from pcc.changes.render.text import render_text

__all__ = ["RENDERERS"]

RENDERERS: Final[dict[str, Callable[[Sequence[Change]], str]]] = {
    "text": render_text,
    "markdown": render_markdown,
    "json": render_json,
}
"""Each format by its name; what it returns ends with a line break."""
