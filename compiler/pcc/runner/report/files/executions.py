"""One item that ran, as an element of `run.executions` and of `run.failures` (reference newman.md, section 1.2)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import responses
from typing import Any
from urllib.parse import urlsplit

from pcc.model.collection import PREREQUEST, Collection
from pcc.model.ports import HttpRequest, HttpResponse
from pcc.model.result import AssertionResult, Exchange, ItemResult, ScriptResult
from pcc.runner.redact import Redactor
from pcc.runner.report.files.messages import body_text, header_pairs, query_pairs
from pcc.runner.report.tally import elapsed_ms, scripted_requests
from pcc.templating import render_postman

__all__ = ["Execution", "failures_of", "with_url_parts"]

_NAMED = re.compile(r"([A-Z]\w*(?:Error|Exception)): ")


@dataclass(frozen=True, slots=True)
class Execution:
    """An element of `executions`: bodies have at most `limit` bytes, what was not sent is looked up in the source."""

    result: ItemResult
    cursor: dict[str, Any]
    limit: int
    redact: Redactor
    source: Collection | None

    def data(self) -> dict[str, Any]:
        """Return it as JSON data, not redacted; `with_url_parts` completes it later."""
        result = self.result
        exchanges = result.exchanges
        data: dict[str, Any] = {
            "cursor": self.cursor,
            "item": {"id": result.id, "name": result.name},
            "request": self._request(exchanges[0].request) if exchanges else self._unsent(),
        }
        if result.response is not None:
            data["response"] = self._response(result.response, elapsed_ms(exchanges))
        data["id"] = result.id
        if result.error:
            data["requestError"] = _error(result.error)
        if result.skipped:
            data["skipped"] = True
        for script in result.scripts:
            if script.error:
                data.setdefault(f"{script.listen}Script", []).append({"error": _error(script.error)})
        return {**data, **self._scripted()}

    def _scripted(self) -> dict[str, Any]:
        result = self.result
        found = {
            "assertions": [_assertion(*numbered) for script in result.scripts for numbered in _numbered(script)],
            "console": [
                {"level": message.level, "messages": [message.text]}
                for script in result.scripts
                for message in script.console
            ],
            "scriptRequests": list(map(self._exchange, scripted_requests(result))),
        }
        return {key: value for key, value in found.items() if value}

    def _exchange(self, exchange: Exchange) -> dict[str, Any]:
        data = {"request": self._request(exchange.request)}
        if exchange.response is not None:
            data["response"] = self._response(exchange.response, exchange.response.elapsed_ms)
        if exchange.error:
            data["requestError"] = _error(exchange.error)
        return data

    def _unsent(self) -> dict[str, Any]:
        """The request as it is written: it never came to be another."""
        items = self.source.walk() if self.source else ()
        request = next((item.request for _, item in items if item.id == self.result.id), None)
        if request is None:
            return {"url": {"raw": ""}, "header": [], "method": ""}
        return {"url": {"raw": render_postman(request.url.base)}, "header": [], "method": request.method}

    def _request(self, request: HttpRequest) -> dict[str, Any]:
        data: dict[str, Any] = {
            "url": {"raw": request.url},
            "header": _headers(request.headers),
            "method": request.method,
        }
        if request.body:
            body = body_text(request.body, self.limit, self.redact)
            data["body"] = {"mode": "raw", "raw": body.text}
            if body.encoded:
                data["body"]["encoding"] = "base64"
            if body.omitted:
                data["body"]["omitted"] = body.omitted
        return data

    def _response(self, response: HttpResponse, elapsed: float) -> dict[str, Any]:
        body = body_text(response.body, self.limit, self.redact)
        stream: dict[str, Any] = {"type": "Base64" if body.encoded else "Text", "data": body.text}
        if body.omitted:
            stream["omitted"] = body.omitted
        return {
            "status": response.reason or responses.get(response.status, ""),
            "code": response.status,
            "header": _headers(response.headers),
            "stream": stream,
            "cookie": [],
            "responseTime": round(elapsed),
            "responseSize": len(response.body),
        }


def with_url_parts(execution: dict[str, Any]) -> dict[str, Any]:
    """Return a redacted execution with its URLs also in parts, as Newman has them.

    All parts come from the redacted whole: a secret may be more than one of them.
    """
    requests = [execution["request"], *(entry["request"] for entry in execution.get("scriptRequests", ()))]
    for request in requests:
        request["url"].update(_url_parts(request["url"]["raw"]))
    return execution


def _url_parts(url: str) -> dict[str, Any]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return {}
    data: dict[str, Any] = {"protocol": parts.scheme, "host": (parts.hostname or "").split(".")}
    if port is not None:
        data["port"] = str(port)
    query = [{"key": key, "value": value} for key, value in query_pairs(url)]
    return {**data, "path": parts.path.split("/")[1:], "query": query, "variable": []}


def failures_of(result: ItemResult, cursor: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the elements of `failures`: what went wrong with the request, in scripts, in tests."""
    common = {
        "source": {"id": result.id, "name": result.name},
        "parent": {"name": " / ".join(result.path)},
        "cursor": cursor,
    }
    if result.error:
        yield {"error": _error(result.error), "at": "request", **common}
    for script in result.scripts:
        if script.error:
            yield {"error": _error(script.error), "at": f"{script.listen}-script", **common}
        for index, assertion in _numbered(script):
            if not assertion.passed:
                where = "prerequest-script" if script.listen == PREREQUEST else "test-script"
                yield {"error": _failure(index, assertion), "at": f"assertion:{index} in {where}", **common}


def _numbered(script: ScriptResult) -> Iterator[tuple[int, AssertionResult]]:
    yield from enumerate(script.assertions)


def _assertion(index: int, assertion: AssertionResult) -> dict[str, Any]:
    data: dict[str, Any] = {"assertion": assertion.name, "skipped": assertion.skipped}
    return data if assertion.passed else {**data, "error": _failure(index, assertion)}


def _failure(index: int, assertion: AssertionResult) -> dict[str, Any]:
    message = assertion.error or ""
    error = {"name": "AssertionError", "index": index, "test": assertion.name, "message": message}
    return {**error, "stack": f"AssertionError: {message}"}


def _error(text: str) -> dict[str, Any]:
    named = _NAMED.match(text)
    name, message = (named[1], text[named.end() :]) if named else ("Error", text)
    return {"name": name, "message": message, "stack": f"{name}: {message}"}


def _headers(headers: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"key": name, "value": value} for name, value in header_pairs(headers)]
