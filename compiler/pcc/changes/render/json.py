"""Changes as JSON."""

import json
from collections.abc import Sequence

from pcc.changes.change import Change

__all__ = ["render_json"]


def render_json(changes: Sequence[Change]) -> str:
    """Return `{"changes": […]}`, values whole, in ASCII."""
    return json.dumps({"changes": [_change(change) for change in changes]}, indent=2) + "\n"


def _change(change: Change) -> dict[str, str | None]:
    return {
        "id": change.id,
        "severity": change.severity.word,
        "subject": change.subject,
        "path": change.path,
        "step": change.step,
        "part": change.part,
        "before": change.before,
        "after": change.after,
    }
