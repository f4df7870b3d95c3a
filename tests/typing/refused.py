"""What both type checkers must refuse: each marked line, and no other."""

from dataclasses import dataclass

from pcc import Environment, Record, Ref, Workflow, basic, jsonpath, status, variable, workflow


class Api(Environment):
    base = variable("baseUrl", "https://api.example.com")


env = Api()


@dataclass(frozen=True)
class User(Record):
    id: Ref
    name: Ref


def url_of(user: Ref) -> str:
    return f"{env.base}/users/{user}"


def used_before_it_is_made(w: Workflow) -> None:
    w.get("Read", url_of(user))  # refused
    user = w.post("Create", env.base).capture("userID", "$.id")
    w.get("Read again", url_of(user))


@workflow("Wrong", environment=Api)
def wrong(w: Workflow) -> None:
    created = w.post("Create", env.base)
    user = User(created.capture("userID", "$.id"), created.capture("userName", "$.name"))

    # A misspelt attribute of a record.
    w.get("Read", url_of(user.ID))  # refused
    # A record where one reference is wanted.
    w.get("Read", url_of(user))  # refused
    w.get("Read", user)  # refused
    w.get("Read", env.base, auth=basic(user, "x"))  # refused
    w.get("Read", env.base, expect=[jsonpath("$.id").equals(user)])  # refused
    # A step that captured nothing, used as a value.
    w.get("Read", url_of(created))  # refused
    w.get("Read", created)  # refused
    w.get("Read", env.base, query={"id": created})  # refused
    # A missing variable name.
    created.capture("$.id")  # refused
    created.capture(source="$.id")  # refused
    # A misspelt environment name.
    w.get("Read", env.bse)  # refused
    w.get("Read", f"{env.bose}/users")  # refused
    # An assertion that is none, an option that does not exist, a workflow without environment.
    w.get("Read", env.base, expect=[status])  # refused
    w.get("Read", env.base, exspect=[])  # refused
    w.get("Read", env.base, timeout_ms="1")  # refused
    w.gett("Read", env.base)  # refused


@workflow("No environment")  # refused
def without(w: Workflow) -> None:
    w.get("Read", env.base)
