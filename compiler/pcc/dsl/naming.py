"""Names in files and in lists, and of variables."""

import re

from pcc.dsl.origin import wrong
from pcc.scripts.names import is_inherited

__all__ = ["known_to_postman", "slug_of", "variable_name"]


def slug_of(name: str) -> str:
    """Return a name for files and addresses: lower-case words with hyphens between."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def variable_name(name: str) -> str:
    """Return a name that a variable can have. Raises WorkflowError otherwise."""
    if not isinstance(name, str) or not name or set(name) & set("{}<>#\n") or name.startswith("$"):
        raise wrong(f"{name!r} cannot name a variable: write a name such as 'appID', without braces, <, >, # or $")
    return known_to_postman(name)


def known_to_postman(name: str) -> str:
    """Return the name of a reference. Raises WorkflowError for a name that every JavaScript object has."""
    if is_inherited(name):
        raise wrong(f"no variable can be called {name!r}: every JavaScript object has it, and Postman fails on it")
    return name
