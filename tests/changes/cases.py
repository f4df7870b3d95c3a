"""What the cases share: the collection that is edited, and edits of its parts."""

import json
from collections.abc import Callable
from typing import Any, TypeAlias

from changes.base import Document, base, event
from pcc.model.statement import Assertion, Capture, Comparison, JsonPath, Literal, Operator, StatusCode, VariableValue

BREAKING, BEHAVIOUR, COSMETIC = "breaking", "behaviour", "cosmetic"
Row: TypeAlias = tuple[str, str, str, str | None, str | None]
"""A change as tests write it down: id, path, severity, before, after."""

Cases: TypeAlias = dict[str, tuple[Callable[[Document], Any], list[Row]]]
"""Edits by name, and what is to be told of each."""

TOKEN = [
    Assertion(StatusCode(), Comparison(Operator.EQUALS, Literal(200))),
    Capture("accessToken", JsonPath("$.access_token"), secret=True),
]
USER = [
    Assertion(StatusCode(), Comparison(Operator.EQUALS, Literal(201))),
    Assertion(JsonPath("$.name.given"), Comparison(Operator.EQUALS, Literal("Ada"))),
    Capture("userID", JsonPath("$.id")),
]
READ = [Assertion(JsonPath("$.id"), Comparison(Operator.EQUALS, VariableValue("userID")))]
RAW = "// shows it\nconst seen = pm.response.json();\nconsole.log(seen.id);"
BASE = base(token=TOKEN, user=USER, read=READ, raw=RAW)
BASE["item"][4]["response"].append({"name": "Answer", "code": 200, "status": "OK", "body": "{}"})


STATUS = Assertion(StatusCode(), Comparison(Operator.EQUALS, Literal(201)))
GIVEN = Assertion(JsonPath("$.name.given"), Comparison(Operator.EQUALS, Literal("Ada")))
USER_ID = Capture("userID", JsonPath("$.id"))
CREATE, READING, UPLOAD, ASK, NOTE = (
    *("Create a user", "Read the user", "Upload a picture", "Ask for it", "Write a note"),
)


def with_user(*statements: Any) -> Callable[[Document], None]:
    def edit(document: Document) -> None:
        document["item"][1]["event"][1] = event(*statements)

    return edit


def request(document: Document, index: int) -> Document:
    found: Document = document["item"][index]["request"]
    return found


def with_json(edit: Callable[[Document], Any]) -> Callable[[Document], None]:
    def inner(document: Document) -> None:
        body = request(document, 1)["body"]
        value = json.loads(body["raw"])
        edit(value)
        body["raw"] = json.dumps(value)

    return inner


def put(index: int, **keys: Any) -> Callable[[Document], None]:
    return lambda document: request(document, index).update(keys)


def replaced(old: str, new: str) -> Callable[[Document], None]:
    def edit(document: Document) -> None:
        made = json.loads(json.dumps(document).replace(old, new))
        document.clear()
        document.update(made)

    return edit


def other_auth(*, token: str) -> Document:
    return {"type": "bearer", "bearer": [{"key": "token", "value": token}]}
