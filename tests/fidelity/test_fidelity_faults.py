"""Planted faults: each turns a run red in pcc and in Newman, at the same step, in the same words."""

import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

import pcc
from fidelity.newman_driver import Newman, NewmanJob
from fidelity.outcomes import Outcome, outcome_of, variables_of
from fidelity.simulated import Planter, normalise, serve_simulator, write_environment
from pcc.simulator import SimulatorResponse
from pcc.simulator import faults as f

ELSEWHERE = "f0f0f0f0-0000-1000-8000-000000000000"
PAGE = SimulatorResponse(200, (("Content-Type", "text/html"),), b"<html>Down for maintenance</html>")


@dataclass(frozen=True)
class Case:
    """A fault, the workflow that meets it, and the step and the test that must be the first to fail."""

    name: str
    workflow: str
    fault: Planter
    step: str
    test: str


CASES = (
    Case(
        "wrong status",
        "refresh-token-grant",
        lambda _: f.status(f.Match("POST", r"/populations$"), 200),
        "Step 3: Create a population",
        "status is 201",
    ),
    Case(
        "missing field",
        "custom-resource-access",
        lambda _: f.without_field(f.Match("POST", r"/scopes$"), ("description",)),
        "Step 4: Create a custom scope",
        "$.description equals sent $.description",
    ),
    Case(
        "wrong scope",
        "offline-access-scope",
        lambda _: f.with_field(f.Match("POST", r"/as/token$", nth=2), ("scope",), "openid"),
        "Step 13: Generate the access token",
        "$.scope contains offline_access",
    ),
    Case(
        "expired code",
        "refresh-token-grant",
        lambda simulator: f.delayed(f.Match("POST", r"/as/token$", nth=2), simulator, seconds=61),
        "Step 10: Generate the access token",
        "status is 200",
    ),
    Case(
        "stale id",
        "exchange-refresh-token",
        lambda _: f.stale(f.Match("POST", r"/(populations|users)$"), ("id",)),
        "Step 4: Create user",
        "$._links.self.href ends with the $.id",
    ),
    Case(
        "wrong claim",
        "exchange-refresh-token",
        lambda simulator: f.claims(f.Match("POST", r"/as/token$", nth=3), simulator, {"sub": ELSEWHERE}),
        "Step 11: Exchange the refresh token",
        "claim $.sub of $.access_token equals variable simpleLoginUserID",
    ),
    Case(
        "Location without its parameter",
        "device-authorization-grant",
        lambda _: f.location_query(f.Match("GET", r"/device$"), "flowId", None),
        "Step 6: Open the verification page",
        "redirect query flowId matches ^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
    ),
    Case(
        "no Location",
        "refresh-token-grant",
        lambda _: f.without_header(f.Match("GET", r"/as/resume$"), "Location"),
        "Step 9: Call the resume endpoint",
        "header Location starts with https://www.example.com?code=",
    ),
    Case(
        "wrong echoed name",
        "custom-resource-access",
        lambda _: f.with_field(f.Match("POST", r"/signOnPolicies$"), ("name",), "Another policy"),
        "Step 6: Create a sign-on policy",
        "$.name equals sent $.name",
    ),
    Case(
        "wrong flow state",
        "device-authorization-grant",
        lambda _: f.with_field(f.Match("POST", r"/flows/", nth=2), ("status",), "COMPLETED"),
        "Step 9: Submit the activation code",
        "$.status equals DAG_CONSENT_REQUIRED",
    ),
    Case(
        "wrong environment",
        "offline-access-scope",
        lambda _: f.with_field(f.Match("GET", r"/secret$"), ("environment", "id"), ELSEWHERE),
        "Step 2: Get the application secret",
        "$.environment.id equals variable envID",
    ),
    Case(
        "refresh token that is not rotated",
        "exchange-refresh-token",
        lambda _: f.stale(f.Match("POST", r"/as/token$"), ("refresh_token",)),
        "Step 11: Exchange the refresh token",
        "$.refresh_token differs from variable useCaseRefreshToken",
    ),
    Case(
        "page instead of JSON",
        "offline-access-scope",
        lambda _: f.answer(f.Match("GET", r"/resources$"), PAGE),
        "Step 3: Get the resources",
        "$._embedded.resources[?(@.name == 'openid')].type equals OPENID_CONNECT",
    ),
    Case(
        "number as text",
        "device-authorization-grant",
        lambda _: f.with_field(f.Match("POST", r"/as/device_authorization$"), ("interval",), "5"),
        "Step 5: Start the device authorization",
        "$.interval equals 5",
    ),
    Case(
        "no token at all",
        "custom-resource-access",
        lambda _: f.without_field(f.Match("POST", r"/as/token$", nth=2), ("access_token",)),
        "Step 16: Generate the access token",
        "claim $.iss of $.access_token equals text {{authPath}}/{{envID}}/as",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_fault_fails_both_engines_at_the_same_place_in_the_same_words(
    case: Case, newman: Newman, built: Path, tmp_path: Path, signing_key: rsa.RSAPrivateKey
) -> None:
    collection = built / f"{case.workflow}.postman_collection.json"
    template, now = built / "pingone.postman_environment.json", float(int(time.time()))
    with serve_simulator(now, signing_key, [case.fault]) as server:
        environment = write_environment(server, template, tmp_path / "newman.json")
        (judged,) = newman.run(NewmanJob(collection, environment))
    with serve_simulator(now, signing_key, [case.fault]) as server:
        environment = write_environment(server, template, tmp_path / "pcc.json")
        (run,) = pcc.replay(collection, environment=environment).runs
        replayed = outcome_of(run, variables_of(environment))
    assert first_failure(judged) == (case.step, case.test)
    assert first_failure(replayed) == (case.step, case.test)
    assert said(replayed) == said(judged)
    assert not run.passed
    assert replayed.tests == judged.tests


def first_failure(outcome: Outcome) -> tuple[str, str]:
    step, test, _ = outcome.failures[0]
    return step, test


def said(outcome: Outcome) -> list[tuple[str, str, str]]:
    return [(step, test, normalise(message)) for step, test, message in outcome.failures]


def test_every_workflow_meets_faults() -> None:
    assert len({case.workflow for case in CASES}) == 5
