"""Edits of variables."""

from changes.cases import BEHAVIOUR, BREAKING, CREATE, Cases, other_auth, put, replaced

VARIABLES: Cases = {
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
