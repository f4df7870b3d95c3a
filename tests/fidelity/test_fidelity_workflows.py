"""The five workflows: green in Newman and in pcc, in process and over sockets, with the same tests and the same end."""

import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

import pcc
from fidelity.newman_driver import Newman, NewmanJob
from fidelity.outcomes import Outcome, outcome_of, variables_of
from fidelity.simulated import normalise, serve_simulator, write_environment
from pcc.runner import RunOptions

WORKFLOWS = (
    "custom-resource-access",
    "device-authorization-grant",
    "exchange-refresh-token",
    "offline-access-scope",
    "refresh-token-grant",
)
ENVIRONMENT = "pingone.postman_environment.json"


@dataclass
class Bench:
    """Runs one workflow, each time against a fresh simulator: one that is the same but for its port."""

    collection: Path
    template: Path
    folder: Path
    key: rsa.RSAPrivateKey
    now: float

    def replay(self, iterations: int = 1) -> Outcome:
        """Run it with pcc, over sockets."""
        with serve_simulator(self.now, self.key) as server:
            environment = write_environment(server, self.template, self.folder / f"replay-{server.port}.json")
            options = RunOptions(iterations=iterations)
            (run,) = pcc.replay(self.collection, environment=environment, options=options).runs
        assert run.aborted is None
        return outcome_of(run, variables_of(environment))

    def run(self, newman: Newman, *iterations: int) -> list[Outcome]:
        """Run it with Newman, once for each number of iterations, all in one process."""
        jobs = []
        servers = [serve_simulator(self.now, self.key) for _ in iterations]
        try:
            for server, count in zip(servers, iterations, strict=True):
                entered = server.__enter__()
                path = self.folder / f"newman-{entered.port}.json"
                jobs.append(NewmanJob(self.collection, write_environment(entered, self.template, path), count))
            return newman.run(*jobs)
        finally:
            for server in servers[: len(jobs)]:
                server.__exit__(None, None, None)


@pytest.fixture(params=WORKFLOWS)
def bench(request: pytest.FixtureRequest, built: Path, tmp_path: Path, signing_key: rsa.RSAPrivateKey) -> Bench:
    collection = built / f"{request.param}.postman_collection.json"
    return Bench(collection, built / ENVIRONMENT, tmp_path, signing_key, float(int(time.time())))


def assert_green(outcome: Outcome, iterations: int) -> None:
    assert outcome.failures == []
    assert outcome.green
    assert {item.iteration for item in outcome.items} == set(range(iterations))
    assert all(item.assertions for item in outcome.items)


@pytest.mark.parametrize("iterations", [1, 20])
def test_a_workflow_is_green_over_sockets(bench: Bench, iterations: int) -> None:
    assert_green(bench.replay(iterations), iterations)


@pytest.mark.parametrize("iterations", [1, 20])
def test_a_workflow_is_green_in_process(bench: Bench, iterations: int) -> None:
    options = RunOptions(iterations=iterations)
    result = pcc.replay(bench.collection, environment=bench.template, simulator=True, options=options)
    assert_green(outcome_of(result.runs[0], {}), iterations)


def test_newman_and_pcc_run_a_workflow_alike(bench: Bench, newman: Newman) -> None:
    once, again, thrice = bench.run(newman, 1, 1, 3)
    assert_green(once, 1)
    assert_green(thrice, 3)
    replayed, replayed_again = bench.replay(), bench.replay()
    assert replayed.tests == once.tests
    assert bench.replay(3).tests == thrice.tests
    assert_same_end(once, replayed, random=random_names(once, again) | random_names(replayed, replayed_again))


def random_names(one: Outcome, other: Outcome) -> set[str]:
    """The variables that are not the same in two runs of one engine; ports do not count."""
    assert one.environment.keys() == other.environment.keys()
    return {name for name in one.environment if ported(one, name) != ported(other, name)}


def ported(outcome: Outcome, name: str) -> str:
    return normalise(outcome.environment[name], guids=False)


def assert_same_end(judge: Outcome, replayed: Outcome, random: set[str]) -> None:
    assert replayed.environment.keys() == judge.environment.keys()
    for name, expected in judge.environment.items():
        found = replayed.environment[name]
        if name not in random:
            assert ported(replayed, name) == ported(judge, name), name
        # What is random is so because of a made-up id in it; all around the id is the same, the type too.
        assert normalise(found) == normalise(expected), name


def test_replays_in_process_and_over_sockets_run_the_same_tests(bench: Bench) -> None:
    result = pcc.replay(bench.collection, environment=bench.template, simulator=True)
    inside, outside = outcome_of(result.runs[0], {}), bench.replay()
    assert inside.tests == outside.tests
    assert inside.environment.keys() == outside.environment.keys()
