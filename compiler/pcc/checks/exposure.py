"""Secrets on their way: in a query, where logs and histories keep them, or over plain http, where anybody reads them.

A variable is secret when its environment, a capture or an assignment says so, or by its name. Public are the `code`
and `state` of OAuth's redirects, and tokens that a link carries once (`/verify?token=…`). Not sent as they are: the
keys that only sign (AWS, Hawk, Digest, OAuth 1, …). Exempt from http are loopback, and names that only
a network of one's own resolves: without a dot, or in a domain such as `.local`.
"""

import ipaddress
from collections.abc import Iterator

from pcc.checks.addresses import Origin, resolve_origin
from pcc.checks.flow import Field, Flow, FlowStep, Holder, Part, flow_of
from pcc.checks.literals import body_fields, named_secret
from pcc.checks.rule import Rule
from pcc.checks.shapes import find_shapes
from pcc.checks.subject import Subject
from pcc.checks.texts import marks, shown
from pcc.checks.words import is_placeholder, is_secret_name, split_words
from pcc.diagnostics import Diagnostic, Level
from pcc.model.request import ApiKeyAuth, OtherAuth
from pcc.model.statement import Assignment, Capture
from pcc.printing import count
from pcc.templating import render_postman

__all__ = ["SECRET_IN_QUERY", "SECRET_OVER_HTTP", "check_exposure"]

SECRET_IN_QUERY = Rule("secret-in-query", Level.WARNING)
SECRET_OVER_HTTP = Rule("secret-over-http", Level.ERROR)

_PUBLIC_PARAMS = frozenset({"code", "state", "nonce", "id_token_hint", "code_challenge", "session_state"})
_ONE_TIME = frozenset(
    {"activate", "activation", "confirm", "confirmation", "invitation", "invite", "magic", "reset", "unsubscribe",
     "validate", "verification", "verify"}
)  # fmt: skip
_SENT_AS_THEY_ARE = frozenset({"bearer", "basic", "apikey", "oauth2", "jwt"})
# Domains that no public name server knows (RFC 2606, 6761 and 6762, and what containers and routers use).
_OWN_DOMAINS = (".home.arpa", ".internal", ".lan", ".local", ".localdomain", ".localhost", ".svc", ".test")
_CARRIES_SECRETS = frozenset({"authorization", "proxy-authorization", "cookie"})


def check_exposure(subject: Subject) -> Iterator[Diagnostic]:
    """Find secrets that are sent in a query or over http."""
    flow = flow_of(subject)
    secrets = _secret_names(flow)
    yield from _in_queries(flow, secrets)
    yield from _over_http(flow, secrets)


def _secret_names(flow: Flow) -> frozenset[str]:
    """The variables that are known to be secret."""
    declared = {name for name, initials in flow.initial.items() if any(initial.variable.secret for initial in initials)}
    told = {
        name
        for name, accesses in flow.names.items()
        if is_secret_name(name)
        or any(isinstance(access.cause, Assignment | Capture) and access.cause.secret and access.cause.name == name
               for access in accesses)
    }  # fmt: skip
    return frozenset(declared | told)


# In a query ------------------------------------------------------------------------------------------------------


def _in_queries(flow: Flow, secrets: frozenset[str]) -> Iterator[Diagnostic]:
    found: dict[tuple[str, str], list[tuple[FlowStep, Holder, Part]]] = {}
    for step in flow.steps:
        for part, holder in _query_parts(step):
            what = _secret_of(part, secrets, flow.subject)
            if what and not (part.field is Field.QUERY and _is_one_time(step, part)):
                found.setdefault((part.name, what), []).append((step, holder, part))
    for (name, what), places in found.items():
        step, holder, part = places[0]
        also = f"; {count(len(places) - 1, 'other request')} do the same" if len(places) > 1 else ""
        references = [reference.name for reference in part.text.references]
        yield SECRET_IN_QUERY.found(
            f"{what} is sent in the query, as {name!r}: servers and proxies write addresses to their logs",
            step.place(holder, part.at),
            marked=tuple(text for reference in references for text in marks(reference)) or (name,),
            advice=f"send it in a header or in the body{also}",
        )


