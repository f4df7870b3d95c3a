"""Edits of scripts and saved examples."""

from changes.base import event, read_text
from changes.cases import (
    ASK,
    BEHAVIOUR,
    BREAKING,
    COSMETIC,
    CREATE,
    GIVEN,
    RAW,
    READING,
    STATUS,
    UPLOAD,
    USER,
    USER_ID,
    Cases,
    with_user,
)
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
)

SCRIPTS: Cases = {
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
}
