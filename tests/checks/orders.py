"""A small collection without a fault, and its environment: what defects are planted into."""

from typing import Any

from pcc.checks.catalog import run_checks
from pcc.checks.subject import Subject
from pcc.diagnostics import Diagnostic
from pcc.postman import read_collection, read_environment
from pcc.postman.document.text import write_json

__all__ = ["Document", "check_documents", "folder", "item", "orders", "orders_environment", "script", "step_of"]

Document = dict[str, Any]


def script(listen: str, *lines: str) -> Document:
    """An event with a script."""
    return {"listen": listen, "script": {"exec": list(lines), "type": "text/javascript"}}


def status(code: int) -> str:
    return f'pm.test("status is {code}", () => pm.response.to.have.status({code}));'


def item(name: str, method: str, url: Any, *events: Document, **request: Any) -> Document:
    """A request with its scripts."""
    return {
        "name": name,
        "event": list(events),
        "request": {"method": method, "header": [], "url": url, **request},
        "response": [],
    }


def folder(name: str, *items: Document, **more: Any) -> Document:
    """A folder."""
    return {"name": name, "item": list(items), **more}


def _url(path: str, *query: tuple[str, str], **variables: str) -> Document:
    raw = "{{baseUrl}}/" + path + ("?" + "&".join(f"{key}={value}" for key, value in query) if query else "")
    return {
        "raw": raw,
        "host": ["{{baseUrl}}"],
        "path": path.split("/"),
        "query": [{"key": key, "value": value} for key, value in query],
        "variable": [{"key": key, "value": value} for key, value in variables.items()],
    }


def _form(**fields: str) -> Document:
    return {
        "mode": "urlencoded",
        "urlencoded": [{"key": key, "value": value, "type": "text"} for key, value in fields.items()],
    }


def _json(text: str) -> Document:
    return {"mode": "raw", "raw": text, "options": {"raw": {"language": "json"}}}


def step_of(collection: Document, *indices: int) -> Document:
    """The item at these indices."""
    found = collection
    for index in indices:
        found = found["item"][index]
    return found


def orders() -> Document:
    """Six requests that sign on, make an order, look at it, and delete it."""
    return {
        "info": {
            "name": "Orders",
            "description": "How to place an order.",
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
        },
        "item": [
            folder(
                "Prerequisites",
                item(
                    "Get a token", "POST", _url("oauth/token"),
                    script("test", status(200), 'pm.environment.set("accessToken", pm.response.json().access_token);'),
                    auth={"type": "noauth"},
                    body=_form(
                        grant_type="client_credentials", client_id="{{clientId}}", client_secret="{{clientSecret}}"
                    ),
                ),
            ),
            item(
                "Create an order", "POST", _url("orders", ("source", "web")),
                script("test", status(201), 'pm.environment.set("orderId", pm.response.json().id);'),
                header=[{"key": "Idempotency-Key", "value": "{{$guid}}"}],
                body=_json('{"customer": "{{customerId}}", "lines": [{"sku": "A-1", "count": 2}]}'),
            ),
            item("Get the order", "GET", _url("orders/:orderId", orderId="{{orderId}}"), script("test", status(200))),
            item("List orders", "GET", _url("orders", ("limit", "{{pageSize}}")), script("test", status(200))),
            {
                **item(
                    "Start the checkout", "GET", _url("checkout", ("order", "{{orderId}}")),
                    script(
                        "test",
                        status(302),
                        'const to = pm.response.headers.get("Location");',
                        'pm.environment.set("checkoutId", to.split("/").pop());',
                    ),
                ),
                "protocolProfileBehavior": {"followRedirects": False},
            },
            item("Get the checkout", "GET", _url("checkout/{{checkoutId}}"), script("test", status(200))),
            folder(
                "Cleanup",
                item("Delete the order", "DELETE", _url("orders/{{orderId}}"), script("test", status(204))),
            ),
        ],
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{accessToken}}", "type": "string"}]},
        "variable": [{"key": "pageSize", "value": "20"}],
    }  # fmt: skip


def orders_environment() -> Document:
    """What the collection expects of an environment."""
    return {
        "name": "Staging",
        "values": [
            {"key": "baseUrl", "value": "https://api.orders.example.com", "type": "default", "enabled": True},
            {"key": "clientId", "value": "orders-cli", "type": "default", "enabled": True},
            {"key": "clientSecret", "value": "", "type": "secret", "enabled": True},
            {"key": "customerId", "value": "c-1001", "type": "default", "enabled": True},
        ],
        "_postman_variable_scope": "environment",
    }


def check_documents(collection: Document, environment: Document | None = None) -> list[Diagnostic]:
    """Check a collection, as from a file, with an environment or without one."""
    read = read_collection(write_json(collection))
    variables = read_environment(write_json(environment)) if environment is not None else None
    names = ("orders.postman_collection.json", "staging.postman_environment.json" if environment is not None else "")
    return run_checks(Subject(read, variables, *names))