def _query_parts(step: FlowStep) -> Iterator[tuple[Part, Holder]]:
    for part in step.parts:
        if part.field is Field.QUERY and part.sent and part.name.lower() not in _PUBLIC_PARAMS:
            yield part, step.holder
    for part in step.auth_parts:
        match step.auth:
            case ApiKeyAuth(key, in_query=True) if part.name == "value":
                yield part._replace(name=render_postman(key)), step.auth_holder
            case OtherAuth("oauth2" | "jwt", attributes) if part.name in ("accessToken", "secret"):
                if str(dict(attributes).get("addTokenTo", "")).startswith("query"):
                    yield part._replace(name="access_token"), step.auth_holder


def _secret_of(part: Part, secrets: frozenset[str], subject: Subject) -> str:
    for reference in part.text.references:
        if reference.name in secrets:
            return f"the secret {shown(reference.name, subject)}"
    if part.field is Field.AUTH and part.text:
        return "an API key" if part.text.literal is not None else f"the secret {render_postman(part.text)}"
    literal = part.text.literal
    if literal is None:
        # A variable by any name, in a parameter that says what it is.
        plain = [reference for reference in part.text.references if not reference.dynamic]
        return f"the secret {shown(plain[0].name, subject)}" if plain and is_secret_name(part.name) else ""
    return "a secret" if named_secret(part.name, literal) or any(find_shapes(literal)) else ""


def _is_one_time(step: FlowStep, part: Part) -> bool:
    base = render_postman(step.item.request.url.base)
    words = {*split_words(base), *(word for reference in part.text.references for word in split_words(reference.name))}
    return not _ONE_TIME.isdisjoint(words)


# Over http -------------------------------------------------------------------------------------------------------


def _over_http(flow: Flow, secrets: frozenset[str]) -> Iterator[Diagnostic]:
    found: dict[str, list[tuple[FlowStep, str]]] = {}
    for step in flow.steps:
        origin = resolve_origin(flow, step.item.request.url.base)
        what = _sent_secret(step, secrets) if origin and origin.scheme == "http" and _is_public(origin) else ""
        if origin and what:
            found.setdefault(origin.host, []).append((step, what))
    for host, steps in found.items():
        step, what = steps[0]
        also = f"; so do {count(len(steps) - 1, 'other request')}" if len(steps) > 1 else ""
        yield SECRET_OVER_HTTP.found(
            f"{what} goes to http://{host} in clear text{also}",
            step.place(step.holder, ("request", "url")),
            marked=(f"http://{host}", "http://", host),
            advice="use https://",
        )


def _is_public(origin: Origin) -> bool:
    host = origin.host.strip("[]")
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        own = "." not in host or host.endswith(_OWN_DOMAINS)
        return not own


def _sent_secret(step: FlowStep, secrets: frozenset[str]) -> str:
    """What secret a request sends, or empty text."""
    kind = next((str(part.at[-3]) for part in step.auth_parts if part.text), "")
    if kind in _SENT_AS_THEY_ARE:
        return {"apikey": "an API key", "basic": "a password", "jwt": "a token"}.get(kind, "a token")
    for part in step.parts:
        if not part.sent or not part.text or part.field in (Field.PROXY, Field.CERTIFICATE):
            continue
        if any(reference.name in secrets for reference in part.text.references):
            return f"a secret in the {part.field.value}"
        if part.field is Field.HEADER and part.name.lower() in _CARRIES_SECRETS:
            return f"the header {part.name}"
        if _holds_secret(part):
            return f"a secret in the {part.field.value}"
    return ""


def _holds_secret(part: Part) -> bool:
    literal = part.text.literal
    if is_secret_name(part.name) and (literal is None or not is_placeholder(literal)):
        return True
    if part.field is Field.BODY and part.at[-1] in ("raw", "variables"):
        fields = body_fields(render_postman(part.text))
        return any(is_secret_name(name) and ("{{" in value or not is_placeholder(value)) for name, value in fields)
    return False
