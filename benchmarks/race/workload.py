"""The workload: ten requests of a management API, each with a status test and a capture that a later one uses."""

import json
from dataclasses import dataclass
from pathlib import Path

from pcc.model.collection import TEST, Collection, Event, Item, Variable
from pcc.model.request import FormParam, Header, QueryParam, RawBody, Request, Url, UrlencodedBody
from pcc.model.statement import Assertion, Capture, Comparison, JsonPath, Literal, Operator, StatusCode
from pcc.model.template import Template
from pcc.postman import write_collection
from pcc.templating import parse_postman

__all__ = ["STEPS", "VARIABLES", "Answer", "Step", "answers", "concrete", "write_postman"]

_HOME = "/v1/environments/5f1f7b1e-2f0a-4b57-9d3e-3c1c9a8f2b11"


@dataclass(frozen=True, slots=True)
class Step:
    """One request in Postman's notation, the status of its answer, and what is captured: a name and a member's path.

    `json` and `form` are bodies, `sets` are the members of the answer beside those that every answer has.
    """

    name: str
    method: str
    path: str
    status: int
    capture: tuple[str, str]
    sets: dict[str, object]
    json: dict[str, object] | None = None
    form: dict[str, str] | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The written headers."""
        kind = {"Content-Type": "application/json"} if self.json else {}
        return {"Authorization": "Bearer {{token}}", "X-Correlation-Id": "{{runID}}-" + self.capture[0], **kind}

    @property
    def body(self) -> str:
        """The raw body as text, empty without one."""
        return json.dumps(self.json) if self.json else ""


STEPS = (
    Step(
        "Get a token", "POST", "/as/token", 200, ("token", "access_token"),
        {"access_token": "eyJhbGciOiJSUzI1NiJ9." + "a1B2" * 60, "token_type": "Bearer", "expires_in": 3600},
        form={"grant_type": "client_credentials", "scope": "openid profile", "client": "{{runID}}"},
    ),
    Step(
        "Create an application", "POST", f"{_HOME}/applications", 201, ("appID", "id"),
        {"id": "app-1", "enabled": True, "grantTypes": ["AUTHORIZATION_CODE", "REFRESH_TOKEN"]},
        json={"name": "Shop {{runID}}", "enabled": True, "type": "WEB_APP", "protocol": "OPENID_CONNECT"},
    ),
    Step(
        "Read the application", "GET", f"{_HOME}/applications/{{{{appID}}}}", 200, ("appType", "type"),
        {"type": "WEB_APP", "protocol": "OPENID_CONNECT"},
    ),
    Step(
        "Read its secret", "GET", f"{_HOME}/applications/{{{{appID}}}}/secret", 200, ("appSecret", "secret.current"),
        {"secret": {"current": "s3cr3t-of-the-application", "previous": None}},
    ),
    Step(
        "Create a population", "POST", f"{_HOME}/populations", 201, ("popID", "id"), {"id": "population-1"},
        json={"name": "Readers of {{appID}}", "description": "Made for {{appType}}"},
    ),
    Step(
        "Create a user", "POST", f"{_HOME}/users", 201, ("userID", "id"), {"id": "user-1", "name": {"given": "Ann"}},
        json={"email": "ann@example.com", "name": {"given": "Ann"}, "population": {"id": "{{popID}}"}},
    ),
    Step(
        "Set the password", "PUT", f"{_HOME}/users/{{{{userID}}}}/password", 200, ("state", "password.status"),
        {"password": {"status": "OK"}}, json={"value": "2Federate!{{runID}}", "forceChange": False},
    ),
    Step(
        "Find the user", "GET", f"{_HOME}/users?filter=id%20eq%20{{{{userID}}}}&limit=10", 200, ("found", "size"),
        {"size": 1, "_embedded": {"users": [{"id": "user-1", "enabled": True}]}},
    ),
    Step(
        "Grant a role", "POST", f"{_HOME}/users/{{{{userID}}}}/roleAssignments", 201, ("roleID", "role.id"),
        {"role": {"id": "role-1"}}, json={"role": {"id": "role-1"}, "scope": {"id": "{{popID}}", "type": "POPULATION"}},
    ),
    Step(
        "Change the user", "PATCH", f"{_HOME}/users/{{{{userID}}}}", 200, ("nickname", "nickname"),
        {"nickname": "annie", "locale": "en"},
        json={"nickname": "annie", "locale": "en", "roles": ["{{roleID}}"]},
    ),
)  # fmt: skip
_SECRET = ("token", "appSecret")
VARIABLES = {"runID": "run-7", "token": "none"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says to a request line: method and target."""

    status: int
    body: bytes


def answers() -> dict[bytes, Answer]:
    """Return the answer to each request, by `METHOD target`."""
    return {f"{step.method} {concrete(step.path)}".encode(): _answer(step) for step in STEPS}


def _answer(step: Step) -> Answer:
    common = {
        "environment": {"id": _HOME.rpartition("/")[2]},
        "_links": {"self": {"href": f"https://api.example.com{concrete(step.path)}"}},
        "createdAt": "2026-11-01T12:00:00.000Z",
        "updatedAt": "2026-11-01T12:00:00.000Z",
        "lifecycle": {"status": "ACCOUNT_OK", "attempts": 0, "ratio": 0.75},
        "tags": ["first", "second", "third"],
        "description": "What a management API says of everything that it keeps, which is more than anybody asked for.",
    }
    return Answer(step.status, json.dumps({**step.sets, **common}).encode())


def concrete(text: str) -> str:
    """Return text of the workload with the values that its variables have once everything was captured."""
    for name, value in {**VARIABLES, **{step.capture[0]: _captured(step) for step in STEPS}}.items():
        text = text.replace(f"{{{{{name}}}}}", value)
    return text


def _captured(step: Step) -> str:
    value: object = step.sets
    for member in step.capture[1].split("."):
        assert isinstance(value, dict)
        value = value[member]
    return str(value)


def write_postman(path: Path, base: str) -> None:
    """Write the workload as a Postman collection for the server at `base`; its tests are those that pcc writes."""
    variables = {"baseUrl": base, **VARIABLES}
    collection = Collection(
        "Benchmark",
        tuple(map(_item, STEPS)),
        variables=tuple(Variable(name, Template.of(value)) for name, value in variables.items()),
    )
    path.write_text(write_collection(collection), encoding="utf-8")


def _item(step: Step) -> Item:
    headers = tuple(Header(Template.of(name), parse_postman(value)) for name, value in step.headers.items())
    body = RawBody(parse_postman(step.body), "json") if step.json else _form(step)
    name, member = step.capture
    statements = (
        Assertion(StatusCode(), Comparison(Operator.EQUALS, Literal(step.status))),
        Capture(name, JsonPath(f"$.{member}"), secret=name in _SECRET),
    )
    path, _, query = step.path.partition("?")
    params = tuple(QueryParam(*map(parse_postman, pair.split("="))) for pair in query.split("&") if pair)
    request = Request(step.method, Url(parse_postman(f"{{{{baseUrl}}}}{path}"), params), headers, body)
    return Item(step.name, request, events=(Event(TEST, statements),))


def _form(step: Step) -> UrlencodedBody | None:
    if step.form is None:
        return None
    return UrlencodedBody(tuple(FormParam(Template.of(key), parse_postman(value)) for key, value in step.form.items()))
