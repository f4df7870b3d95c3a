"""Edits of bodies."""

import json

from changes.cases import ASK, BEHAVIOUR, COSMETIC, CREATE, NOTE, UPLOAD, Cases, put, request, with_json

BODIES: Cases = {
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
}
