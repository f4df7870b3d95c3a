"""What one step of one user counts for: its time, its bytes, and why it failed."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from pcc.model.collection import Collection
from pcc.model.result import Exchange, ItemResult
from pcc.printing import printable

__all__ = ["Reasons", "Sample", "fold_item", "name_steps"]

_LONGEST_REASON = 300
_MOST_REASONS = 50


@dataclass(frozen=True, slots=True)
class Sample:
    """One step, run once.

    `response_ms` is the time of all its hops, None where nothing was sent; `response_bytes` are decoded bodies.
    `requests` counts what went out: hops of redirects, answers to a challenge, and `pm.sendRequest`.
    """

    method: str
    step: str
    response_ms: float | None
    response_bytes: int = 0
    requests: int = 0
    failure: str | None = None

    @property
    def counts(self) -> bool:
        """Whether it belongs into the statistics: a step that a script skipped does not."""
        return self.response_ms is not None or self.failure is not None


def fold_item(
    result: ItemResult, step: str, elapsed_ms: Callable[[Exchange], float], mask: Callable[[str], str]
) -> Sample:
    """Return what the result of an item counts for.

    `elapsed_ms` tells the time of a hop, answered or not; `mask` hides secrets. A failed assertion, a capture that
    found nothing, an unresolved variable and a request that could not be sent are all failures of the step.
    """
    hops = result.exchanges
    return Sample(
        hops[0].request.method if hops else "-",
        step,
        sum(map(elapsed_ms, hops)) if hops else None,
        sum(len(hop.response.body) for hop in hops if hop.response is not None),
        len(hops) + sum(len(script.requests) for script in result.scripts),
        _reason(result, mask),
    )


def _reason(result: ItemResult, mask: Callable[[str], str]) -> str | None:
    reasons = list(result.failures)
    if result.unresolved and result.error is None:
        names = ", ".join(f"{{{{{name}}}}}" for name in result.unresolved)
        reasons.append(f"nothing resolves {names}")
    if not reasons:
        return None
    # Masked before it is cut: half a secret would not be found.
    text = " ".join(printable(mask(reasons[0])).split())
    text = text if len(text) <= _LONGEST_REASON else f"{text[:_LONGEST_REASON]}…"
    return f"{text} (and {len(reasons) - 1} more)" if len(reasons) > 1 else text


@dataclass(slots=True)
class Reasons:
    """Bounds how many different reasons of a step are told apart: reasons may hold an id of each iteration."""

    _seen: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def bound(self, step: str, reason: str) -> str:
        """Return the reason, or one text for all beyond the first 50 of this step."""
        seen = self._seen[step]
        if reason not in seen and len(seen) >= _MOST_REASONS:
            return f"another reason: more than {_MOST_REASONS} different ones"
        seen[reason] += 1
        return reason


def name_steps(collection: Collection, mask: Callable[[str], str]) -> dict[tuple[tuple[str, ...], str], str]:
    """Return the name in the statistics of each step, by its folders and name, in the order of the collection.

    Where steps in several folders have one name, their folders are part of it.
    """
    keys = [(tuple(group.name for group in groups), item.name) for groups, item in collection.walk()]
    twice = Counter(name for _, name in dict.fromkeys(keys))
    return {
        (path, name): printable(mask(" / ".join((*path, name)) if twice[name] > 1 else name)) for path, name in keys
    }
