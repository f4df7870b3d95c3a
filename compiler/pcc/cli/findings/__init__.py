"""What `pcc check` prints: a module for each format, each a function from the result to text."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final

from pcc.project.checking import CheckResult

__all__ = ["FORMATS", "find_renderer"]

FORMATS: Final[Mapping[str, str]] = {
    "text": "pcc.cli.findings.text",
    "json": "pcc.cli.findings.document",
    "sarif": "pcc.cli.findings.sarif",
    "github": "pcc.cli.findings.github",
}
"""The module of each format."""


def find_renderer(name: str) -> Callable[[CheckResult], str]:
    """Return the function of a format, `render_<format>` of its module."""
    renderer: Callable[[CheckResult], str] = getattr(import_module(FORMATS[name]), f"render_{name}")
    return renderer
