"""Credentials as an author writes them."""

from dataclasses import dataclass
from typing import TypeAlias

from pcc.dsl.origin import wrong
from pcc.dsl.texts import Text, Texts
from pcc.model import request as model

__all__ = ["Auth", "api_key", "basic", "bearer", "no_auth", "read_auth"]


@dataclass(frozen=True, slots=True)
class _Bearer:
    token: Text


@dataclass(frozen=True, slots=True)
class _Basic:
    username: Text
    password: Text


@dataclass(frozen=True, slots=True)
class _ApiKey:
    name: Text
    value: Text
    in_query: bool


@dataclass(frozen=True, slots=True)
class _None:
    pass


Auth: TypeAlias = _Bearer | _Basic | _ApiKey | _None


def bearer(token: Text) -> Auth:
    """Send `Authorization: Bearer <token>`."""
    return _Bearer(token)


def basic(username: Text, password: Text) -> Auth:
    """Send `Authorization: Basic …` of a user name and a password."""
    return _Basic(username, password)


def api_key(name: Text, value: Text, *, in_query: bool = False) -> Auth:
    """Send a key as a header of this name, or as a query parameter."""
    return _ApiKey(name, value, in_query)


def no_auth() -> Auth:
    """Send no credentials, whatever the folder or the workflow says."""
    return _None()


def read_auth(auth: Auth | None, texts: Texts) -> model.Auth | None:
    """Return the auth of the model; None inherits from the folder or the workflow."""
    match auth:
        case None:
            return None
        case _Bearer(token):
            return model.BearerAuth(texts.template(token, "the token"))
        case _Basic(username, password):
            return model.BasicAuth(texts.template(username, "the user name"), texts.template(password, "the password"))
        case _ApiKey(name, value, in_query):
            key = texts.template(name, "the name of the key")
            return model.ApiKeyAuth(key, texts.template(value, "the key"), in_query)
        case _None():
            return model.NoAuth()
        case _:
            raise wrong(f"auth={auth!r}: write bearer(…), basic(…), api_key(…) or no_auth()")
