"""Where a request goes, as far as the values of variables are known before the run."""

import re
from typing import NamedTuple

from pcc.checks.flow import NEAREST_FIRST, Flow
from pcc.model.template import Template

__all__ = ["Origin", "resolve_origin"]

_UNKNOWN = "\0"
_DEEPEST = 19
_WHOLE = re.compile(r"[^/]*://[^/]*/")
_ORIGIN = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:[^/@\0]*@)?(\[[^\]]*\]|[^/:\0]+)(?=[/:]|\Z)")


class Origin(NamedTuple):
    """Scheme and host of an address, in lower case. Without a scheme Postman takes http."""

    scheme: str
    host: str


def resolve_origin(flow: Flow, base: Template) -> Origin | None:
    """Return where an address leads, or None when its variables do not say so before the run."""
    found = _ORIGIN.match(_resolve(flow, base, 0).lstrip())
    return Origin((found[1] or "http").lower(), found[2].lower()) if found else None


def _resolve(flow: Flow, template: Template, depth: int) -> str:
    text = ""
    for part in template.parts:
        text += part if isinstance(part, str) else _value(flow, part.name, depth)
        if _WHOLE.match(text):
            # What follows is the path.
            break
    return text


def _value(flow: Flow, name: str, depth: int) -> str:
    initials = flow.initial.get(name, ())
    if not initials or name in flow.written or name in flow.subject.given or depth > _DEEPEST:
        return _UNKNOWN
    value = min(initials, key=lambda initial: NEAREST_FIRST.index(initial.scope)).variable.value
    return _resolve(flow, value, depth + 1) or _UNKNOWN if isinstance(value, Template) else _UNKNOWN
