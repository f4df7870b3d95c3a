"""What ends a run early, and what is no failure: bail, references that nothing resolves, engines by force."""

from dataclasses import replace

import pytest

from pcc.model.collection import PREREQUEST, TEST, Collection, Event, Item, ItemGroup
from pcc.model.ports import HttpRequest, HttpResponse, TransportError
from pcc.model.request import Request, Url
from pcc.model.statement import Assignment, Capture, JsonPath, RawScript, Statement
from pcc.model.template import Template
from pcc.runner import Ports, RunFinished, RunOptions, Unresolved, run_collection
from pcc.sandbox.result import SandboxAssertion, SandboxResult, ScopeChange, ScopeResult, ScriptError
from runner.fakes import STATUS_200, FakeClock, FakeRandomness, FakeTransport, item, ok, reply, run
from runner.test_runner_foreign import FakeEngine, answering
from runner.test_runner_foreign import item as scripted
from runner.test_runner_foreign import run as run_scripted

FAILS = answering(assertions=(SandboxAssertion("t", False, False, ScriptError("AssertionError", "no"), 0),))
THROWS = answering(errors=(ScriptError("Error", "thrown"),))


def refuse(_: HttpRequest) -> HttpResponse:
    raise TransportError("nobody answers")


def event(listen: str, text: str) -> Event:
    return Event(listen, (RawScript(text),))


@pytest.mark.parametrize("outcome", [FAILS, THROWS])
def test_bail_before_sending_sends_nothing(outcome: object) -> None:
    engine = FakeEngine(bad=outcome)  # type: ignore[arg-type]
    folder = ItemGroup("F", (scripted("a", before="own", after="after"),), events=(event(PREREQUEST, "bad"),))
    result, transport = run_scripted(folder, scripted("b"), engine=engine, bail=True, iterations=2)
    assert [source for _, source, _, _ in engine.ran] == ["bad"]
    assert transport.sent == []
    assert [found.name for found in result.items] == ["a"]
    assert result.aborted == "bail: “a” failed"
    assert not result.passed


@pytest.mark.parametrize("outcome", [FAILS, THROWS])
def test_bail_after_a_response_runs_no_later_script(outcome: object) -> None:
    engine = FakeEngine(bad=outcome)  # type: ignore[arg-type]
    folder = ItemGroup("F", (scripted("a", after="own"),), events=(event(TEST, "bad"),))
    result, transport = run_scripted(folder, scripted("b"), engine=engine, bail=True, events=(event(TEST, "first"),))
    assert [source for _, source, _, _ in engine.ran] == ["first", "bad"]
    assert len(transport.sent) == 1
    assert len(result.items) == 1


def test_without_bail_every_script_runs() -> None:
    engine = FakeEngine(bad=FAILS)
    result, transport = run_scripted(scripted("a", before="bad", after="bad"), scripted("b"), engine=engine)
    assert len(engine.ran) == len(transport.sent) == 2
    assert result.aborted is None


def test_bail_without_a_response_runs_no_test() -> None:
    engine = FakeEngine()
    result, _ = run_scripted(scripted("a", after="x"), scripted("b"), engine=engine, answer=refuse, bail=True)
    assert engine.ran == []
    assert len(result.items) == 1


def test_bail_stops_after_a_native_script_too() -> None:
    asked = item("a", after=[STATUS_200])
    engine = FakeEngine()
    inherited = Collection("C", (asked, item("b")), events=(Event(TEST, (STATUS_200,)),))
    found = run(collection=inherited, answer=lambda _: reply(404), options=RunOptions(bail=True))
    assert [len(entry.scripts) for entry in found.result.items] == [1]
    assert engine.ran == []


def test_a_skipped_test_is_no_reason_to_bail() -> None:
    engine = FakeEngine(skip=answering(assertions=(SandboxAssertion("t", True, True, None, 0),)))
    result, _ = run_scripted(scripted("a", after="skip"), scripted("b"), engine=engine, bail=True)
    assert len(result.items) == 2


