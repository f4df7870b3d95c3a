"""Edits of requests, their credentials and settings."""

from collections.abc import Callable
from typing import Any

from changes.base import Document
from changes.cases import BEHAVIOUR, BREAKING, COSMETIC, CREATE, READING, Cases, other_auth, put, request


def settings(value: Any) -> Callable[[Document], None]:
    return lambda document: document["item"][1].update(protocolProfileBehavior=value)


REQUESTS: Cases = {
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
}
