"""Forms with files: `multipart/form-data` (RFC 7578)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pcc.model.ports import Randomness

__all__ = ["Part", "new_boundary", "render_multipart"]


_BREAK = re.compile(r"[\r\n]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One field; a `filename` makes it a file."""

    name: str
    content: bytes
    filename: str | None = None
    content_type: str | None = None


def new_boundary(randomness: Randomness) -> str:
    """Return a boundary as Postman's look: 26 hyphens and 24 characters."""
    return "-" * 26 + randomness.guid().replace("-", "")[:24]


def render_multipart(parts: Sequence[Part], boundary: str) -> bytes:
    """Return the body of a form."""
    return b"".join(_render(part, boundary) for part in parts) + f"--{boundary}--\r\n".encode("utf-8", "replace")


def _render(part: Part, boundary: str) -> bytes:
    lines = [f"--{boundary}", f'Content-Disposition: form-data; name="{_quote(part.name)}"']
    if part.filename is not None:
        lines[1] += f'; filename="{_quote(part.filename)}"'
    if part.content_type:
        # A line break would begin another header, or the content.
        lines.append(f"Content-Type: {_BREAK.sub(' ', part.content_type)}")
    return "\r\n".join((*lines, "", "")).encode("utf-8", "replace") + part.content + b"\r\n"


def _quote(text: str) -> str:
    # As browsers do (WHATWG HTML, 4.10.21.8); Postman leaves them, which breaks the header.
    return re.sub(r'[\r\n"]', lambda match: f"%{ord(match[0]):02X}", text)
