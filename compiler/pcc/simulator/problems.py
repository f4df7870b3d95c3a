"""Refusals: how the simulator says no, in the shapes of the management API and of OAuth (reference section 1.8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pcc.simulator.http import Document, Headers, SimulatorResponse, json_response

__all__ = [
    "ApiRefusal",
    "Detail",
    "OAuthRefusal",
    "Refusal",
    "access_failed",
    "body_too_large",
    "constraint_violation",
    "headers_too_large",
    "insufficient_permissions",
    "invalid_data",
    "invalid_request",
    "limit_exceeded",
    "method_not_allowed",
    "not_found",
    "rate_limited",
    "unexpected_error",
    "unsupported_media_type",
]


class Refusal(Exception):  # noqa: N818  # it says no, which is not an error of the simulator
    """A request is refused. It never leaves the simulator: it becomes an answer."""

    def response(self, correlation_id: str) -> SimulatorResponse:
        """Return the answer, whose log reference is `correlation_id`."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Detail:
    """One entry of `details`: what is wrong with `target`."""

    code: str
    message: str
    target: str = ""
    inner: Mapping[str, Any] | None = None

    def document(self) -> Document:
        """Return the entry as JSON."""
        document: Document = {"code": self.code}
        if self.target:
            document["target"] = self.target
        document["message"] = self.message
        if self.inner:
            document["innerError"] = dict(self.inner)
        return document


class ApiRefusal(Refusal):
    """A refusal in the shape of the management and flow API."""

    def __init__(
        self, status: int, code: str, message: str, *, details: tuple[Detail, ...] = (), headers: Headers = ()
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message
        self.details, self.headers = details, headers

    def response(self, correlation_id: str) -> SimulatorResponse:
        """Return `{id, code, message, details}`."""
        document: Document = {"id": correlation_id, "code": self.code, "message": self.message}
        if self.details:
            document["details"] = [detail.document() for detail in self.details]
        return json_response(self.status, document, hal=False).adding(*self.headers)


class OAuthRefusal(Refusal):
    """A refusal in the shape of RFC 6749 section 5.2."""

    def __init__(self, error: str, description: str, *, status: int = 400, headers: Headers = ()) -> None:
        super().__init__(error)
        self.error, self.description, self.status, self.headers = error, description, status, headers

    def response(self, correlation_id: str) -> SimulatorResponse:
        """Return `{error, error_description}`."""
        document = {"error": self.error, "error_description": self.text(correlation_id)}
        return json_response(self.status, document, hal=False).adding(*self.headers)

    def text(self, correlation_id: str) -> str:
        """Return the description: a general sentence, the reason, and the correlation id."""
        return f"Request denied: {self.description} (Correlation ID: {correlation_id})"


_INVALID_DATA = "The request could not be completed. One or more validation errors were in the request."
_INVALID_REQUEST = "The request could not be completed. The request was malformed or invalid."
_NO_ACCESS = "The request could not be completed. You do not have access to this resource."
_NO_TOKEN = "The authorization token is either missing or invalid, or it has expired."
_NO_PERMISSION = "You do not have permissions or are not licensed to make this request."
_NOT_FOUND = "The request could not be completed. The requested resource was not found."


def invalid_data(*details: Detail) -> ApiRefusal:
    """400: field values are wrong."""
    return ApiRefusal(400, "INVALID_DATA", _INVALID_DATA, details=details)


def constraint_violation(message: str, target: str = "") -> ApiRefusal:
    """400: the state of things forbids it."""
    return invalid_data(Detail("CONSTRAINT_VIOLATION", message, target))


def limit_exceeded() -> ApiRefusal:
    """400: there is no room for more documents."""
    message = "The simulator holds no more than this: delete something, or start it with more room."
    return invalid_data(Detail("LIMIT_EXCEEDED", message))


def invalid_request(*details: Detail) -> ApiRefusal:
    """400: malformed JSON, a value of the wrong JSON type, or an action out of turn."""
    return ApiRefusal(400, "INVALID_REQUEST", _INVALID_REQUEST, details=details)


def access_failed() -> ApiRefusal:
    """401: no Bearer token, or one that is unknown or expired."""
    detail = Detail("INVALID_TOKEN", _NO_TOKEN, "Authentication Credentials")
    return ApiRefusal(401, "ACCESS_FAILED", _NO_ACCESS, details=(detail,), headers=(("WWW-Authenticate", "Bearer"),))


def insufficient_permissions() -> ApiRefusal:
    """403: a valid token without the role."""
    detail = Detail("INSUFFICIENT_PERMISSIONS", _NO_PERMISSION)
    return ApiRefusal(403, "ACCESS_FAILED", _NO_PERMISSION, details=(detail,))


def not_found() -> ApiRefusal:
    """404: unknown path or id."""
    return ApiRefusal(404, "NOT_FOUND", _NOT_FOUND)


def method_not_allowed(allowed: tuple[str, ...]) -> ApiRefusal:
    """405: a known path; `allowed` are its methods (RFC 9110 section 15.5.6)."""
    message = "The request could not be completed. The request method is not supported."
    return ApiRefusal(405, "METHOD_NOT_ALLOWED", message, headers=(("Allow", ", ".join(allowed)),))


def unsupported_media_type(found: str, expected: tuple[str, ...]) -> ApiRefusal:
    """415: a missing or wrong content type; the message names those that would do."""
    message = f"The content type {found or '(none)'} is not supported here. Use {' or '.join(expected)}."
    return ApiRefusal(415, "UNSUPPORTED_MEDIA_TYPE", message)


def body_too_large(limit: int) -> ApiRefusal:
    """413: a body of more than `limit` bytes."""
    message = f"The request could not be completed. The request body has more than {limit} bytes."
    return ApiRefusal(413, "REQUEST_TOO_LARGE", message, headers=(("Connection", "close"),))


def headers_too_large(limit: int) -> ApiRefusal:
    """431: headers of more than `limit` bytes (reference section 1.9)."""
    message = f"The request could not be completed. The request headers have more than {limit} bytes."
    return ApiRefusal(431, "REQUEST_TOO_LARGE", message)


def rate_limited(retry_after: int) -> ApiRefusal:
    """429: too many requests; `retry_after` is in seconds."""
    message = "The request could not be completed. Too many requests were sent."
    return ApiRefusal(429, "REQUEST_LIMITED", message, headers=(("Retry-After", str(retry_after)),))


def unexpected_error(status: int = 500, *, headers: Headers = ()) -> ApiRefusal:
    """500 and its like: a bug, or a fault that stands for one."""
    message = "The request could not be completed. An unexpected error occurred."
    return ApiRefusal(status, "UNEXPECTED_ERROR", message, headers=headers)
