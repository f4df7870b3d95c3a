"""Rules: each kind of finding with its id and its level. `templates/checks/<id>.md` explains it."""

from dataclasses import dataclass

from pcc.checks.subject import Place
from pcc.diagnostics import Diagnostic, Level

__all__ = ["Rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding. The id is stable: baselines, suppressions and configurations name it."""

    id: str
    level: Level

    def found(
        self, message: str, place: Place, *, marked: tuple[str, ...] = (), advice: str = "", secret: str = ""
    ) -> Diagnostic:
        """Return a finding of this rule at a place; `marked` are texts to put the caret under, the likeliest first.

        A `secret` that stands there is marked as well, and never shown.
        """
        return Diagnostic(
            self.id,
            self.level,
            message,
            place.origin,
            place.step,
            marked,
            advice,
            file="" if place.origin else place.file,
            pointer="" if place.origin else place.pointer,
            secret=secret,
        )
