"""For each kind of edit the exact list of changes."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from changes.base import (
    Document,
    base,
    changes,
    copied,
    environment,
    environment_changes,
    event,
    item,
    read_text,
    told,
)
from pcc.changes import KINDS, RENDERERS, Change
from pcc.model.statement import (
    Assertion,
    Assignment,
    Capture,
    Comparison,
    Existence,
    JsonPath,
    Literal,
    Operator,
    StatusCode,
    VariableValue,
)

BREAKING, BEHAVIOUR, COSMETIC = "breaking", "behaviour", "cosmetic"
Row = tuple[str, str, str, str | None, str | None]

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


def swap(document: Document) -> None:
    items = document["item"]
    items[1]["name"], items[2]["name"] = "Step 2: Create a user", "Step 1: Read the user"
    items[1], items[2] = items[2], items[1]


def into_folder(document: Document) -> None:
    document["item"][6]["item"].append(document["item"].pop(5))


def wrap(document: Document) -> None:
    document["item"][3:5] = [{"name": "Extras", "item": document["item"][3:5]}]


def insert(document: Document) -> None:
    for number, entry in enumerate(document["item"][1:6], 2):
        entry["name"] = f"Step {number}: {entry['name'].partition(': ')[2]}"
    document["item"].insert(1, item("Step 1: Say hello", "GET", "{{apiPath}}/hello"))


def settings(value: Any) -> Callable[[Document], None]:
    return lambda document: document["item"][1].update(protocolProfileBehavior=value)


def other_auth(*, token: str) -> Document:
    return {"type": "bearer", "bearer": [{"key": "token", "value": token}]}


STATUS = Assertion(StatusCode(), Comparison(Operator.EQUALS, Literal(201)))
GIVEN = Assertion(JsonPath("$.name.given"), Comparison(Operator.EQUALS, Literal("Ada")))
USER_ID = Capture("userID", JsonPath("$.id"))
CREATE, READING, UPLOAD, ASK, NOTE = (
    *("Create a user", "Read the user", "Upload a picture", "Ask for it", "Write a note"),
)

EDITS: dict[str, tuple[Callable[[Document], Any], list[Row]]] = {
    "nothing": (lambda document: None, []),
    "collection name": (
        lambda document: document["info"].update(name="People"),
        [("collection-renamed", "name", COSMETIC, "Users", "People")],
    ),
    "collection description": (
        lambda document: document["info"].update(description="All of them."),
        [("text-changed", "description", COSMETIC, "All about users.", "All of them.")],
    ),
    "layout of a description": (
        lambda document: document["info"].update(description="All  about\nusers. "),
        [],
    ),
    "step added": (insert, [("step-added", "Say hello / step", BEHAVIOUR, None, "GET {{apiPath}}/hello")]),
    "step removed": (
        lambda document: document["item"].pop(5),
        [("step-removed", f"{NOTE} / step", BREAKING, "POST {{apiPath}}/notes", None)],
    ),
    "step renamed": (
        lambda document: document["item"][1].update(name="Step 1: Add somebody", id="other"),
        [("step-renamed", "Add somebody / name", COSMETIC, "Create a user", "Add somebody")],
    ),
    "two steps swapped": (
        swap,
        [
            ("step-moved", f"{CREATE} / place", BEHAVIOUR, "after “Prerequisites”", "after “Read the user”"),
            # What it reads is set after it now.
            ("variable-required", "variable userID", BREAKING, None, "needed"),
        ],
    ),
    "step moved into a folder": (
        into_folder,
        [("step-moved", f"{NOTE} / place", BEHAVIOUR, "after “Ask for it”", "in “Cleanup”, after “Delete the user”")],
    ),
    "step renamed and moved": (
        lambda document: document["item"][6]["item"].append(
            {**document["item"].pop(5), "name": "Leave a note", "id": ""}
        ),
        [
            ("step-renamed", "Leave a note / name", COSMETIC, NOTE, "Leave a note"),
            (
                "step-moved",
                "Leave a note / place",
                BEHAVIOUR,
                "after “Ask for it”",
                "in “Cleanup”, after “Delete the user”",
            ),
        ],
    ),
    "folder around steps": (wrap, [("folder-added", "Extras / folder", BEHAVIOUR, None, "a folder")]),
    "folder renamed": (
        lambda document: document["item"][6].update(name="Afterwards", id=""),
        [("folder-renamed", "Afterwards / name", COSMETIC, "Cleanup", "Afterwards")],
    ),
    "folder moved": (
        lambda document: document["item"].insert(0, document["item"].pop()),
        [
            ("folder-moved", "Cleanup / place", BEHAVIOUR, "after “Write a note”", "first"),
            ("variable-required", "variable userID", BREAKING, None, "needed"),
            ("secret-required", "variable accessToken", BREAKING, None, "needed"),
        ],
    ),
    "folder removed with its step": (
        lambda document: document["item"].pop(),
        [
            ("folder-removed", "Cleanup / folder", BEHAVIOUR, "a folder", None),
            ("step-removed", "Delete the user / step", BREAKING, "DELETE {{apiPath}}/users/{{userID}}", None),
        ],
    ),
    "method": (put(1, method="PUT"), [("method-changed", f"{CREATE} / method", BREAKING, "POST", "PUT")]),
    "url": (
        put(1, url="{{apiPath}}/people"),
        [("url-changed", f"{CREATE} / url", BREAKING, "{{apiPath}}/users", "{{apiPath}}/people")],
    ),
    "url as an object": (put(1, url={"raw": "{{apiPath}}/users", "host": ["{{apiPath}}"], "path": ["users"]}), []),
    "fragment": (
        put(1, url="{{apiPath}}/users#x"),
        [("text-changed", f"{CREATE} / fragment of the URL", COSMETIC, None, "x")],
    ),
    "query added": (
        lambda document: request(document, 2)["url"]["query"].append({"key": "expand", "value": "all"}),
        [("query-added", f"{READING} / query expand", BEHAVIOUR, None, "all")],
    ),
    "query removed": (
        lambda document: request(document, 2)["url"]["query"].pop(0),
        [("query-removed", f"{READING} / query limit", BEHAVIOUR, "10", None)],
    ),
    "query changed": (
        lambda document: request(document, 2)["url"]["query"][0].update(value="20"),
        [("query-changed", f"{READING} / query limit", BEHAVIOUR, "10", "20")],
    ),
    "query without a value": (
        lambda document: request(document, 2)["url"]["query"][0].update(value=None),
        [("query-changed", f"{READING} / query limit", BEHAVIOUR, "10", "no value")],
    ),
    "query enabled": (
        lambda document: request(document, 2)["url"]["query"][1].update(disabled=False),
        [("query-changed", f"{READING} / query filter", BEHAVIOUR, "x (disabled)", "x")],
    ),
    "disabled query changed": (
        lambda document: request(document, 2)["url"]["query"][1].update(value="y"),
        [("disabled-changed", f"{READING} / query filter", COSMETIC, "x (disabled)", "y (disabled)")],
    ),
    "path variable": (
        lambda document: request(document, 2)["url"]["variable"][0].update(value="7"),
        [("path-variable-changed", f"{READING} / path variable id", BEHAVIOUR, "{{userID}}", "7")],
    ),
    "path variable added": (
        lambda document: request(document, 2)["url"]["variable"].append({"key": "part", "value": "7"}),
        [("path-variable-added", f"{READING} / path variable part", BEHAVIOUR, None, "7")],
    ),
    "path variable removed": (
        lambda document: request(document, 2)["url"]["variable"].pop(),
        [("path-variable-removed", f"{READING} / path variable id", BEHAVIOUR, "{{userID}}", None)],
    ),
    "header added": (
        lambda document: request(document, 1)["header"].append({"key": "X-Api-Key", "value": "abcdef123"}),
        [("header-added", f"{CREATE} / header X-Api-Key", BEHAVIOUR, None, "•••• (9 characters)")],
    ),
    "header removed": (
        lambda document: request(document, 1)["header"].pop(0),
        [("header-removed", f"{CREATE} / header Accept", BEHAVIOUR, "application/json", None)],
    ),
    "header changed": (
        lambda document: request(document, 1)["header"][0].update(value="text/plain"),
        [("header-changed", f"{CREATE} / header Accept", BEHAVIOUR, "application/json", "text/plain")],
    ),
    "header disabled": (
        lambda document: request(document, 1)["header"][0].update(disabled=True),
        [
            (
                "header-changed",
                f"{CREATE} / header Accept",
                BEHAVIOUR,
                "application/json",
                "application/json (disabled)",
            )
        ],
    ),
    "order and case of headers": (
        lambda document: (
            request(document, 1)["header"].reverse(),
            request(document, 1)["header"][1].update(key="accept"),
        ),
        [],
    ),
    "description of a header": (
        lambda document: request(document, 1)["header"][0].update(description="What comes back"),
        [("text-changed", f"{CREATE} / description of header Accept", COSMETIC, None, "What comes back")],
    ),
    "description of a step": (
        put(1, description="Add somebody."),
        [("text-changed", f"{CREATE} / description", COSMETIC, "Add a user.", "Add somebody.")],
    ),
    "body field added": (
        with_json(lambda body: body.update(nick="A")),
        [("body-field-added", f"{CREATE} / body $.nick", BEHAVIOUR, None, '"A"')],
    ),
    "body field removed": (
        with_json(lambda body: body.pop("age")),
        [("body-field-removed", f"{CREATE} / body $.age", BEHAVIOUR, "36", None)],
    ),
    "body field changed": (
        with_json(lambda body: body["name"].update(given="Eve")),
        [("body-field-changed", f"{CREATE} / body $.name.given", BEHAVIOUR, '"Ada"', '"Eve"')],
    ),
    "body field of another type": (
        with_json(lambda body: body.update(age="36")),
        [("body-field-changed", f"{CREATE} / body $.age", BEHAVIOUR, "36", '"36"')],
    ),
    "object added to a body": (
        with_json(lambda body: body.update({"e-mail": {"a": 1}, "x y": 2})),
        [
            ("body-field-added", f"{CREATE} / body $.e-mail", BEHAVIOUR, None, '{"a": 1}'),
            ("body-field-added", f'{CREATE} / body $["x y"]', BEHAVIOUR, None, "2"),
        ],
    ),
    "list of texts in a body": (
        with_json(lambda body: body["roles"].insert(0, "admin")),
        [
            (
                "body-field-changed",
                f"{CREATE} / body $.roles",
                BEHAVIOUR,
                '["reader", "writer"]',
                '["admin", "reader", "writer"]',
            )
        ],
    ),
    "list of objects in a body": (
        with_json(lambda body: body["emails"].insert(0, {"kind": "old"})),
        [("body-field-added", f"{CREATE} / body $.emails[0]", BEHAVIOUR, None, '{"kind": "old"}')],
    ),
    "field within a list": (
        with_json(lambda body: body["emails"][1].update(kind="main")),
        [("body-field-changed", f"{CREATE} / body $.emails[1].kind", BEHAVIOUR, '"work"', '"main"')],
    ),
    "secret in a body": (
        with_json(lambda body: body.update(password="Another-3Day!")),
        [
            (
                "body-field-changed",
                f"{CREATE} / body $.password",
                BEHAVIOUR,
                '"•••• (13 characters)"',
                '"•••• (13 characters)"',
            )
        ],
    ),
    "layout, order and numbers of JSON": (
        lambda document: request(document, 1)["body"].update(
            raw=json.dumps(
                dict(reversed(json.loads(request(document, 1)["body"]["raw"]).items())), indent="\t"
            ).replace("36", "3.60e1")
        ),
        [],
    ),
    "JSON that becomes text": (
        lambda document: request(document, 1)["body"].update(raw="name=Ada"),
        [
            (
                "body-text-changed",
                f"{CREATE} / body",
                BEHAVIOUR,
                '{"name": {"given": "Ada", "family": "Lovelace"}, "username": "ada_{{$guid}}", "roles": ["reader", '
                '"writer"], "emails": [{"kind": "home", "value": "a@example.com"}, {"kind": "work", "value": '
                '"b@example.com"}], "age": 36, "password": "•••• (13 characters)"}',
                "name=Ada",
            )
        ],
    ),
    "body removed": (
        put(5, body=None),
        [("body-removed", f"{NOTE} / body", BEHAVIOUR, "text: one\ntwo", None)],
    ),
    "body disabled": (
        lambda document: request(document, 5)["body"].update(disabled=True),
        [("body-removed", f"{NOTE} / body", BEHAVIOUR, "text: one\ntwo", None)],
    ),
    "body added": (
        lambda document: document["item"][6]["item"][0]["request"].update(body={"mode": "raw", "raw": "why"}),
        [("body-added", "Delete the user / body", BEHAVIOUR, None, "text: why")],
    ),
    "empty body added": (
        lambda document: document["item"][6]["item"][0]["request"].update(body={"mode": "raw", "raw": ""}),
        [],
    ),
    "kind of body": (
        put(5, body={"mode": "urlencoded", "urlencoded": [{"key": "a", "value": "1"}]}),
        [("body-kind-changed", f"{NOTE} / body", BEHAVIOUR, "text: one\ntwo", "urlencoded form: a=1")],
    ),
    "language of a body": (
        lambda document: request(document, 5)["body"].update(options={"raw": {"language": "xml"}}),
        [("body-kind-changed", f"{NOTE} / body", BEHAVIOUR, "text", "xml")],
    ),
    "text of a body": (
        lambda document: request(document, 5)["body"].update(raw="one\nthree"),
        [("body-text-changed", f"{NOTE} / body", BEHAVIOUR, "one\ntwo", "one\nthree")],
    ),
    "line ends of a text body": (lambda document: request(document, 5)["body"].update(raw="one  \r\ntwo\n"), []),
    "file of a form": (
        lambda document: request(document, 3)["body"]["formdata"][0].update(src="eve.png"),
        [("body-field-changed", f"{UPLOAD} / body picture", BEHAVIOUR, "file ada.png", "file eve.png")],
    ),
    "form field": (
        lambda document: request(document, 3)["body"]["formdata"].pop(),
        [("body-field-removed", f"{UPLOAD} / body title", BEHAVIOUR, "Ada", None)],
    ),
    "form of another kind with the same fields": (
        lambda document: document["item"][0]["item"][0]["request"].update(
            body={"mode": "formdata", "formdata": [{"key": "grant_type", "value": "client_credentials"}]}
        ),
        [
            ("body-kind-changed", "Get a token / body", BEHAVIOUR, "urlencoded form", "multipart form"),
            ("disabled-changed", "Get a token / body scope", COSMETIC, "all (disabled)", None),
        ],
    ),
    "graphql query": (
        lambda document: request(document, 4)["body"]["graphql"].update(query="query Ask {\n  me\n  you\n}"),
        [
            (
                "body-text-changed",
                f"{ASK} / body query",
                BEHAVIOUR,
                "query Ask { me }",
                "query Ask {\nme\nyou\n}",
            )
        ],
    ),
    "graphql variables": (
        lambda document: request(document, 4)["body"]["graphql"].update(variables='{"first": 6, "after": null}'),
        [
            ("body-field-changed", f"{ASK} / body variables.first", BEHAVIOUR, "5", "6"),
            ("body-field-added", f"{ASK} / body variables.after", BEHAVIOUR, None, "null"),
        ],
    ),
    "file as the body": (
        put(5, body={"mode": "file", "file": {"src": "note.txt"}}),
        [("body-kind-changed", f"{NOTE} / body", BEHAVIOUR, "text: one\ntwo", "file: note.txt")],
    ),
    "auth type of a step": (
        put(1, auth={"type": "noauth"}),
        [("auth-changed", f"{CREATE} / auth", BREAKING, "bearer (token {{accessToken}})", "none")],
    ),
    "auth type of the collection": (
        lambda document: document.update(auth={"type": "apikey", "apikey": [{"key": "key", "value": "X"}]}),
        [("auth-changed", "auth", BREAKING, "bearer (token {{accessToken}})", "apikey (key X, in header)")],
    ),
    "auth attribute with a literal secret": (
        put(1, auth=other_auth(token="abcdefghijklmnopqrstuvwxyz")),
        [
            (
                "auth-attribute-changed",
                f"{CREATE} / auth token",
                BEHAVIOUR,
                "{{accessToken}}",
                "abcd•••• (26 characters)",
            )
        ],
    ),
    "auth attribute added and removed": (
        lambda document: document["item"][0]["item"][0]["request"]["auth"].update(basic=[]),
        [
            ("auth-attribute-removed", "Get a token / auth username", BEHAVIOUR, "{{appID}}", None),
            ("auth-attribute-removed", "Get a token / auth password", BEHAVIOUR, "{{appSecret}}", None),
            ("secret-not-required", "variable appSecret", BEHAVIOUR, "needed", None),
            ("variable-not-required", "variable appID", BEHAVIOUR, "needed", None),
        ],
    ),
    "auth written at the step": (
        put(1, auth=other_auth(token="{{accessToken}}")),
        [("auth-moved", f"{CREATE} / auth", COSMETIC, "inherited", "its own")],
    ),
    "setting": (
        settings({"followRedirects": False}),
        [("setting-changed", f"{CREATE} / setting followRedirects", BEHAVIOUR, "true", "false")],
    ),
    "setting of the collection": (
        lambda document: document.update(protocolProfileBehavior={"maxRedirects": 3}),
        [("setting-changed", "setting maxRedirects", BEHAVIOUR, "10", "3")],
    ),
    "setting that counts anyway": (settings({"followRedirects": True, "disabledSystemHeaders": {}}), []),
    "disabled header of the system": (
        settings({"disabledSystemHeaders": {"accept": True}}),
        [("setting-changed", f"{CREATE} / setting disabledSystemHeaders", BEHAVIOUR, "none", "accept")],
    ),
    "proxy": (
        put(1, proxy={"host": "proxy.example.com", "port": 8080}),
        [("connection-changed", f"{CREATE} / proxy", BEHAVIOUR, None, "host proxy.example.com, port 8080")],
    ),
    "capture added": (
        with_user(*USER, Capture("made", JsonPath("$.createdAt"))),
        [("capture-added", f"{CREATE} / capture made", BEHAVIOUR, None, 'from "$.createdAt"')],
    ),
    "capture removed that is read": (
        with_user(STATUS, GIVEN),
        [
            ("capture-removed", f"{CREATE} / capture userID", BREAKING, 'from "$.id"', None),
            ("variable-required", "variable userID", BREAKING, None, "needed"),
        ],
    ),
    "capture from elsewhere": (
        with_user(STATUS, GIVEN, Capture("userID", JsonPath("$.user.id"))),
        [("capture-changed", f"{CREATE} / capture userID", BEHAVIOUR, 'from "$.id"', 'from "$.user.id"')],
    ),
    "capture with a default, and secret": (
        with_user(STATUS, GIVEN, Capture("userID", JsonPath("$.id"), Literal("nobody"), secret=True)),
        [
            (
                "capture-changed",
                f"{CREATE} / capture userID",
                BEHAVIOUR,
                'from "$.id"',
                'secret from "$.id", default •••• (8 characters)',
            )
        ],
    ),
    "order of statements": (with_user(USER_ID, GIVEN, STATUS), []),
    "script as one text": (
        lambda document: document["item"][1]["event"][1].update(
            script="\n".join(document["item"][1]["event"][1]["script"]["exec"])
        ),
        [],
    ),
    "assertion added": (
        with_user(*USER, Assertion(JsonPath("$.id"), Existence(exists=True))),
        [("assertion-added", f'{CREATE} / assertion "$.id"', BEHAVIOUR, None, "exists")],
    ),
    "assertion removed": (
        with_user(STATUS, USER_ID),
        [("assertion-removed", f'{CREATE} / assertion "$.name.given"', BEHAVIOUR, 'equals "Ada"', None)],
    ),
    "assertion weakened": (
        with_user(STATUS, Assertion(JsonPath("$.name.given"), Existence(exists=True)), USER_ID),
        [("assertion-weakened", f'{CREATE} / assertion "$.name.given"', BEHAVIOUR, 'equals "Ada"', "exists")],
    ),
    "status weakened": (
        with_user(Assertion(StatusCode(), Comparison(Operator.ONE_OF, Literal([200, 201]))), GIVEN, USER_ID),
        [("assertion-weakened", f"{CREATE} / assertion status", BEHAVIOUR, "equals 201", "is one of [200, 201]")],
    ),
    "assertion strengthened": (
        lambda document: document["item"][2]["event"].__setitem__(
            0, event(Assertion(JsonPath("$.id"), Comparison(Operator.EQUALS, Literal("7"))))
        ),
        [
            (
                "assertion-changed",
                f'{READING} / assertion "$.id"',
                BEHAVIOUR,
                'equals variable "userID"',
                'equals "7"',
            )
        ],
    ),
    "status changed": (
        with_user(Assertion(StatusCode(), Comparison(Operator.EQUALS, Literal(200))), GIVEN, USER_ID),
        [("assertion-changed", f"{CREATE} / assertion status", BEHAVIOUR, "equals 201", "equals 200")],
    ),
    "assignment changed": (
        lambda document: document["item"][1]["event"].__setitem__(
            0, event(Assignment("userName", read_text("eve")), listen="prerequest")
        ),
        [("assignment-changed", f"{CREATE} / assignment userName", BEHAVIOUR, "ada_{{$guid}}", "eve")],
    ),
    "assignment removed": (
        lambda document: document["item"][1]["event"].pop(0),
        [("assignment-removed", f"{CREATE} / assignment userName", BEHAVIOUR, "ada_{{$guid}}", None)],
    ),
    "assignment added": (
        lambda document: document["item"][3]["event"].append(
            event(Assignment("other", read_text("eve")), listen="prerequest")
        ),
        [("assignment-added", f"{UPLOAD} / assignment other", BEHAVIOUR, None, "eve")],
    ),
    "script changed": (
        lambda document: document["item"][2]["event"][1]["script"].update(
            exec=RAW.replace("seen.id", "seen.name").split("\n")
        ),
        [
            (
                "script-changed",
                f"{READING} / test script",
                BEHAVIOUR,
                "console.log(seen.id);",
                "console.log(seen.name);",
            )
        ],
    ),
    "layout of a script": (
        lambda document: document["item"][2]["event"][1]["script"].update(
            exec=["// shows it", "const seen =", "    pm.response.json();", "", "console.log( seen.id );"]
        ),
        [],
    ),
    "comments of a script": (
        lambda document: document["item"][2]["event"][1]["script"].update(exec=RAW.replace("shows", "prints")),
        [("text-changed", f"{READING} / comments of the test script", COSMETIC, "// shows it", "// prints it")],
    ),
    "script added": (
        lambda document: document["item"][3]["event"].append({"listen": "prerequest", "script": {"exec": ["go();"]}}),
        [("script-added", f"{UPLOAD} / pre-request script", BEHAVIOUR, None, "go();")],
    ),
    "script removed": (
        lambda document: document["item"][2]["event"].pop(),
        [("script-removed", f"{READING} / test script", BEHAVIOUR, RAW, None)],
    ),
    "script disabled": (
        lambda document: document["item"][2]["event"][1].update(disabled=True),
        [("script-removed", f"{READING} / test script", BEHAVIOUR, RAW, None)],
    ),
    "example added": (
        lambda document: document["item"][1]["response"].append({"name": "Made", "code": 201, "body": '{"id":1}'}),
        [("example-added", f"{CREATE} / example Made", COSMETIC, None, '201 {"id": 1}')],
    ),
    "example changed": (
        lambda document: document["item"][4]["response"][0].update(body='{"me": 1}'),
        [("example-changed", f"{ASK} / example Answer", COSMETIC, "200 OK {}", '200 OK {"me": 1}')],
    ),
    "layout of an example": (lambda document: document["item"][4]["response"][0].update(body="{ }"), []),
    "variable added": (
        lambda document: document["variable"].append({"key": "region", "value": "eu"}),
        [("variable-added", "variable region", BEHAVIOUR, None, "eu")],
    ),
    "variable removed": (
        lambda document: document["variable"].clear(),
        [("variable-removed", "variable tenant", BREAKING, "acme", None)],
    ),
    "variable changed": (
        lambda document: document["variable"][0].update(value="umbrella"),
        [("variable-changed", "variable tenant", BEHAVIOUR, "acme", "umbrella")],
    ),
    "variable disabled": (
        lambda document: document["variable"][0].update(disabled=True),
        [("variable-disabled", "variable tenant", BREAKING, "acme", "acme (disabled)")],
    ),
    "captured variable renamed everywhere": (
        lambda document: replaced("userID", "personID")(document),
        [("variable-renamed", "variable personID", BEHAVIOUR, "userID", "personID")],
    ),
    "input renamed everywhere": (
        replaced("apiPath", "baseUrl"),
        [("required-variable-renamed", "variable baseUrl", BREAKING, "apiPath", "baseUrl")],
    ),
    "variable renamed at one place of several": (
        put(1, url="{{baseUrl}}/users"),
        [
            ("variable-required", "variable baseUrl", BREAKING, None, "needed"),
            ("url-changed", f"{CREATE} / url", BREAKING, "{{apiPath}}/users", "{{baseUrl}}/users"),
        ],
    ),
    "variable renamed, and a place of it changed": (
        lambda document: (replaced("apiPath", "baseUrl")(document), put(1, url="{{baseUrl}}/people")(document)),
        [
            ("required-variable-renamed", "variable baseUrl", BREAKING, "apiPath", "baseUrl"),
            ("url-changed", f"{CREATE} / url", BREAKING, "{{apiPath}}/users", "{{baseUrl}}/people"),
        ],
    ),
    "secret newly required": (
        put(1, auth=other_auth(token="{{adminToken}}")),
        [
            ("secret-required", "variable adminToken", BREAKING, None, "needed"),
            ("auth-attribute-changed", f"{CREATE} / auth token", BEHAVIOUR, "{{accessToken}}", "{{adminToken}}"),
        ],
    ),
    "everything but meaning": (
        lambda document: (
            document["info"].update(_postman_id="2"),
            [entry.update(id=f"new {index}") for index, entry in enumerate(document["item"])],
            put(1, description={"content": "Add a user.", "type": "text/markdown"})(document),
            put(2, header="", auth=None, body={})(document),
        ),
        [],
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_of_a_collection_is_told_exactly(name: str) -> None:
    edit, expected = EDITS[name]
    assert sorted(told(changes(BASE, copied(BASE, edit))), key=str) == sorted(expected, key=str)


OPPOSITES = [
    *(("-added", "-removed"), ("-weakened", "-strengthened"), ("-not-required", "-required")),
    ("-enabled", "-disabled"),
]


def opposite(name: str) -> str:
    for left, right in OPPOSITES:
        if name.endswith(left):
            return name.removesuffix(left) + right
        if name.endswith(right):
            return name.removesuffix(right) + left
    return name


@pytest.mark.parametrize("name", EDITS)
def test_the_other_direction_says_the_opposite(name: str) -> None:
    new = copied(BASE, EDITS[name][0])
    # What is named after a title or a variable has another name in the other direction.
    forth = [(change.id, change.before, change.after) for change in changes(BASE, new)]
    back = [(opposite(change.id), change.after, change.before) for change in changes(new, BASE)]
    assert sorted(forth, key=str) == sorted(back, key=str)


URL = {"key": "apiPath", "value": "https://api.example.com"}
SECRET = {"key": "appSecret", "value": "", "type": "secret"}
EMPTY = {"key": "appID", "value": ""}
BASE_ENVIRONMENT = environment(URL, SECRET, EMPTY)

ENVIRONMENTS: dict[str, tuple[Document, list[Row]]] = {
    "nothing": (environment(EMPTY, SECRET, URL), []),
    "name": (
        environment(URL, SECRET, EMPTY, name="Staging"),
        [("environment-renamed", "name", COSMETIC, "Test", "Staging")],
    ),
    "variable added": (
        environment(URL, SECRET, EMPTY, {"key": "region", "value": "eu"}),
        [("variable-added", "variable region", BEHAVIOUR, None, "eu")],
    ),
    "variable to fill in added": (
        environment(URL, SECRET, EMPTY, {"key": "region", "value": ""}),
        [("variable-required", "variable region", BREAKING, None, "")],
    ),
    "secret to fill in added": (
        environment(URL, SECRET, EMPTY, {"key": "userSecret", "value": "", "type": "secret"}),
        [("secret-required", "variable userSecret", BREAKING, None, "secret")],
    ),
    "secret gone": (
        environment(URL, EMPTY),
        [("secret-not-required", "variable appSecret", BEHAVIOUR, "secret", None)],
    ),
    "variable emptied": (
        environment({**URL, "value": ""}, SECRET, EMPTY),
        [("variable-required", "variable apiPath", BREAKING, "https://api.example.com", "")],
    ),
    "variable filled in": (
        environment(URL, SECRET, {**EMPTY, "value": "7"}),
        [("variable-not-required", "variable appID", BEHAVIOUR, "", "7")],
    ),
    "value": (
        environment({**URL, "value": "https://api.example.org"}, SECRET, EMPTY),
        [("variable-changed", "variable apiPath", BEHAVIOUR, "https://api.example.com", "https://api.example.org")],
    ),
    "value of a secret": (
        environment(URL, {**SECRET, "value": "hunter2hunter2"}, EMPTY),
        [("secret-not-required", "variable appSecret", BEHAVIOUR, "secret", "secret •••• (14 characters)")],
    ),
    "variable removed": (
        environment(SECRET, EMPTY),
        [("variable-removed", "variable apiPath", BREAKING, "https://api.example.com", None)],
    ),
    "variable disabled": (
        environment({**URL, "disabled": True}, SECRET, EMPTY),
        [
            (
                "variable-disabled",
                "variable apiPath",
                BREAKING,
                "https://api.example.com",
                "https://api.example.com (disabled)",
            )
        ],
    ),
    "variable renamed": (
        environment({**URL, "key": "baseUrl"}, SECRET, EMPTY),
        [("required-variable-renamed", "variable baseUrl", BREAKING, "apiPath", "baseUrl")],
    ),
    "variable made a secret": (
        environment({**URL, "type": "secret"}, SECRET, EMPTY),
        [
            (
                "variable-changed",
                "variable apiPath",
                BEHAVIOUR,
                "•••• (23 characters)",
                "secret •••• (23 characters)",
            )
        ],
    ),
    "description": (
        environment({**URL, "description": "Where it is"}, SECRET, EMPTY),
        [("text-changed", "description of variable apiPath", COSMETIC, None, "Where it is")],
    ),
}


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_an_edit_of_an_environment_is_told_exactly(name: str) -> None:
    new, expected = ENVIRONMENTS[name]
    assert told(environment_changes(BASE_ENVIRONMENT, new)) == expected


# Of files, which the project finds; and the other directions of what stands above.
OF_FILES = {"collection-added", "collection-removed", "environment-added", "environment-removed", "file-renamed"}


def provoked() -> list[Change]:
    """The changes of every edit, in both directions."""
    found: list[Change] = []
    for edit, _ in EDITS.values():
        new = copied(BASE, edit)
        found += [*changes(BASE, new), *changes(new, BASE)]
    for new, _ in ENVIRONMENTS.values():
        found += [*environment_changes(BASE_ENVIRONMENT, new), *environment_changes(new, BASE_ENVIRONMENT)]
    return found


PROVOKED = provoked()


def test_every_kind_is_provoked_in_one_direction_or_the_other() -> None:
    assert {change.id for change in PROVOKED} | OF_FILES == set(KINDS)


def documented() -> dict[str, tuple[str, str, str]]:
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \| (.+?) \| `(.+)` \|$", PAGE, flags=re.MULTILINE)
    assert len(rows) == len({row[0] for row in rows})
    return {row[0]: row[1:] for row in rows}


PAGE = (Path(__file__).parents[2] / "docs/diff.md").read_text(encoding="utf-8")


def test_the_page_has_every_kind_with_its_severity_and_meaning() -> None:
    assert [(name, *row[:2]) for name, row in documented().items()] == [
        (name, kind.severity.word, kind.says) for name, kind in KINDS.items()
    ]


def example(change: Change) -> str:
    """A change as the page shows it."""
    (line,) = RENDERERS["text"]([replace(change, subject="x", step="")]).splitlines()[1:2]
    said = line.split(change.id, 1)[1].strip()
    return f"{change.step}: {said}" if change.step else said


def test_every_example_on_the_page_is_what_is_said() -> None:
    said = {(change.id, example(change)) for change in PROVOKED}
    shown = {(name, row[2].replace("\\|", "|")) for name, row in documented().items() if name not in OF_FILES}
    assert shown - said == set()
