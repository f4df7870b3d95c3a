"""pcc: API workflows written in Python, compiled to Postman collections, replayed headlessly.

A workflow's source imports from here; so does a program that builds or replays. Everything is loaded when it is first
used, so `import pcc` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pcc.version import VERSION as __version__  # noqa: N811

if TYPE_CHECKING:
    from pcc.dsl.auth import api_key, basic, bearer, no_auth
    from pcc.dsl.bodies import file, graphql
    from pcc.dsl.environment import Environment, variable
    from pcc.dsl.examples import example
    from pcc.dsl.expectations import (
        Expectation,
        Extraction,
        claim,
        cookie,
        header,
        jsonpath,
        pattern,
        redirect_query,
        response_time,
        sent,
        sent_form,
        sent_header,
        sent_query,
        status,
    )
    from pcc.dsl.refs import Record, Ref, literal, unquoted
    from pcc.dsl.steps import Step, Steps
    from pcc.dsl.texts import entry
    from pcc.dsl.workflow import Workflow, workflow
    from pcc.errors import PccError
    from pcc.project.api import build, replay
    from pcc.project.auditing import audit
    from pcc.project.checking import check
    from pcc.project.diffing import diff

__all__ = [
    "Environment",
    "Expectation",
    "Extraction",
    "PccError",
    "Record",
    "Ref",
    "Step",
    "Steps",
    "Workflow",
    "__version__",
    "api_key",
    "audit",
    "basic",
    "bearer",
    "build",
    "check",
    "claim",
    "cookie",
    "diff",
    "entry",
    "example",
    "file",
    "graphql",
    "header",
    "jsonpath",
    "literal",
    "no_auth",
    "pattern",
    "redirect_query",
    "replay",
    "response_time",
    "sent",
    "sent_form",
    "sent_header",
    "sent_query",
    "status",
    "unquoted",
    "variable",
    "workflow",
]

_HOMES = {
    "pcc.dsl.auth": ("api_key", "basic", "bearer", "no_auth"),
    "pcc.dsl.bodies": ("file", "graphql"),
    "pcc.dsl.environment": ("Environment", "variable"),
    "pcc.dsl.examples": ("example",),
    "pcc.dsl.expectations": (
        *("Expectation", "Extraction", "claim", "cookie", "header", "jsonpath", "pattern", "redirect_query"),
        *("response_time", "sent", "sent_form", "sent_header", "sent_query", "status"),
    ),
    "pcc.dsl.refs": ("Record", "Ref", "literal", "unquoted"),
    "pcc.dsl.steps": ("Step", "Steps"),
    "pcc.dsl.texts": ("entry",),
    "pcc.dsl.workflow": ("Workflow", "workflow"),
    "pcc.errors": ("PccError",),
    "pcc.project.api": ("build", "replay"),
    "pcc.project.auditing": ("audit",),
    "pcc.project.checking": ("check",),
    "pcc.project.diffing": ("diff",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'pcc' has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value
