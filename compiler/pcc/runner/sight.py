"""What `pm.request` shows to a script in the engine: Postman's JSON of a request."""

from pcc.model.json import JsonObject
from pcc.runner.request import BuiltRequest

__all__ = ["sent_request"]


def sent_request(written: JsonObject, built: BuiltRequest) -> JsonObject:
    """Return a request as it was sent: everything resolved, with the headers that were added."""
    written = {
        **written,
        "method": built.http.method,
        "url": built.http.url,
        "header": [{"key": name, "value": value} for name, value in built.http.headers],
    }
    body = _sent_body(written.get("body"), built)
    return written if body is None else {**written, "body": body}


def _sent_body(body: object, built: BuiltRequest) -> JsonObject | None:
    if not isinstance(body, dict):
        return None
    if built.text is not None:
        return {**body, "raw": built.text}
    if built.form is not None and body.get("mode") == "urlencoded":
        return {**body, "urlencoded": [{"key": name, "value": value} for name, value in built.form]}
    return body
