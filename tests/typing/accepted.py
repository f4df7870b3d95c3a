"""What both type checkers must accept: a workflow as an author writes it."""

from dataclasses import dataclass

from pcc import (
    Environment,
    Record,
    Ref,
    Steps,
    Workflow,
    basic,
    claim,
    entry,
    jsonpath,
    sent,
    status,
    variable,
    workflow,
)


class Api(Environment):
    base = variable("baseUrl", "https://api.example.com")
    key = variable("apiKey", secret=True)


env = Api()


@dataclass(frozen=True)
class User(Record):
    id: Ref
    name: Ref


def create_user(w: Steps, *, name: str) -> User:
    created = w.post(
        "Create a user",
        f"{env.base}/users",
        does="create a user",
        json={"name": name, "tags": ["a", 1, True, None, {"nested": env.key}]},
        headers={"X-Key": env.key, "X-Off": entry("1", disabled=True)},
        query=[("a", 1), ("a", True)],
        expect=[status(201), jsonpath("$.name").equals(sent("$.name")), status.one_of([200, 201])],
    )
    return User(created.capture("userID", "$.id"), created.capture("userName", "$.name", secret=True, default=None))


def url_of(user: Ref) -> str:
    return f"{env.base}/users/{user}"


@workflow("Users", environment=Api)
def users(w: Workflow) -> None:
    user = create_user(w, name="Ines")
    password = w.assign("password", f"{user.name}!", secret=True)
    step = w.put(
        "Change",
        url_of(user.id),
        form={"id": user.id, "page": 1},
        auth=basic(user.name, password),
        follow_redirects=False,
    )
    token = step.capture("token", "$.token")
    w.get("Read", url_of(user.id), expect=[claim("$.sub", of="$.t").equals(user.id), jsonpath("$.t").differs(token)])
