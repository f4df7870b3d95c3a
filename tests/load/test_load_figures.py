"""Rounded times and percentiles, held against Locust's own in a process of its own."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcc.load.figures import Figures, LoadResult, Reason, round_time
from pcc.load.report import render_head, render_load, render_verdicts
from pcc.load.shape import LoadShape
from pcc.load.thresholds import eval_thresholds, parse_thresholds


@given(st.floats(0, 10_000_000))
def test_rounding_keeps_three_digits(ms: float) -> None:
    assert abs(round_time(ms) - ms) <= max(0.051, 0.0051 * ms)
    assert round_time(round_time(ms)) == round_time(ms)


@given(st.lists(st.floats(0, 5000), min_size=1, max_size=50), st.floats(1, 100))
def test_a_percentile_is_a_time_that_was_seen_and_grows(times: list[float], percent: float) -> None:
    counted: dict[float, int] = {}
    for time in map(round_time, times):
        counted[time] = counted.get(time, 0) + 1
    figures = Figures("GET", "S", len(times), times=counted)
    found = figures.percentile(percent)
    assert found in counted
    highest, half = figures.percentile(100), figures.percentile(50)
    assert highest == max(counted)
    assert percent < 50 or (half is not None and found is not None and found >= half)


def test_without_times_there_is_no_percentile() -> None:
    assert Figures("GET", "S", 3).percentile(50) is None


COMPARED = """
import json, sys
from locust.stats import calculate_response_time_percentile as locust
cases = json.load(sys.stdin)
print(json.dumps([locust({float(t): n for t, n in times.items()}, sum(times.values()), p / 100) for times, p in cases]))
"""


def test_percentiles_are_those_of_the_library() -> None:
    cases = [
        ({str(float(3 * place)): 1 + place % 4 for place in range(size)}, percent)
        for size in (1, 2, 3, 7, 40)
        for percent in (1, 50, 90, 95, 99, 99.9, 100)
    ]
    command = [sys.executable, "-c", COMPARED]
    done = subprocess.run(command, input=json.dumps(cases), capture_output=True, text=True, check=True)
    own = [Figures("", "", 1, times={float(time): n for time, n in times.items()}).percentile(p) for times, p in cases]
    assert own == json.loads(done.stdout)


STEP = Figures("POST", "Step 1: Create " + "x" * 80, 1234, 12, 61.7, 12.3456, 1.0, 1500.0, {10.0: 1000, 1500.0: 234})


def told(**changes: object) -> str:
    values: dict[str, object] = {"requests": 1300, "iterations": 1234, "users": 5, "elapsed_s": 20.0} | changes
    return render_load(LoadResult(STEP, (STEP,), **values), LoadShape(users=5))  # type: ignore[arg-type]


def test_the_table_has_a_row_for_each_step_and_one_for_all() -> None:
    text = told()
    assert "…" in text
    assert "1,234    1.0%" in text
    assert " all " in text
    assert "1,300 requests in 20.0 s (65 a second), 1,234 whole iterations by 5 users" in text
    assert max(map(len, text.splitlines())) < 140


def test_what_makes_figures_doubtful_is_said() -> None:
    assert "note:" not in told()
    assert "needed 97% of a core" in told(busiest=0.97)
    assert "only 3 of 5 users had begun" in told(users=3)
    assert "interrupted" in told(interrupted=True)
    assert "lost: worker 1 was lost" in told(losses=("worker 1 was lost",))


def test_the_most_frequent_reasons_are_listed_and_the_others_counted() -> None:
    text = told(reasons=tuple(Reason("S", "GET", f"reason {number}", 50 - number) for number in range(25)))
    assert "  50x S: reason 0\n" in text
    assert "reason 20" not in text
    assert "and 5 more reasons" in text


def test_a_step_that_was_never_sent_has_no_times() -> None:
    never = Figures("-", "Never", 4, 4)
    assert "4  100.0%    0.0    -" in render_load(LoadResult(never, (never,)), LoadShape())


def test_the_head_says_how_much() -> None:
    shape = LoadShape(users=1000, spawn_rate=2.5, run_time=90, processes=2)
    assert render_head("C", "http://x", shape, None) == (
        "C  →  http://x\n1,000 users (2.5 more each second), 90 s, 2 worker processes\n"
    )


@pytest.mark.parametrize(
    ("text", "line"), [("rps<99/s", "✗ rps < 99/s: 61.7/s"), ("p50>1s", "✓ p50 > 1000 ms: 10.0 ms")]
)
def test_a_verdict_says_limit_and_value(text: str, line: str) -> None:
    assert line in render_verdicts(eval_thresholds(parse_thresholds(text), LoadResult(STEP, (STEP,))))
