"""A collection as a file holds it, to edit in tests, and what the comparison says of two of them."""

import copy
import json
from collections.abc import Callable
from typing import Any

from pcc.changes import Change, classify, compare_collections, compare_environments
from pcc.model.statement import Assignment, Statement
from pcc.postman import read_collection, read_environment
from pcc.scripts import render_script

__all__ = [
    "Document",
    "base",
    "changes",
    "copied",
    "environment",
    "environment_changes",
    "event",
    "item",
    "read_text",
    "told",
]

Document = dict[str, Any]


def event(*statements: Statement, listen: str = "test") -> Document:
    return {"listen": listen, "script": {"exec": render_script(statements).split("\n"), "type": "text/javascript"}}


def item(name: str, method: str, url: Any, *events: Document, **keys: Any) -> Document:
    request = {"method": method, "header": [], "url": url, **keys}
    return {"name": name, "id": f"id of {name}", "event": list(events), "request": request, "response": []}


def _basic(username: str, password: str) -> Document:
    pairs = {"username": username, "password": password}
    return {"type": "basic", "basic": [{"key": key, "value": value, "type": "string"} for key, value in pairs.items()]}


def base(*, token: Any, user: Any, read: Any, raw: str) -> Document:
    """The collection: a folder before, five steps, a folder after."""
    body = {
        "name": {"given": "Ada", "family": "Lovelace"},
        "username": "ada_{{$guid}}",
        "roles": ["reader", "writer"],
        "emails": [{"kind": "home", "value": "a@example.com"}, {"kind": "work", "value": "b@example.com"}],
        "age": 36,
        "password": "Initial-2Day!",
    }
    form = [{"key": "grant_type", "value": "client_credentials"}, {"key": "scope", "value": "all", "disabled": True}]
    files = [{"key": "picture", "type": "file", "src": "ada.png"}, {"key": "title", "value": "Ada", "type": "text"}]
    read_url = {
        "raw": "{{apiPath}}/users/:id?limit=10&filter=x",
        "host": ["{{apiPath}}"],
        "path": ["users", ":id"],
        "query": [{"key": "limit", "value": "10"}, {"key": "filter", "value": "x", "disabled": True}],
        "variable": [{"key": "id", "value": "{{userID}}"}],
    }
    graphql = {"query": "query Ask { me }", "variables": '{"first": 5}', "operationName": "Ask"}
    return {
        "info": {"name": "Users", "_postman_id": "1", "description": "All about users."},
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{accessToken}}"}]},
        "variable": [{"key": "tenant", "value": "acme"}],
        "item": [
            {
                "name": "Prerequisites",
                "id": "folder 1",
                "item": [
                    item(
                        "Get a token",
                        "POST",
                        "{{authPath}}/as/token",
                        event(*token),
                        auth=_basic("{{appID}}", "{{appSecret}}"),
                        body={"mode": "urlencoded", "urlencoded": form},
                    )
                ],
            },
            item(
                "Step 1: Create a user",
                "POST",
                "{{apiPath}}/users",
                event(Assignment("userName", read_text("ada_{{$guid}}")), listen="prerequest"),
                event(*user),
                header=[{"key": "Accept", "value": "application/json"}, {"key": "X-Trace", "value": "1"}],
                body={"mode": "raw", "raw": json.dumps(body), "options": {"raw": {"language": "json"}}},
                description="Add a user.",
            ),
            item(
                "Step 2: Read the user",
                "GET",
                read_url,
                event(*read),
                {"listen": "test", "script": {"exec": raw.split("\n")}},
            ),
            item(
                "Step 3: Upload a picture",
                "PUT",
                "{{apiPath}}/users/{{userID}}/picture",
                body={"mode": "formdata", "formdata": files},
            ),
            item("Step 4: Ask for it", "POST", "{{apiPath}}/ask", body={"mode": "graphql", "graphql": graphql}),
            item("Step 5: Write a note", "POST", "{{apiPath}}/notes", body={"mode": "raw", "raw": "one\ntwo"}),
            {
                "name": "Cleanup",
                "id": "folder 2",
                "item": [item("Delete the user", "DELETE", "{{apiPath}}/users/{{userID}}")],
            },
        ],
    }


def read_text(text: str) -> Any:
    from pcc.templating import parse_postman

    return parse_postman(text)


def changes(old: Document, new: Document) -> tuple[Change, ...]:
    """Everything that is said of two versions."""
    before, after = (read_collection(json.dumps(document)) for document in (old, new))
    return classify(compare_collections(before, after).differences, "x")


def environment(*variables: Document, name: str = "Test") -> Document:
    return {"name": name, "values": list(variables)}


def environment_changes(old: Document, new: Document) -> tuple[Change, ...]:
    before, after = (read_environment(json.dumps(document)) for document in (old, new))
    return classify(compare_environments(before, after).differences, "x")


def told(found: tuple[Change, ...]) -> list[tuple[str, str, str, str | None, str | None]]:
    """Changes as tests write them down."""
    return [(change.id, change.path, change.severity.word, change.before, change.after) for change in found]


def copied(document: Document, edit: Callable[[Document], Any]) -> Document:
    made = copy.deepcopy(document)
    edit(made)
    return made
