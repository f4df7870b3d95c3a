"""Client authentication at the OAuth endpoints (RFC 6749 section 2.3, reference sections 1.4 and 4.4)."""

from pcc.simulator.auth.assertions import ASSERTION_METHODS, ASSERTION_TYPE, client_of_assertion, verify_assertion
from pcc.simulator.calls import Call
from pcc.simulator.http import Document
from pcc.simulator.problems import OAuthRefusal

__all__ = ["authenticate_application", "authenticate_introspector"]


def authenticate_application(call: Call) -> Document:
    """Return the application that the request proves to be, by its own `tokenEndpointAuthMethod`.

    Refused with `invalid_client` (401): unknown, disabled, wrong secret or assertion, another method than its own.
    """
    client_id, secret, method = _credentials(call)
    application = call.environment.application(client_id)
    if application is None or not application["enabled"]:
        raise _invalid_client(call, "the client is unknown or disabled")
    expected = application["tokenEndpointAuthMethod"]
    if method == ASSERTION_TYPE and expected in ASSERTION_METHODS:
        _verify_assertion(call, application, secret, method=expected)
    else:
        _verify(call, client_id, secret, used=method, expected=expected)
    return application


def authenticate_introspector(call: Call) -> None:
    """Accept an application or a custom resource with its secret (reference section 4.5)."""
    client_id, secret, method = _credentials(call)
    resource = call.environment.table("resources").get(client_id)
    if resource is None:
        authenticate_application(call)
    else:
        expected = resource.get("introspectEndpointAuthMethod", "")
        _verify(call, client_id, secret, used=method, expected=expected)


def _credentials(call: Call) -> tuple[str, str, str]:
    form = call.form
    if "client_assertion" in form:
        return _asserted(call)
    if not call.header("authorization"):
        client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
        return client_id, secret, "CLIENT_SECRET_POST" if secret else "NONE"
    if "client_secret" in form:
        raise OAuthRefusal("invalid_request", "the client authenticates in two ways")
    basic = call.basic()
    if basic is None:
        raise _invalid_client(call, "Unsupported authentication method")
    if form.get("client_id", basic[0]) != basic[0]:
        raise OAuthRefusal("invalid_request", "client_id differs from the client that authenticates")
    return (*basic, "CLIENT_SECRET_BASIC")


def _asserted(call: Call) -> tuple[str, str, str]:
    form = call.form
    if call.header("authorization") or "client_secret" in form:
        raise OAuthRefusal("invalid_request", "the client authenticates in two ways")
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        raise _invalid_client(call, "Unsupported authentication method")
    client_id = client_of_assertion(form["client_assertion"])
    if form.get("client_id", client_id) != client_id:
        raise OAuthRefusal("invalid_request", "client_id differs from the client that authenticates")
    return client_id, form["client_assertion"], ASSERTION_TYPE


def _verify_assertion(call: Call, application: Document, assertion: str, *, method: str) -> None:
    try:
        verify_assertion(call, application, assertion, method=method)
    except ValueError as error:
        raise _invalid_client(call, str(error)) from None


def _verify(call: Call, client_id: str, secret: str, *, used: str, expected: str) -> None:
    if used != expected:
        raise _invalid_client(call, "Unsupported authentication method")
    if used != "NONE" and not _has_secret(call, client_id, secret):
        raise _invalid_client(call, "the client secret is wrong")


def _has_secret(call: Call, client_id: str, secret: str) -> bool:
    known = call.environment.secrets.get(client_id)
    return known is not None and known.accepts(secret, now=call.world.now())


def _invalid_client(call: Call, description: str) -> OAuthRefusal:
    # RFC 6749 section 5.2: a client that used the header is told the scheme in answer.
    headers = (("WWW-Authenticate", "Basic"),) if call.header("authorization") else ()
    return OAuthRefusal("invalid_client", description, status=401, headers=headers)
