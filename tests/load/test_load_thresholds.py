"""`--fail-if`: what is read, what is refused, and what came true."""

import pytest

from pcc.errors import UsageError
from pcc.load.figures import Figures, LoadResult
from pcc.load.thresholds import Threshold, choose_steps, eval_thresholds, parse_thresholds

STEPS = ["Step 1: Create: a thing, quickly", "Step 2: Read", "Step 20: Delete"]


def result(*, count: int = 100, failures: int = 3, rate: float = 50.0) -> LoadResult:
    step = Figures(
        "GET", STEPS[1], count, failures, rate, 20.0, 1.0, 400.0, {10.0: count - 5, 400.0: 5} if count else {}
    )
    return LoadResult(step, (step,))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("p95>300ms", [Threshold("p95", ">", 300, "ms")]),
        ("p99.9 >= 1.5s", [Threshold("p99.9", ">=", 1500, "ms")]),
        ("max>2", [Threshold("max", ">", 2, "ms")]),
        ("p95>300ms,errors>1%", [Threshold("p95", ">", 300, "ms"), Threshold("errors", ">", 1, "%")]),
        ("rps<100/s , requests<1", [Threshold("rps", "<", 100, "/s"), Threshold("requests", "<", 1)]),
        ("Step 2: Read:errors>0", [Threshold("errors", ">", 0, step="Step 2: Read")]),
        (
            "Step 1: Create: a thing, quickly: avg>1ms,min>2ms",
            [Threshold("avg", ">", 1, "ms", STEPS[0]), Threshold("min", ">", 2, "ms", STEPS[0])],
        ),
        ("a p95>1:p50>1", [Threshold("p50", ">", 1, "ms", "a p95>1")]),
    ],
)
def test_conditions_are_read(text: str, expected: list[Threshold]) -> None:
    assert parse_thresholds(text) == expected


@pytest.mark.parametrize(
    "text", ["", "p95", "p95=300", "p95>", "p101>1", "median>3", "p95>300ms;errors>1%", "Step 2:", "p95>1,"]
)
def test_what_is_no_condition_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(UsageError, match=r"is no threshold: write \[STEP:\]METRIC>LIMIT"):
        parse_thresholds(text)


@pytest.mark.parametrize(
    ("text", "units"), [("p95>1%", "none or 'ms' or 's'"), ("errors>1ms", "none or '%'"), ("rps<3s", "none or '/s'")]
)
def test_a_unit_that_does_not_fit_is_refused(text: str, units: str) -> None:
    with pytest.raises(UsageError, match=units):
        parse_thresholds(text)


def test_the_beginning_of_a_name_is_enough_when_one_step_has_it() -> None:
    (chosen,) = choose_steps(parse_thresholds("Step 1:p95>1"), STEPS)
    assert chosen.step == STEPS[0]


def test_the_number_of_a_step_is_enough() -> None:
    (chosen,) = choose_steps(parse_thresholds("Step 2:p95>1"), STEPS)
    assert chosen.step == "Step 2: Read"


def test_a_whole_name_wins_over_the_beginning_of_another() -> None:
    (chosen,) = choose_steps(parse_thresholds("Read:p95>1"), ["Read", "Read all"])
    assert chosen.step == "Read"


def test_an_unknown_or_ambiguous_step_is_refused() -> None:
    with pytest.raises(UsageError, match=r"3 steps begin with “Step”: “Step 1: Create: a"):
        choose_steps(parse_thresholds("Step:p95>1"), STEPS)
    with pytest.raises(UsageError, match=r"no step is called “Step 2: Raed”: did you mean “Step 2: Read”"):
        choose_steps(parse_thresholds("Step 2: Raed:p95>1"), STEPS)


@pytest.mark.parametrize(
    ("text", "actual", "passed"),
    [
        ("p50>10ms", 10.0, True),
        ("p50>=10ms", 10.0, False),
        ("p99>300ms", 400.0, False),
        ("max>400", 400.0, True),
        ("avg<25", 20.0, False),
        ("errors>3%", 3.0, True),
        ("errors>2", 3, False),
        ("rps<60", 50.0, False),
        ("requests<100", 100, True),
        ("Step 2:errors>2%", 3.0, False),
    ],
)
def test_a_condition_that_comes_true_fails(text: str, actual: float, passed: bool) -> None:
    (verdict,) = eval_thresholds(choose_steps(parse_thresholds(text), STEPS), result())
    assert (verdict.actual, verdict.passed) == (actual, passed)


@pytest.mark.parametrize("text", ["p95>1s", "errors>1%", "max>1s", "Step 1:p95>1s"])
def test_where_nothing_was_counted_nothing_passes(text: str) -> None:
    (verdict,) = eval_thresholds(choose_steps(parse_thresholds(text), STEPS), result(count=0, failures=0))
    assert verdict.actual is None
    assert not verdict.passed


def test_methods_of_one_step_are_taken_together() -> None:
    parts = tuple(
        Figures(method, "S", 10, 1, 5.0, ms, ms, ms, {ms: 10}) for method, ms in (("GET", 10.0), ("PUT", 30.0))
    )
    verdicts = eval_thresholds(
        parse_thresholds("S:avg>0,max>0,errors>0,rps>0,p95>0,p10>0"), LoadResult(parts[0], parts)
    )
    assert [verdict.actual for verdict in verdicts] == [20.0, 30.0, 2, 10.0, 30.0, 10.0]
