"""Edits of an environment."""

from changes.base import Document, environment
from changes.cases import BEHAVIOUR, BREAKING, COSMETIC, Row

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
