"""The port of a JavaScript engine, and what a script that is not native leads to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pcc.model.request import Request
from pcc.model.result import ScriptResult
from pcc.sandbox.context import SandboxContext
from pcc.sandbox.host import SandboxHost
from pcc.sandbox.result import NextRequest, SandboxResult

__all__ = ["NextRequest", "ScriptEngine", "ScriptOutcome"]


class ScriptEngine(Protocol):
    """Runs scripts of other people. One serves a run; whoever made it closes it."""

    def start(self) -> None:
        """Get ready in the background, and return at once."""
        ...

    def run_script(
        self,
        listen: str,
        source: str | Sequence[str],
        context: SandboxContext = ...,
        *,
        host: SandboxHost | None = None,
        timeout_ms: float | None = None,
    ) -> SandboxResult:
        """Run one script. What goes wrong inside it is in its result. Raises RunError when there is no engine."""
        ...


@dataclass(frozen=True, slots=True)
class ScriptOutcome:
    """What a script did, and what it decided: the next item, no request at all, another request than the item's."""

    result: ScriptResult
    next_request: NextRequest | None = None
    skips_request: bool = False
    request: Request | None = None
