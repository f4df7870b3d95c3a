"""Names in files and in lists."""

import re

__all__ = ["slug_of"]


def slug_of(name: str) -> str:
    """Return a name for files and addresses: lower-case words with hyphens between."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
