"""Law 6: what runs natively comes to the same when every script goes to the JavaScript engine."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from fidelity.corpus.answers import VARIABLES
from fidelity.corpus.families import FAMILIES
from fidelity.outcomes import exact
from fidelity.recording import Reply
from fidelity.simulated import normalise
from fidelity.test_fidelity_workflows import ENVIRONMENT, WORKFLOWS
from fidelity.trials import build_item, masked
from pcc.model.collection import Collection
from pcc.model.environment import Environment
from pcc.model.json import JsonValue
from pcc.model.ports import HttpRequest, HttpResponse, Transport
from pcc.model.result import ItemResult
from pcc.postman import read_collection, read_environment, write_collection
from pcc.runner import ItemFinished, Ports, RunFinished, RunOptions, run_collection
from pcc.runner.transports.embedded import SimulatorTransport
from pcc.sandbox import Sandbox, SandboxContext, SandboxHost, SandboxResult, find_engine
from pcc.simulator import Simulator

pytestmark = pytest.mark.usefixtures("engine_here")


@dataclass
class Watched:
    """An engine that keeps what the environment was after its last script."""

    sandbox: Sandbox
    ran: int = 0
    environment: dict[str, JsonValue] = field(default_factory=dict)

    def start(self) -> None:
        self.sandbox.start()

    def run_script(
        self,
        listen: str,
        source: str | Sequence[str],
        context: SandboxContext = SandboxContext(),  # noqa: B008
        *,
        host: SandboxHost | None = None,
        timeout_ms: float | None = None,
    ) -> SandboxResult:
        result = self.sandbox.run_script(listen, source, context, host=host, timeout_ms=timeout_ms)
        assert result.environment is not None
        self.ran += 1
        self.environment = result.environment.values
        return result


@pytest.fixture
def engine() -> Iterator[Watched]:
    with Sandbox(find_engine()) as sandbox:
        yield Watched(sandbox)


@dataclass(frozen=True)
class Step:
    """What an item came to: its tests, and what the environment was after it."""

    name: str
    tests: Sequence[object]
    environment: dict[str, str]


def run_natively(collection: Collection, environment: Environment, transport: Transport) -> list[Step]:
    steps: list[Step] = []
    current: dict[str, JsonValue] = {}
    events = run_collection(collection, environment, ports=Ports(transport), target="t")
    for event in events:
        if isinstance(event, ItemFinished):
            follow(event.result, current)
            steps.append(step_of(event.result, current))
        elif isinstance(event, RunFinished):
            # What follows the results must be what the run itself says.
            ended = event.result.environment
            assert {name: ended[name] for name in current if name in ended} == current
    return steps


def follow(result: ItemResult, current: dict[str, JsonValue]) -> None:
    for script in result.scripts:
        current.update((done.name, done.value) for done in script.assignments)
        for capture in script.captures:
            current.pop(capture.name, None)
            if capture.error is None:
                current[capture.name] = capture.value


def run_in_engine(
    collection: Collection, environment: Environment, transport: Transport, engine: Watched
) -> list[Step]:
    steps: list[Step] = []
    events = run_collection(
        collection, environment, ports=Ports(transport, engine=engine), target="t", options=RunOptions(native=False)
    )
    for event in events:
        if isinstance(event, ItemFinished):
            assert [script.error for script in event.result.scripts if script.error] == []
            steps.append(step_of(event.result, engine.environment))
    assert engine.ran
    return steps


def step_of(result: ItemResult, environment: Mapping[str, JsonValue]) -> Step:
    tests = [masked((test.name, test.error)) for test in result.assertions]
    return Step(result.name, tests, {name: normalise(exact(value)) for name, value in environment.items()})


def differences(native: list[Step], foreign: list[Step], known: Mapping[str, JsonValue]) -> Iterator[str]:
    """Say in what the runs differ. Natively only what scripts changed is followed; the rest is as it began."""
    began = {name: normalise(exact(value)) for name, value in known.items()}
    told: set[str] = set()
    for ours, theirs in zip(native, foreign, strict=True):
        if ours.tests != theirs.tests:
            pairs = zip(ours.tests, theirs.tests, strict=False)
            first = next((pair for pair in pairs if pair[0] != pair[1]), (len(ours.tests), len(theirs.tests)))
            yield f"{ours.name}: native {first[0]}, engine {first[1]}"
        for name in sorted((ours.environment.keys() | theirs.environment.keys()) - told):
            mine = ours.environment.get(name, began.get(name))
            if mine != theirs.environment.get(name):
                told.add(name)
                yield f"{ours.name}: {name!r} is {mine} natively, {theirs.environment.get(name)} in the engine"


@dataclass(frozen=True)
class Answers:
    """Answers by path, each after the same time."""

    replies: Mapping[str, Reply]

    def send(self, request: HttpRequest, *, timeout_ms: float | None = None, verify: bool = True) -> HttpResponse:
        path = "/" + request.url.partition("://")[2].partition("/")[2].partition("?")[0]
        reply = self.replies[path]
        return HttpResponse(reply.status, "OK" if reply.status == 200 else "", reply.headers, reply.body, 7.0)

    def close(self) -> None:
        pass


@pytest.mark.parametrize("family", FAMILIES)
def test_the_corpus_comes_to_the_same(family: str, engine: Watched) -> None:
    trials = list(FAMILIES[family]())
    paths = [f"/{index}/" for index in range(len(trials))]
    items = [build_item(trial, f"http://host.test{path}") for trial, path in zip(trials, paths, strict=True)]
    # As a file, so that what runs is what a file holds.
    collection = read_collection(write_collection(Collection("Trials", tuple(items))))
    values = [{"key": key, "value": value, "type": "any"} for key, value in VARIABLES.items()]
    environment = read_environment(json.dumps({"name": "Trials", "values": values}))
    answers = Answers({path: trial.reply for path, trial in zip(paths, trials, strict=True)})
    native = run_natively(collection, environment, answers)
    found = list(differences(native, run_in_engine(collection, environment, answers, engine), VARIABLES))
    assert not found, f"{len(found)} differences:\n" + "\n".join(found[:40])
    assert sum(len(step.tests) for step in native) > 10


@pytest.mark.parametrize("slug", WORKFLOWS)
def test_the_workflows_come_to_the_same(
    slug: str, built: Path, signing_key: rsa.RSAPrivateKey, engine: Watched
) -> None:
    collection = read_collection((built / f"{slug}.postman_collection.json").read_text(encoding="utf-8"))
    one, other = new_simulator(signing_key), new_simulator(signing_key)
    document = json.loads((built / ENVIRONMENT).read_text(encoding="utf-8"))
    served = one.variables()
    for entry in document["values"]:
        entry["value"] = served.get(entry["key"], entry["value"])
    environment = read_environment(json.dumps(document))
    native = run_natively(collection, environment, SimulatorTransport(one))
    foreign = run_in_engine(collection, environment, SimulatorTransport(other), engine)
    assert list(differences(native, foreign, {entry["key"]: entry["value"] for entry in document["values"]})) == []
    assert all(step.tests for step in native)


def new_simulator(key: rsa.RSAPrivateKey) -> Simulator:
    """A simulator that is the same every time."""
    draw = Random(0)

    def new_id() -> str:
        # Of another version than the ids that the engines make up, to tell them apart.
        return str(UUID(int=draw.getrandbits(128), version=1))

    return Simulator(now=lambda: 1_700_000_000.0, new_id=new_id, signing_key=key)
