"""Collection files and a project to check."""

import json
from typing import Any

from cli.shell import NOTES

__all__ = ["MISSPELT", "collection", "item"]

# Line 21 reads what nothing sets.
MISSPELT = NOTES.replace("/notes/{note}", "/notes/<<noteIDD>>", 1)


def item(name: str, url: str = "https://notes.example.com", **scripts: str) -> dict[str, Any]:
    """An item of a file, with scripts by their event."""
    events = [{"listen": listen, "script": {"exec": text.split("\n")}} for listen, text in scripts.items()]
    return {"name": name, "request": {"method": "GET", "url": url}, **({"event": events} if events else {})}


def collection(*items: dict[str, Any], name: str = "Shop", indent: int | None = 1) -> str:
    """A file of a collection."""
    return json.dumps({"info": {"name": name}, "item": items}, indent=indent)
