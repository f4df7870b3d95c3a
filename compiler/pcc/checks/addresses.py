"""Where a request goes, as far as the values of variables are known before the run."""

import re
from typing import NamedTuple

from pcc.checks.flow import NEAREST_FIRST, Flow
from pcc.javascript import Action
from pcc.model.template import Template

__all__ = ["Origin", "resolve_origin"]

_UNKNOWN = "\0"
_DEEPEST = 19
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
    return "".join(part if isinstance(part, str) else _value(flow, part.name, depth) for part in template.parts)


def _value(flow: Flow, name: str, depth: int) -> str:
    written = any(access.action is Action.WRITE for access in flow.names.get(name, ()))
    initials = {initial.scope: initial for initial in flow.initial.get(name, ())}
    nearest = next((initials[scope] for scope in NEAREST_FIRST if scope in initials), None)
    if written or name in flow.subject.given or nearest is None or depth > _DEEPEST:
        return _UNKNOWN
    value = nearest.variable.value
    return _resolve(flow, value, depth + 1) or _UNKNOWN if isinstance(value, Template) else _UNKNOWN
