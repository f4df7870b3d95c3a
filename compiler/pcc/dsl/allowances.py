"""Findings that an author accepts beside the step, each with its reason."""

from collections.abc import Mapping
from functools import cache
from pathlib import PurePath

from pcc.diagnostics import nearest
from pcc.dsl.origin import wrong
from pcc.model.collection import Allowance
from pcc.templating.files import template_names

__all__ = ["Allow", "read_allowances"]

Allow = Mapping[str, str]


def read_allowances(allow: Allow) -> tuple[Allowance, ...]:
    """Return what `allow={"no-assertion": "its body is empty"}` says. Raises WorkflowError for others."""
    if not isinstance(allow, Mapping):
        raise wrong('allow=… takes ids with reasons, such as allow={"no-assertion": "the body is empty"}')
    return tuple(_read_allowance(name, reason) for name, reason in allow.items())


def _read_allowance(name: str, reason: str) -> Allowance:
    if name not in _known_ids():
        similar = nearest(str(name), list(_known_ids()))
        advice = f"did you mean {similar!r}?" if similar else "docs/checks.md lists them"
        raise wrong(f"no check finds {name!r}: {advice}")
    if not isinstance(reason, str) or not reason.strip():
        raise wrong(f"allow={{{name!r}: …}} needs a reason: say in a sentence why this is right here")
    return Allowance(name, reason.strip())


@cache
def _known_ids() -> tuple[str, ...]:
    # The DSL and the checks do not know each other; what explains each id lies below both.
    return tuple(PurePath(name).stem for name in template_names("checks"))
