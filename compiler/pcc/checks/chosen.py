"""Passwords that a run chooses for the accounts that it makes: they are nobody's, and no secrets.

A password is chosen when the first request that it goes out with creates an account or sets its password: a POST, PUT
or PATCH to an address that ends in such words (`/users`, `/register`, `/users/{{id}}/password`). Whoever signs on with
it later changes nothing; whoever signs on with one that no request has set before uses somebody's.
"""

from collections.abc import Iterator

from pcc.checks.flow import Field, Flow, FlowStep, Part
from pcc.checks.literals import body_fields
from pcc.checks.words import is_password_name, split_words
from pcc.templating import render_postman

__all__ = ["chosen_passwords"]

_ACCOUNTS = frozenset(
    {
        "account", "accounts", "admins", "clients", "customer", "customers", "employees", "member", "members",
        "owners", "password", "passwords", "people", "profile", "profiles", "register", "registration",
        "registrations", "signup", "user", "users",
    }
)  # fmt: skip
_SIGN_ON = frozenset({"authenticate", "login", "session", "sessions", "signin", "token", "tokens"})


def chosen_passwords(flow: Flow) -> frozenset[str]:
    """Return the passwords that the run chooses: literal values, and names of variables that hold one."""
    chosen: set[str] = set()
    used: set[str] = set()
    setting = [step.index for step in flow.steps if _sets_password(step)]
    for step in flow.steps[: setting[-1] + 1] if setting else ():
        values = set(_passwords(step))
        if step.index in setting:
            chosen |= values - used
        used |= values
    return frozenset(chosen)


def _sets_password(step: FlowStep) -> bool:
    if step.item.request.method not in ("POST", "PUT", "PATCH"):
        return False
    base = render_postman(step.item.request.url.base)
    path = base.partition("://")[2] or base
    segments = [segment for segment in path.split("/")[1:] if segment and segment[:1] not in ("{", ":")]
    words = split_words(segments[-1]) if segments else []
    joined = "".join(words)
    return not _ACCOUNTS.isdisjoint((*words, joined)) and _SIGN_ON.isdisjoint((*words, joined))


def _passwords(step: FlowStep) -> Iterator[str]:
    for part in step.parts:
        if part.field is Field.BODY and part.sent:
            yield from _of_part(part)
    for part in step.auth_parts:
        if is_password_name(part.name):
            yield from _values(part)


def _of_part(part: Part) -> Iterator[str]:
    if is_password_name(part.name):
        yield from _values(part)
    yield from (reference.name for reference in part.text.references)
    if part.text.parts and part.at[-1] in ("raw", "variables"):
        yield from (value for name, value in body_fields(render_postman(part.text)) if is_password_name(name))


def _values(part: Part) -> Iterator[str]:
    yield from (reference.name for reference in part.text.references)
    if part.text.literal:
        yield part.text.literal
