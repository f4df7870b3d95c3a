"""`--fail-if`: what may not happen, and whether it did."""

import operator
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pcc.diagnostics import nearest
from pcc.errors import UsageError
from pcc.load.figures import Figures, LoadResult

__all__ = ["Threshold", "Verdict", "choose_steps", "eval_thresholds", "parse_thresholds"]

_CONDITION: Final = (
    r"(?:p\d{1,2}(?:\.\d+)?|p100|avg|min|max|rps|errors|requests)\s*(?:>=|<=|>|<)\s*\d+(?:\.\d+)?\s*(?:ms|s|%|/s)?"
)
_TEXT = re.compile(rf"(?:(?P<step>.*\S)\s*:)?\s*(?P<conditions>{_CONDITION}(?:\s*,\s*{_CONDITION})*)\s*", re.DOTALL)
_PARTS = re.compile(r"(?P<metric>[a-z0-9.]+)\s*(?P<operator>[<>]=?)\s*(?P<limit>[\d.]+)\s*(?P<unit>ms|s|%|/s)?")
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_UNITS = {"rps": ("", "/s"), "errors": ("", "%"), "requests": ("",)}
_TIMES = ("", "ms", "s")
_HELP = (
    "write [STEP:]METRIC>LIMIT with p50, p95, p99.9, avg, min, max (ms or s), errors (a number or %), rps or requests; "
    "several with commas"
)


@dataclass(frozen=True, slots=True)
class Threshold:
    """One condition that fails a run. `limit` is in ms for times, in percent with the unit `%`; no `step` means all."""

    metric: str
    operator: str
    limit: float
    unit: str = ""
    step: str = ""

    def __str__(self) -> str:
        text = f"{self.metric} {self.operator} {self.limit:g}{' ms' if self.unit == 'ms' else self.unit}"
        return f"{self.step}: {text}" if self.step else text


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a threshold: the value, None where nothing was counted, which never passes."""

    threshold: Threshold
    actual: float | None

    @property
    def passed(self) -> bool:
        """Whether the condition did not come true."""
        threshold = self.threshold
        return self.actual is not None and not _OPERATORS[threshold.operator](self.actual, threshold.limit)


def parse_thresholds(text: str) -> list[Threshold]:
    """Return the conditions of one `--fail-if`. What stands before the last `:` names the step for all of them.

    Raises UsageError for what is none.
    """
    found = _TEXT.fullmatch(text)
    if found is None:
        raise UsageError(f"--fail-if {text!r} is no threshold: {_HELP}")
    parts = _PARTS.finditer(found["conditions"])
    return [_threshold(part, found["step"] or "") for part in parts]


def _threshold(part: re.Match[str], step: str) -> Threshold:
    metric, unit, limit = part["metric"], part["unit"] or "", float(part["limit"])
    units = _UNITS.get(metric, _TIMES)
    if unit not in units:
        known = " or ".join(repr(name) if name else "none" for name in units)
        raise UsageError(f"--fail-if {part[0].strip()!r}: the unit of {metric} is {known}, not {unit!r}")
    if units is _TIMES:
        limit, unit = (limit * 1000 if unit == "s" else limit), "ms"
    return Threshold(metric, part["operator"], limit, unit, step)


def choose_steps(thresholds: Iterable[Threshold], names: Sequence[str]) -> list[Threshold]:
    """Return the thresholds with the whole names of their steps: the beginning of a name is enough if one has it.

    Raises UsageError for a name that no step has, or several.
    """
    return [replace(threshold, step=_choose(threshold.step, names)) for threshold in thresholds]


def _choose(step: str, names: Sequence[str]) -> str:
    if not step or step in names:
        return step
    # `Step 2` is “Step 2: Read”, though “Step 20: Delete” begins alike.
    for beginning in (f"{step}:", step):
        found = list(dict.fromkeys(name for name in names if name.startswith(beginning)))
        if len(found) == 1:
            return found[0]
    if found:
        raise UsageError(f"--fail-if: {len(found)} steps begin with “{step}”: “{'”, “'.join(found)}”")
    near = nearest(step, list(names))
    raise UsageError(f"--fail-if: no step is called “{step}”" + (f": did you mean “{near}”?" if near else ""))


def eval_thresholds(thresholds: Iterable[Threshold], result: LoadResult) -> list[Verdict]:
    """Return what became of each threshold."""
    return [Verdict(threshold, _actual(threshold, result)) for threshold in thresholds]


def _actual(threshold: Threshold, result: LoadResult) -> float | None:
    if not threshold.step:
        return _measure(threshold, [result.total])
    return _measure(threshold, [figures for figures in result.steps if figures.step == threshold.step])


def _measure(threshold: Threshold, of: Sequence[Figures]) -> float | None:
    count = sum(figures.count for figures in of)
    match threshold.metric:
        case "requests":
            return count
        case "rps":
            return sum(figures.rate for figures in of)
        case _ if not count:
            return None
        case "errors":
            failures = sum(figures.failures for figures in of)
            return 100 * failures / count if threshold.unit == "%" else failures
        case "avg":
            return sum(figures.average_ms * figures.count for figures in of) / count
        case "min":
            return min(figures.fastest_ms for figures in of)
        case "max":
            return max(figures.slowest_ms for figures in of)
        case metric:
            return _together(of).percentile(float(metric[1:]))


def _together(of: Sequence[Figures]) -> Figures:
    """One step may have been sent with several methods, as scripts may change them."""
    times: dict[float, int] = {}
    for figures in of:
        for time, count in figures.times.items():
            times[time] = times.get(time, 0) + count
    return Figures("", of[0].step, sum(times.values()), times=times)
