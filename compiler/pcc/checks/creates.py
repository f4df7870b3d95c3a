"""The check `create-not-deleted`: what a run creates and leaves behind. A note: often that is meant.

A POST creates when 201 is expected, or when an `id` is captured at the top of its answer. It is undone by a later
DELETE that reads what was captured, whose address is one below that of the POST, or that of something above it. A
script that mentions DELETE, or the captured name in a cleanup folder, is given the benefit of the doubt.
"""

from collections.abc import Iterator, Sequence

from pcc.checks.flow import Flow, FlowStep, Part, Phase, flow_of
from pcc.checks.rule import Rule
from pcc.checks.statuses import expected_statuses
from pcc.checks.subject import Subject
from pcc.checks.words import split_words
from pcc.diagnostics import Diagnostic, Level
from pcc.javascript import Action
from pcc.model.collection import PREREQUEST, TEST, Role
from pcc.model.statement import Capture, JsonPath
from pcc.templating import render_postman

__all__ = ["CREATE_NOT_DELETED", "check_creates"]

CREATE_NOT_DELETED = Rule("create-not-deleted", Level.NOTE)

_IDS = frozenset({"$.id", "$._id", "$.uuid", "$.data.id", "$.data._id", "$.result.id"})
# Requests that are sent with POST, and make nothing that stays.
_NO_CREATES = frozenset(
    {"authenticate", "authorize", "graphql", "login", "logout", "query", "refresh", "search", "session", "token"}
)


def check_creates(subject: Subject) -> Iterator[Diagnostic]:
    """Find requests that create something which no later one deletes."""
    flow = flow_of(subject)
    captured = _captured(flow)
    undoing = [step for step in flow.steps if _may_undo(step)]
    for step in flow.steps:
        if step.item.request.method != "POST" or not _creates(step):
            continue
        if not any(
            _undoes(later, step, captured.get(step.index, set())) for later in undoing if later.index > step.index
        ):
            yield CREATE_NOT_DELETED.found(
                f"{step.item.name!r} creates something that nothing deletes",
                step.place(step.holder, ("request", "method")),
                marked=("post", "POST"),
                advice="delete it at the end, in a folder named Cleanup",
            )


def _captured(flow: Flow) -> dict[int, set[str]]:
    """What each item sets after its response."""
    captured: dict[int, set[str]] = {}
    for name in flow.written:
        for access in flow.names[name]:
            if access.action is Action.WRITE and access.phase is Phase.TEST:
                captured.setdefault(access.step, set()).add(name)
    return captured


def _creates(step: FlowStep) -> bool:
    path = render_postman(step.item.request.url.base).rstrip("/").rpartition("/")[2]
    if not _NO_CREATES.isdisjoint(split_words(path)):
        return False
    captured = any(
        isinstance(placed.statement, Capture)
        and isinstance(placed.statement.extractor, JsonPath)
        and placed.statement.extractor.path in _IDS
        for placed in step.statements(TEST)
    )
    return captured or any(expected.codes == (201,) for expected in expected_statuses(step))


def _may_undo(step: FlowStep) -> bool:
    return step.item.request.method == "DELETE" or _is_cleanup(step) or _deletes_by_script(step)


def _is_cleanup(step: FlowStep) -> bool:
    return any(folder.role is Role.CLEANUP for folder, _ in step.step.folders)


def _deletes_by_script(step: FlowStep) -> bool:
    return any("DELETE" in script.text for script in (*step.scripts(PREREQUEST), *step.scripts(TEST)))


def _undoes(later: FlowStep, step: FlowStep, names: set[str]) -> bool:
    if later.item.request.method == "DELETE":
        return _reads(later.parts, names) or _covers(_base(later), _base(step))
    return _deletes_by_script(later) or _reads(later.parts, names)


def _reads(parts: Sequence[Part], names: set[str]) -> bool:
    return any(reference.name in names for part in parts if part.sent for reference in part.text.references)


def _base(step: FlowStep) -> str:
    return render_postman(step.item.request.url.base).rstrip("/")


def _covers(deleted: str, created: str) -> bool:
    """Whether one address is above or below the other; that of the API itself is above all, and does not count."""
    above = created.startswith(deleted + "/") and deleted.count("/") > (3 if "://" in deleted else 1)
    return above or deleted.startswith(created + "/")
