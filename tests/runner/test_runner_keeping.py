"""Results of long runs: what stays in memory, what waits in a file, what is not kept at all."""

import tracemalloc
from collections.abc import Sequence

import pytest

from pcc.model.result import IterationResult, RunResult
from pcc.runner import ItemFinished, RunOptions
from pcc.runner.keeping import Kept
from pcc.runner.report.created import CreatedList
from runner.fakes import STATUS_200, capture, item, reply, run
from runner.told import exchange, item_result

BODY = b"x" * 5000


def results(count: int) -> list[IterationResult]:
    return [
        IterationResult(index, (item_result(f"step {index}", exchanges=[exchange(body=BODY)]),))
        for index in range(count)
    ]


def kept(found: Sequence[IterationResult], limit: int) -> Kept:
    keeper = Kept(limit)
    for result in found:
        keeper.add(result)
    return keeper


@pytest.mark.parametrize("limit", [0, 30_000, 2**25])
def test_results_come_back_as_they_were_wherever_they_waited(limit: int) -> None:
    found = results(8)
    held = kept(found, limit).done()
    assert len(held) == 8
    assert list(held) == found
    assert [held[3], held[-1], *held[2:6:2]] == [found[3], found[7], found[2], found[4]]
    with pytest.raises(IndexError):
        held[8]


def test_what_fits_into_memory_is_a_tuple() -> None:
    assert isinstance(kept(results(2), 2**25).done(), tuple)


def test_beyond_the_bound_nothing_stays_in_memory() -> None:
    keeper = Kept(100_000)

    def fill(start: int) -> int:
        for index in range(start, start + 300):
            body = index.to_bytes(2) * 2500
            keeper.add(IterationResult(index, (item_result("step", exchanges=[exchange(body=body)]),)))
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        before, after = fill(0), fill(300)
    finally:
        tracemalloc.stop()
    assert after - before < 300 * len(BODY) / 10


def test_a_spilled_result_can_be_asked_for_its_items_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pcc.runner.run.Kept", lambda: Kept(0))
    result = run(item("a"), item("b"), options=RunOptions(iterations=3)).result
    assert [entry.name for entry in result.items] == ["a", "b"] * 3
    assert [entry.name for entry in result.items] == ["a", "b"] * 3


@pytest.mark.parametrize(("status", "passed", "failed"), [(200, True, 0), (500, False, 4)])
def test_a_run_that_keeps_nothing_still_knows_whether_it_passed(status: int, passed: bool, failed: int) -> None:
    steps = item("a", after=[STATUS_200]), item("b", after=[STATUS_200])
    options = RunOptions(iterations=2, keep_results=False)
    result = run(*steps, answer=lambda _: reply(status), options=options).result
    assert (len(result.iterations), result.passed, result.failed) == (0, passed, failed)


def test_a_result_that_nobody_counted_is_judged_by_its_items() -> None:
    green, red = item_result("a"), item_result("b", error="refused")
    assert RunResult("c", "t", (IterationResult(0, (green,)),), {}).passed
    assert not RunResult("c", "t", (IterationResult(0, (green, red)),), {}).passed


def test_events_of_a_run_that_keeps_nothing_have_every_result() -> None:
    done = run(item("a"), options=RunOptions(iterations=3, keep_results=False))
    assert [event.iteration for event in done.events if isinstance(event, ItemFinished)] == [0, 1, 2]


def test_secrets_are_the_same_object_until_there_is_a_new_one() -> None:
    numbers = iter(range(1, 9))
    steps = item("a"), item("b", after=[capture("key", "$.key", secret=True)])
    done = run(
        *steps, answer=lambda _: reply(200, {"key": f"k3y-{next(numbers) // 4}"}), options=RunOptions(iterations=3)
    )
    told = [event.secrets for event in done.events if isinstance(event, ItemFinished)]
    assert [secrets for secrets, before in zip(told[1:], told[:-1], strict=True) if secrets is not before] == [
        {"k3y-0"},
        {"k3y-0", "k3y-1"},
    ]


def test_the_list_of_what_a_run_created_is_complete_and_masked_in_its_file() -> None:
    found = CreatedList(lambda text: text.replace("s3cret", "••"))
    for index in range(1200):
        found.add(
            item_result(f"step {index}", exchanges=[exchange("http://h.test/s3cret", 201, body=b"", method="POST")])
        )
    lines = list(found)
    assert len(lines) == 1200
    assert lines[0] == "step 0: http://h.test/s3cret"
    assert lines[-1] == "step 1199: http://h.test/••"
