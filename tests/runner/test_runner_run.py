"""The loop: what runs, in which order, and when it ends."""

import subprocess
import sys

import pytest

from pcc.errors import EngineMissingError, UsageError
from pcc.model.collection import PREREQUEST, TEST, Collection, Event, ItemGroup, Settings
from pcc.model.ports import HttpRequest, HttpResponse, TransportError
from pcc.model.request import BearerAuth, NoAuth, RawBody
from pcc.model.statement import Assertion, Comparison, CookieValue, Literal, Operator, RawScript, Sent, SentPart
from pcc.runner import (
    ItemFinished,
    ItemStarted,
    IterationFinished,
    Ports,
    RunEvent,
    RunFinished,
    RunOptions,
    RunStarted,
    follow_run,
    run_collection,
)
from runner.fakes import (
    STATUS_200,
    FakeClock,
    FakeRandomness,
    FakeTransport,
    assign,
    by_path,
    capture,
    header_of,
    item,
    ok,
    reply,
    run,
    text,
)


def names(events: list[RunEvent]) -> list[str]:
    return [type(event).__name__ for event in events]


def test_events_tell_the_whole_run() -> None:
    done = run(item("a"), item("b"), options=RunOptions(iterations=2))
    one = ["ItemStarted", "ItemFinished"] * 2 + ["IterationFinished"]
    assert names(done.events) == ["RunStarted", *one, *one, "RunFinished"]
    started = done.events[0]
    assert isinstance(started, RunStarted)
    assert (started.collection, started.target, started.iterations, started.items) == ("Col", "a fake", 2, 2)
    assert started.started == FakeClock().now()
    assert [result.index for result in done.result.iterations] == [0, 1]
    assert [result.name for result in done.result.items] == ["a", "b", "a", "b"]


def test_scripts_run_from_the_outside_in_and_disabled_ones_do_not() -> None:
    def event(name: str, *, disabled: bool = False) -> Event:
        return Event(PREREQUEST, (assign("trace", "{{trace}}" + name),), disabled=disabled)

    step = item("{{trace}}", before=[assign("trace", "{{trace}}4")])
    inner = ItemGroup("Inner", (step,), events=(event("3"),))
    outer = ItemGroup("Outer", (inner,), events=(event("2"), event("x", disabled=True)))
    collection = Collection("Col", (outer,), events=(event("1"),))
    done = run(collection=collection, overrides={"trace": "0"})
    assert done.urls == ["http://host.test/01234"]
    assert done.result.items[0].path == ("Outer", "Inner")
    assert done.events[1] == ItemStarted(0, "{{trace}}", ("Outer", "Inner"), started=FakeClock().now())


def test_settings_are_inherited_key_by_key_and_auth_from_the_nearest() -> None:
    group = ItemGroup(
        "F",
        (
            item("plain"),
            item("own", auth=BearerAuth(text("own")), settings=Settings(strict_ssl=True)),
            item("none", auth=NoAuth()),
        ),
        auth=BearerAuth(text("folder")),
        settings=Settings(strict_ssl=False, timeout_ms=50),
    )
    collection = Collection(
        "Col",
        (item("root"), group),
        auth=BearerAuth(text("root")),
        settings=Settings(timeout_ms=9, disable_cookies=True),
    )
    done = run(collection=collection)
    auth = [header_of(request.headers, "Authorization") for request in done.sent]
    assert auth == ["Bearer root", "Bearer folder", "Bearer own", None]
    assert done.transport.timeouts == [9, 50, 50, 50]
    assert done.transport.verified == [True, False, True, False]


def test_insecure_holds_where_no_setting_says_otherwise() -> None:
    strict = item("strict", settings=Settings(strict_ssl=True))
    assert run(item("a"), strict, options=RunOptions(insecure=True)).transport.verified == [False, True]


TREE = Collection(
    "Col",
    (
        ItemGroup("F", (ItemGroup("G", (item("deep"), item("same"))), item("same")), id="f-id"),
        item("deep2"),
        item("last"),
    ),
)


@pytest.mark.parametrize(
    ("chosen", "ran"),
    [
        ((), ["deep", "same", "same", "deep2", "last"]),
        (("F",), ["deep", "same", "same"]),
        (("f-id",), ["deep", "same", "same"]),
        (("G",), ["deep", "same"]),
        (("same",), ["same"]),
        (("last", "G"), ["deep", "same", "last"]),
        (("F", "deep"), ["deep", "same", "same"]),
        (("id-deep2", "deep2", "last"), None),
    ],
)
def test_folders_choose_what_runs(chosen: tuple[str, ...], ran: list[str] | None) -> None:
    if ran is None:
        # As in Newman, an entry that another one has taken already is not found.
        with pytest.raises(UsageError):
            run(collection=TREE, options=RunOptions(folders=chosen))
        return
    assert [result.name for result in run(collection=TREE, options=RunOptions(folders=chosen)).result.items] == ran


@pytest.mark.parametrize("chosen", [("laste",), ("F", "laste")])
def test_an_unknown_folder_is_refused_with_the_nearest_name(chosen: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="“laste”; the nearest is “last”"):
        run(collection=TREE, options=RunOptions(folders=chosen))


def test_a_run_has_at_least_one_iteration() -> None:
    with pytest.raises(UsageError, match="at least one iteration"):
        run(item("a"), options=RunOptions(iterations=0))


def raw(name: str, script: str) -> Collection:
    step = item(name)
    events = (Event(TEST, (RawScript("\n  "),)), Event(TEST, (RawScript(script),)))
    return Collection("Col", (item("first"), ItemGroup("F", (step,), events=events)))