def test_a_reference_that_nothing_resolves_may_be_an_error() -> None:
    step = item("a", "http://host.test/{{two}}?x={{one}}", after=[STATUS_200])
    found = run(step, item("b"), options=RunOptions(unresolved=Unresolved.ERROR))
    assert found.urls == ["http://host.test/b"]
    assert found.result.items[0].error == "nothing resolves {{one}}, {{two}}"
    assert found.result.items[0].not_run == 1


def test_a_reference_that_nothing_resolves_may_be_nothing() -> None:
    step = item("a", "http://host.test/{{one}}")
    told = [run(step, options=RunOptions(unresolved=mode)).result.items[0].unresolved for mode in Unresolved]
    assert told == [("one",), ("one",), ()]
    assert run(step, options=RunOptions(unresolved=Unresolved.IGNORE)).result.passed


def test_every_script_may_be_forced_into_the_engine() -> None:
    engine = FakeEngine()
    result, _ = run_scripted(
        item("a", before=[Assignment("x", Template.of("1"))], after=[STATUS_200]), engine=engine, native=False
    )
    assert [listen for listen, *_ in engine.ran] == [PREREQUEST, TEST]
    assert "pm.variables.replaceIn" in engine.ran[0][1]
    assert result.items[0].not_run == 0


def mixed(*statements: Statement) -> Item:
    """An item whose script is partly raw, so that it runs in the engine as a whole."""
    after = Event(TEST, (*statements, RawScript("\nown();")))
    return Item("a", Request("GET", Url(Template.of("http://host.test/"))), (after,))


def test_a_secret_that_a_block_captures_is_secret_in_the_engine_too() -> None:
    changed = ScopeResult(changes=(ScopeChange("token", "s3cret"), ScopeChange("plain", "open")))
    step = mixed(Capture("token", JsonPath("$.t"), secret=True), Capture("plain", JsonPath("$.p")))

    class Captures(FakeEngine):
        def run_script(self, *given: object, **named: object) -> SandboxResult:
            return SandboxResult(environment=changed, finished=True)

    ports = Ports(FakeTransport(ok), FakeClock(), FakeRandomness(), Captures())
    *_, last = run_collection(Collection("C", (step,)), None, ports=ports, target="t")
    assert isinstance(last, RunFinished)
    assert last.result.secrets == {"s3cret"}


def test_the_final_scopes_are_in_the_result() -> None:
    changed = answering(
        globals=ScopeResult(changes=(ScopeChange("g", 1),)), collection=ScopeResult(changes=(ScopeChange("c", [2]),))
    )
    result, _ = run_scripted(scripted("a", after="set"), engine=FakeEngine(set=changed))
    assert (result.globals, result.collection_variables) == ({"g": 1}, {"c": [2]})
    assert replace(result, globals={}).globals == {}


def test_a_request_of_a_script_that_nothing_answers_is_an_error() -> None:
    def asking(_: object, host: object) -> SandboxResult:
        from pcc.sandbox.result import SubRequest

        return SandboxResult(finished=True, sub_requests=(SubRequest({"url": "http://x"}, None, "nobody answers"),))

    result, _ = run_scripted(scripted("a", after="ask"), engine=FakeEngine(ask=asking))
    assert result.items[0].failures == ("pm.sendRequest: nobody answers",)


def test_what_a_script_takes_from_its_request_stays() -> None:
    def without_body(context: object, _: object) -> SandboxResult:
        return SandboxResult(finished=True, request={"url": "http://host.test/new", "method": "PUT", "name": "x"})

    step = Item(
        "a",
        Request("POST", Url(Template.of("http://host.test/a")), auth=None),
        (event(PREREQUEST, "take"),),
    )
    _, transport = run_scripted(step, engine=FakeEngine(take=without_body))
    assert [(sent.method, sent.url) for sent in transport.sent] == [("PUT", "http://host.test/new")]
