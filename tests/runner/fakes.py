"""Stand-ins for the ports of a run, and short ways to build what it runs."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pcc.model.collection import PREREQUEST, TEST, Child, Collection, Event, Item, Settings, Variable
from pcc.model.environment import Environment
from pcc.model.ports import Headers, HttpRequest, HttpResponse
from pcc.model.request import Auth, Body, Header, PathVariable, QueryParam, Request, Url
from pcc.model.result import RunResult
from pcc.model.statement import Assertion, Assignment, Capture, Comparison, JsonPath, Literal, Operator, StatusCode
from pcc.model.template import Template
from pcc.runner import Ports, RunEvent, RunFinished, RunOptions, follow_run, run_collection
from pcc.runner.request import BodyFiles, BuiltRequest, Tools, build_request
from pcc.runner.steps import plan_steps
from pcc.templating import parse_postman

Answer = Callable[[HttpRequest], HttpResponse]
STATUS_200 = Assertion(StatusCode(), Comparison(Operator.EQUALS, Literal(200)))


@dataclass
class FakeClock:
    """A clock that stands still until it is moved."""

    seconds: float = 1_700_000_000.5

    def now(self) -> float:
        return self.seconds

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass
class FakeRandomness:
    """Counts instead of drawing."""

    drawn: int = 0

    def guid(self) -> str:
        self.drawn += 1
        return f"00000000-0000-4000-8000-{self.drawn:012d}"

    def integer(self, low: int, high: int) -> int:
        self.drawn += 1
        return low + self.drawn % (high - low + 1)


@dataclass
class FakeTransport:
    """Answers by a function; keeps what was sent, with the limits that came along."""

    answer: Answer
    sent: list[HttpRequest] = field(default_factory=list)
    timeouts: list[float | None] = field(default_factory=list)
    verified: list[bool] = field(default_factory=list)

    def send(self, request: HttpRequest, *, timeout_ms: float | None = None, verify: bool = True) -> HttpResponse:
        self.sent.append(request)
        self.timeouts.append(timeout_ms)
        self.verified.append(verify)
        return self.answer(request)

    def close(self) -> None:
        pass


def reply(status: int = 200, document: Any = None, *headers: tuple[str, str], body: bytes = b"") -> HttpResponse:
    content = body if document is None else json.dumps(document).encode()
    return HttpResponse(status, "", headers, content, 2.0)


def ok(_: HttpRequest) -> HttpResponse:
    return reply()


def by_path(**answers: HttpResponse) -> Answer:
    """Answer by the last segment of the path."""
    return lambda request: answers[request.url.partition("?")[0].rpartition("/")[2]]


def url(base: str, *query: tuple[str, str | None], fragment: str | None = None, **variables: str) -> Url:
    return Url(
        parse_postman(base),
        tuple(QueryParam(parse_postman(key), None if value is None else parse_postman(value)) for key, value in query),
        tuple(PathVariable(key, parse_postman(value)) for key, value in variables.items()),
        None if fragment is None else parse_postman(fragment),
    )


def headers(*pairs: tuple[str, str]) -> tuple[Header, ...]:
    return tuple(Header(parse_postman(key), parse_postman(value)) for key, value in pairs)


def item(
    name: str,
    target: str | Url | None = None,
    *,
    method: str = "GET",
    before: Sequence[Assignment] = (),
    after: Sequence[Assertion | Capture] = (),
    header: Sequence[tuple[str, str]] = (),
    body: Body | None = None,
    auth: Auth | None = None,
    settings: Settings | None = None,
) -> Item:
    place = target if isinstance(target, Url) else url(target or f"http://host.test/{name}")
    request = Request(method, place, headers(*header), body, auth)
    events = (Event(PREREQUEST, tuple(before)), Event(TEST, tuple(after)))
    return Item(name, request, tuple(event for event in events if event.statements), settings, id=f"id-{name}")


def assign(name: str, value: str, *, secret: bool = False) -> Assignment:
    return Assignment(name, parse_postman(value), secret)


def capture(name: str, path: str, *, secret: bool = False) -> Capture:
    return Capture(name, JsonPath(path), secret=secret)


def environment(*variables: Variable, **values: Any) -> Environment:
    plain = (Variable(key, parse_postman(value) if isinstance(value, str) else value) for key, value in values.items())
    return Environment("env", (*plain, *variables))


def secret(key: str, value: str) -> Variable:
    return Variable(key, parse_postman(value), secret=True)


def text(template: str) -> Template:
    return parse_postman(template)


@dataclass
class Run:
    """A finished run: everything that it told and sent."""

    events: list[RunEvent]
    transport: FakeTransport

    @property
    def result(self) -> RunResult:
        last = self.events[-1]
        assert isinstance(last, RunFinished)
        return last.result

    @property
    def sent(self) -> list[HttpRequest]:
        return self.transport.sent

    @property
    def urls(self) -> list[str]:
        return [request.url for request in self.sent]


def run(
    *items: Child,
    answer: Answer = ok,
    env: Environment | None = None,
    clock: FakeClock | None = None,
    options: RunOptions | None = None,
    collection: Collection | None = None,
    **arguments: Any,
) -> Run:
    events: list[RunEvent] = []
    transport = FakeTransport(answer)
    stream = run_collection(
        collection or Collection("Col", items),
        env,
        ports=Ports(transport, clock or FakeClock(), FakeRandomness()),
        target="a fake",
        options=options or RunOptions(),
        **arguments,
    )
    follow_run(stream, events.append)
    return Run(events, transport)


def built(
    step: Item, variables: dict[str, str] | None = None, working_dir: Path = Path(), tools: Tools | None = None
) -> BuiltRequest:
    """Build one item's request with these variables."""
    values = variables or {}

    def resolve(source: str) -> str:
        for name, value in values.items():
            source = source.replace(f"{{{{{name}}}}}", value)
        return source

    (planned,) = plan_steps(Collection("Col", (step,)))
    return build_request(
        planned,
        resolve=resolve,
        tools=tools or Tools(FakeClock(), FakeRandomness()),
        files=BodyFiles(working_dir),
        unresolved=set(),
    )


def header_of(sent: Headers, name: str) -> str | None:
    return next((value for key, value in sent if key.lower() == name.lower()), None)
