"""What a load run came to, as text."""

from collections.abc import Iterator, Sequence

from pcc.load.figures import Figures, LoadResult
from pcc.load.shape import LoadShape
from pcc.load.thresholds import Threshold, Verdict
from pcc.runner.report.style import PLAIN, Style

__all__ = ["render_head", "render_load", "render_verdicts"]

_WIDEST = 60
_MOST_REASONS = 20
_PERCENTILES = (50, 90, 95, 99)
_HEADINGS = ("steps", "failed", "per s", "avg", "min", *(f"p{percent}" for percent in _PERCENTILES), "max")
# From this share of a core on, users wait for each other.
_BUSY = 0.9


def render_head(collection: str, target: str, shape: LoadShape, iterations: int | None) -> str:
    """Return the first lines: what is loaded, and how much."""
    users = f"{shape.users:,} user" + ("s" if shape.users != 1 else "")
    parts = [f"{users} ({shape.spawn_rate:g} more each second)"]
    if iterations is not None:
        parts.append(f"{iterations:,} iteration" + ("s" if iterations != 1 else "") + " each")
    if shape.run_time is not None:
        parts.append(f"{shape.run_time:g} s")
    if shape.processes:
        parts.append(f"{shape.processes} worker process" + ("es" if shape.processes != 1 else ""))
    return f"{collection}  →  {target}\n{', '.join(parts)}\n"


def render_load(result: LoadResult, shape: LoadShape, style: Style = PLAIN) -> str:
    """Return the table of the steps, why they failed, and what has to be known to believe the figures."""
    lines = ["", *_table(result), ""]
    if result.reasons:
        lines += [*_reasons(result, style), ""]
    lines.append(_sum(result))
    lines += [style.warning(f"note: {note}") for note in _notes(result, shape)]
    lines += [style.bad(f"lost: {loss}") for loss in result.losses]
    return "\n".join((*lines, ""))


def _sum(result: LoadResult) -> str:
    rate = result.requests / max(result.elapsed_s, 1e-3)
    users = f"{result.users:,} user" + ("s" if result.users != 1 else "")
    return (
        f"{result.requests:,} requests in {result.elapsed_s:.1f} s ({rate:,.0f} a second), "
        f"{result.iterations:,} whole iterations by {users}"
    )


def _table(result: LoadResult) -> Iterator[str]:
    rows = [(*_name(figures), *_cells(figures)) for figures in (*result.steps, result.total)]
    rows[-1] = ("", "all", *rows[-1][2:])
    titles = ("", "step", *_HEADINGS)
    widths = [max(len(row[column]) for row in (titles, *rows)) for column in range(len(titles))]
    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    yield _row(titles, widths).strip() if not widths[0] else _row(titles, widths)
    yield rule
    for row in rows[:-1]:
        yield _row(row, widths)
    yield rule
    yield _row(rows[-1], widths)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    left = [cell.ljust(width) for cell, width in zip(cells[:2], widths[:2], strict=True)]
    right = [cell.rjust(width) for cell, width in zip(cells[2:], widths[2:], strict=True)]
    return "  ".join((*left, *right)).rstrip()


def _name(figures: Figures) -> tuple[str, str]:
    step = figures.step
    return figures.method, step if len(step) <= _WIDEST else f"{step[: _WIDEST - 1]}…"


def _cells(figures: Figures) -> Iterator[str]:
    yield f"{figures.count:,}"
    yield f"{100 * figures.failures / figures.count:.1f}%" if figures.count else "-"
    yield f"{figures.rate:,.1f}"
    times = [figures.average_ms, figures.fastest_ms, *map(figures.percentile, _PERCENTILES), figures.slowest_ms]
    yield from (_time(time if figures.times else None) for time in times)


def _time(ms: float | None) -> str:
    if ms is None:
        return "-"
    return f"{ms:.1f}" if ms < 100 else f"{ms:,.0f}"


def _reasons(result: LoadResult, style: Style) -> Iterator[str]:
    yield "failed:"
    for reason in result.reasons[:_MOST_REASONS]:
        yield style.bad(f"  {reason.count:,}x {reason.step}: {reason.text}")
    if len(result.reasons) > _MOST_REASONS:
        yield f"  and {len(result.reasons) - _MOST_REASONS} more reasons"


def _notes(result: LoadResult, shape: LoadShape) -> Iterator[str]:
    if result.interrupted:
        yield "interrupted: the load did not reach its end"
    if result.users < shape.users:
        yield f"only {result.users:,} of {shape.users:,} users had begun when it was over: give -t more, or -r"
    if result.busiest >= _BUSY:
        yield (
            f"a process of users needed {result.busiest:.0%} of a core, so users waited for each other and times are "
            "too long: give --processes more, or other machines"
        )


def render_verdicts(verdicts: Sequence[Verdict], style: Style = PLAIN) -> str:
    """Return a line for each threshold: what may not happen, and what did."""
    lines = ["", "may not happen:"]
    for verdict in verdicts:
        mark = style.good("✓") if verdict.passed else style.bad("✗")
        lines.append(f"  {mark} {verdict.threshold}: {_actual(verdict.threshold, verdict.actual)}")
    return "\n".join((*lines, ""))


def _actual(threshold: Threshold, actual: float | None) -> str:
    if actual is None:
        return "nothing was counted"
    match threshold.unit:
        case "ms":
            return f"{_time(actual)} ms"
        case "%":
            return f"{actual:.2f}%"
    return f"{actual:,.1f}{threshold.unit}" if threshold.metric == "rps" else f"{actual:,.0f}"