def test_a_script_with_javascript_of_its_own_is_refused_before_anything_is_sent() -> None:
    transport = FakeTransport(ok)
    ports = Ports(transport, FakeClock(), FakeRandomness())
    with pytest.raises(EngineMissingError, match=r"the test script of “second” .* JavaScript engine"):
        run_collection(raw("second", "pm.test('x')"), None, ports=ports, target="t")
    assert transport.sent == []
    chosen = RunOptions(folders=("first",))
    assert [*run_collection(raw("second", "pm.test('x')"), None, ports=ports, target="t", options=chosen)]


def test_a_script_of_white_space_needs_no_engine() -> None:
    assert run(collection=raw("second", " \n")).result.passed


def failing(request: HttpRequest) -> HttpResponse:
    if request.url.endswith("bad"):
        raise TransportError("host.test refused the connection")
    return reply()


def test_a_request_that_cannot_be_sent_is_recorded_and_the_run_goes_on() -> None:
    done = run(item("bad", after=[STATUS_200, capture("x", "$.x")]), item("next", after=[STATUS_200]), answer=failing)
    bad, following = done.result.items
    assert bad.error == "host.test refused the connection"
    assert bad.exchanges[0].error == bad.error
    assert (bad.scripts, bad.not_run, bad.response) == ((), 2, None)
    assert (following.passed, following.not_run) == (True, 0)
    assert not done.result.passed
    assert done.result.aborted is None


def test_a_script_sees_the_first_request_the_last_response_and_its_cookies() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        if request.url.endswith("b"):
            return reply(200, None, ("Set-Cookie", "c=2"))
        return reply(302, None, ("Location", "/b"), ("Set-Cookie", "c=1; Path=/x"))

    tests = [
        STATUS_200,
        Assertion(CookieValue("c"), Comparison(Operator.EQUALS, Literal("2"))),
        Assertion(CookieValue("c"), Comparison(Operator.DIFFERS, Sent(SentPart.JSON, "$.n"))),
        Assertion(CookieValue("c"), Comparison(Operator.EQUALS, Sent(SentPart.QUERY, "q"))),
    ]
    step = item("a", "http://host.test/a?q=2", method="POST", body=RawBody(text('{"n": 1}'), "json"), after=tests)
    done = run(step, answer=answer)
    assert done.result.items[0].failures == ()


def test_bail_ends_the_run_after_the_failing_item() -> None:
    answer = by_path(a=reply(200), b=reply(404), c=reply(200))
    items = [item(name, after=[STATUS_200]) for name in "abc"]
    done = run(*items, answer=answer, options=RunOptions(bail=True, iterations=3))
    assert done.urls == ["http://host.test/a", "http://host.test/b"]
    assert done.result.aborted == "bail: “b” failed"
    assert len(done.result.iterations) == 1
    assert len(run(*items, answer=answer).sent) == 3


@pytest.mark.parametrize(
    ("own", "request_ms", "run_ms", "limit"),
    [
        (None, None, None, None),
        (0, 0, 0, None),
        (20, 30, None, 20),
        (30, 20, None, 20),
        (None, 20, None, 20),
        (None, 20, 10, 10),
        (5, None, 10, 5),
    ],
)
def test_the_smallest_limit_counts(
    own: int | None, request_ms: float | None, run_ms: float | None, limit: float | None
) -> None:
    step = item("a", settings=Settings(timeout_ms=own))
    done = run(step, options=RunOptions(timeout_request_ms=request_ms, timeout_ms=run_ms))
    assert done.transport.timeouts == [limit]


def test_the_run_ends_between_items_when_its_time_is_over() -> None:
    clock = FakeClock(0.0)

    def slow(request: HttpRequest) -> HttpResponse:
        clock.seconds += 0.04
        return reply()

    done = run(*map(item, "abcd"), answer=slow, clock=clock, options=RunOptions(timeout_ms=100, iterations=5))
    assert done.result.aborted == "timed out after 100 ms"
    assert done.transport.timeouts == pytest.approx([100, 60, 20])
    assert len(done.result.items) == 3
    assert isinstance(done.events[-1], RunFinished)
    assert done.events[-1].elapsed_ms == pytest.approx(120)
    assert isinstance(done.events[-2], IterationFinished)


def test_an_interrupt_ends_the_run_with_its_summary() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        if request.url.endswith("landed"):
            raise KeyboardInterrupt
        return reply() if request.url.endswith("a") else reply(302, None, ("Location", "/landed"))

    done = run(item("a"), item("b", after=[STATUS_200]), item("c"), answer=answer)
    assert done.result.aborted == "interrupted"
    interrupted = done.result.items[1]
    assert (interrupted.error, len(interrupted.exchanges), interrupted.not_run) == ("interrupted", 2, 1)
    assert names(done.events)[-3:] == ["ItemFinished", "IterationFinished", "RunFinished"]


def test_an_interrupt_while_an_event_is_handled_ends_the_run_with_its_summary() -> None:
    seen: list[RunEvent] = []

    def handle(event: RunEvent) -> None:
        seen.append(event)
        if isinstance(event, ItemFinished):
            raise KeyboardInterrupt

    ports = Ports(FakeTransport(ok), FakeClock(), FakeRandomness())
    result = follow_run(
        run_collection(Collection("Col", (item("a"), item("b"))), None, ports=ports, target="t"), handle
    )
    assert result.aborted == "interrupted"
    assert [done.name for done in result.items] == ["a"]
    assert isinstance(seen[-1], RunFinished)


def test_importing_the_runner_is_cheap() -> None:
    heavy = {"httptools", "jinja2", "jsonpath_ng", "pcc.simulator"}
    code = f"import sys, pcc.runner; print({heavy} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "set()"
