"""Scripts that need the engine: what they are told, what they change, and where they send the run."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from pcc.errors import EngineMissingError, RunError
from pcc.model.collection import PREREQUEST, TEST, Collection, Event, Item, ItemGroup
from pcc.model.environment import Environment
from pcc.model.ports import HttpRequest, HttpResponse, TransportError
from pcc.model.request import Request, Url
from pcc.model.result import ConsoleMessage, RunResult
from pcc.model.statement import RawScript
from pcc.model.template import Template
from pcc.runner import Ports, RunFinished, RunOptions, run_collection
from pcc.sandbox.context import SandboxContext
from pcc.sandbox.host import SandboxHost
from pcc.sandbox.result import (
    NextRequest,
    SandboxAssertion,
    SandboxResult,
    ScopeChange,
    ScopeResult,
    ScriptError,
)
from runner.fakes import FakeClock, FakeRandomness, FakeTransport

Script = Callable[[SandboxContext, SandboxHost], SandboxResult]


class FakeEngine:
    """Runs Python functions by the text of a script."""

    def __init__(self, **scripts: Script) -> None:
        self.scripts = scripts
        self.ran: list[tuple[str, str, SandboxContext, float | None]] = []
        self.started = 0

    def start(self) -> None:
        self.started += 1

    def run_script(
        self,
        listen: str,
        source: str | Sequence[str],
        context: SandboxContext = SandboxContext(),  # noqa: B008
        *,
        host: SandboxHost | None = None,
        timeout_ms: float | None = None,
    ) -> SandboxResult:
        assert isinstance(source, str)
        assert host is not None
        self.ran.append((listen, source, context, timeout_ms))
        script = self.scripts.get(source)
        return script(context, host) if script else SandboxResult(finished=True)


def answering(**fields: Any) -> Script:
    return lambda _context, _host: SandboxResult(finished=True, **fields)


def going_to(target: str | None) -> Script:
    return answering(next_request=NextRequest(target))


def item(name: str, *, before: str = "", after: str = "", identifier: str = "") -> Item:
    scripts = ((PREREQUEST, before), (TEST, after))
    events = tuple(Event(listen, (RawScript(text),)) for listen, text in scripts if text)
    return Item(name, Request("GET", Url(Template.of(f"http://host.test/{name}"))), events, id=identifier)


def ok(request: HttpRequest) -> HttpResponse:
    return HttpResponse(200, "OK", (("Content-Type", "application/json"),), b'{"n": 7}', 1.0)


def run(
    *items: Item | ItemGroup,
    engine: FakeEngine,
    answer: Callable[[HttpRequest], HttpResponse] = ok,
    events: tuple[Event, ...] = (),
    **options: Any,
) -> tuple[RunResult, FakeTransport]:
    transport = FakeTransport(answer)
    ports = Ports(transport, FakeClock(), FakeRandomness(), engine)
    environment = Environment("Test", ())
    collection = Collection("C", tuple(items), events=events)
    *_, last = run_collection(collection, environment, ports=ports, target="t", options=RunOptions(**options))
    assert isinstance(last, RunFinished)
    return last.result, transport


def names(result: RunResult) -> list[str]:
    return [found.name for found in result.items]


def test_scripts_run_from_the_outside_in_and_know_whose_they_are() -> None:
    engine = FakeEngine()
    folder = ItemGroup("F", (item("a", before="own"),), events=(Event(PREREQUEST, (RawScript("folder"),)),))
    run(folder, engine=engine, events=(Event(PREREQUEST, (RawScript("whole"),)),))
    assert [(source, context.info.owner) for _, source, context, _ in engine.ran] == [
        ("whole", "C"),
        ("folder", "F"),
        ("own", "a"),
    ]
    info = engine.ran[0][2].info
    assert (info.path, info.iteration, info.iteration_count) == (("C", "F", "a"), 0, 1)
    assert engine.ran[0][2].environment_name == "Test"


def test_the_engine_is_started_once_a_run_and_not_for_native_scripts() -> None:
    engine = FakeEngine()
    run(item("a"), engine=engine)
    assert engine.started == 0
    run(item("a", after="x"), item("b", after="x"), engine=engine, iterations=2)
    assert engine.started == 1


def test_without_an_engine_nothing_is_sent() -> None:
    collection = Collection("C", (item("a"), item("b", after="x")))
    with pytest.raises(EngineMissingError, match="the test script of “b” has JavaScript of its own"):
        run_collection(collection, None, ports=Ports(FakeTransport(ok)), target="t")


def test_changes_of_variables_count_in_every_scope() -> None:
    def change(key: str) -> ScopeResult:
        return ScopeResult(changes=(ScopeChange(key, key.upper()), ScopeChange("gone", unset=True)))

    changes = answering(
        environment=change("e"), globals=change("g"), collection=change("c"), local=change("l")
    )  # fmt: skip
    engine = FakeEngine(set=changes)
    result, _ = run(item("a", after="set"), item("b", before="look"), engine=engine)
    seen = engine.ran[-1][2]
    assert (seen.environment["e"], seen.globals["g"], seen.collection["c"], seen.local["l"]) == ("E", "G", "C", "L")
    assert result.environment == {"e": "E"}


def test_assertions_console_and_errors_are_the_results() -> None:
    said = SandboxResult(
        assertions=(
            SandboxAssertion("good", True, False, None, 0),
            SandboxAssertion("bad", False, False, ScriptError("AssertionError", "expected 1 to equal 2"), 1),
            SandboxAssertion("odd", False, False, ScriptError("TypeError", "x is undefined"), 2),
            SandboxAssertion("later", True, True, None, 3),
        ),
        console=(ConsoleMessage("log", "hello"),),
        errors=(ScriptError("TypeError", "y is undefined", 3), ScriptError("", "a string")),
    )
    result, _ = run(item("a", after="x"), engine=FakeEngine(x=lambda _, __: said))
    script = result.items[0].scripts[0]
    assert [(test.name, test.error, test.skipped) for test in script.assertions] == [
        ("good", None, False),
        ("bad", "expected 1 to equal 2", False),
        ("odd", "TypeError: x is undefined", False),
        ("later", None, True),
    ]
    assert script.console == (ConsoleMessage("log", "hello"),)
    assert script.error == "TypeError: y is undefined (line 3); a string"


def test_a_skipped_request_is_not_sent_and_not_tested() -> None:
    engine = FakeEngine(skip=answering(skipped_request=True))
    result, transport = run(item("a", before="skip", after="x"), item("b"), engine=engine)
    assert [request.url for request in transport.sent] == ["http://host.test/b"]
    assert [source for _, source, *_ in engine.ran] == ["skip"]
    assert (result.items[0].skipped, result.items[0].passed, result.items[0].not_run) == (True, True, 0)


def test_a_changed_request_is_sent_once_and_then_forgotten() -> None:
    def change(context: SandboxContext, _host: SandboxHost) -> SandboxResult:
        assert context.request is not None
        return SandboxResult(finished=True, request={**context.request, "method": "PUT"})

    engine = FakeEngine(change=change)
    _, transport = run(item("a", before="change", after="x"), item("a2"), engine=engine, iterations=1)
    assert [request.method for request in transport.sent] == ["PUT", "GET"]
    assert engine.ran[-1][2].request is not None
    assert engine.ran[-1][2].request["method"] == "PUT"


def test_a_request_left_in_pieces_is_the_scripts_error() -> None:
    engine = FakeEngine(spoil=answering(request={"method": 7}))
    result, transport = run(item("a", before="spoil"), engine=engine)
    assert "pm.request was left in a form that cannot be sent" in str(result.items[0].scripts[0].error)
    assert len(transport.sent) == 1


def test_a_script_chooses_the_next_item_by_name_by_id_or_none() -> None:
    def go(target: str | None) -> list[str]:
        engine = FakeEngine(go=going_to(target))
        result, _ = run(item("a", after="go"), item("b"), item("c", identifier="id-c"), engine=engine)
        assert result.passed
        return names(result)

    assert go("c") == ["a", "c"]
    assert go("id-c") == ["a", "c"]
    assert go(None) == ["a"]


def test_of_equal_names_the_last_one_is_next() -> None:
    engine = FakeEngine(go=going_to("twin"))
    result, _ = run(item("a", after="go"), item("twin", identifier="1"), item("twin", identifier="2"), engine=engine)
    assert [found.id for found in result.items] == ["", "2"]


def test_of_several_choices_the_last_one_counts() -> None:
    engine = FakeEngine(one=going_to("c"), two=going_to("b"))
    result, _ = run(item("a", before="one", after="two"), item("x"), item("b"), item("c"), engine=engine)
    assert names(result) == ["a", "b", "c"]


def test_a_next_item_that_does_not_exist_is_red() -> None:
    engine = FakeEngine(go=going_to("nowhere"))
    result, _ = run(item("a", after="go"), item("b"), engine=engine, iterations=2)
    assert names(result) == ["a", "a"]
    assert result.items[0].error == "setNextRequest named “nowhere”, which no item of this run has as its name or id"


def test_only_the_chosen_folder_can_be_jumped_to() -> None:
    engine = FakeEngine(go=going_to("b"))
    result, _ = run(ItemGroup("F", (item("a", after="go"),)), item("b"), engine=engine, folders=("F",))
    assert not result.passed


def test_jumping_back_for_ever_ends() -> None:
    engine = FakeEngine(go=going_to("a"))
    result, _ = run(item("a", after="go"), engine=engine, most_items=5)
    assert len(result.items) == 6
    assert result.aborted == "an iteration ran 6 items: do its scripts jump back for ever?"


def test_a_request_error_still_runs_the_tests_without_a_response() -> None:
    def refuse(request: HttpRequest) -> HttpResponse:
        raise TransportError("refused")

    engine = FakeEngine()
    result, _ = run(item("a", after="x"), engine=engine, answer=refuse)
    assert engine.ran[0][2].response is None
    assert result.items[0].error == "refused"


def test_requests_of_a_script_are_sent_unresolved_and_kept() -> None:
    def ask(_context: SandboxContext, host: SandboxHost) -> SandboxResult:
        body = {"mode": "raw", "raw": "b"}
        answer = host.send_request({"method": "POST", "url": "http://host.test/{{x}}", "body": body})
        assert answer.response.status == 200
        return SandboxResult(finished=True)

    result, transport = run(item("a", after="ask"), engine=FakeEngine(ask=ask))
    assert [request.url for request in transport.sent] == ["http://host.test/a", "http://host.test/%7B%7Bx%7D%7D"]
    sent = result.items[0].scripts[0].requests
    assert [(found.request.method, found.request.body) for found in sent] == [("POST", b"b")]


@pytest.mark.parametrize("request_json", [{"method": 7}, {"url": "http://["}])
def test_a_request_of_a_script_that_cannot_be_sent_is_told_to_the_script(request_json: Any) -> None:
    def ask(_context: SandboxContext, host: SandboxHost) -> SandboxResult:
        with pytest.raises(TransportError):
            host.send_request(request_json)
        return SandboxResult(finished=True)

    result, _ = run(item("a", after="ask"), engine=FakeEngine(ask=ask))
    assert result.passed


def test_an_engine_that_cannot_run_anything_fails_the_script_alone() -> None:
    def broken(_context: SandboxContext, _host: SandboxHost) -> SandboxResult:
        raise RunError("the JavaScript engine does not start")

    result, _ = run(item("a", after="x"), item("b"), engine=FakeEngine(x=broken))
    assert result.items[0].scripts[0].error == "the JavaScript engine does not start"
    assert names(result) == ["a", "b"]


def test_scripts_have_the_time_limit_of_the_run() -> None:
    engine = FakeEngine()
    run(item("a", after="x"), engine=engine, timeout_script_ms=250.0)
    assert engine.ran[0][3] == 250.0
