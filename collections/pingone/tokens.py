"""Tokens: redeem a code, exchange a refresh token, introspect."""

from dataclasses import dataclass

from pcc import Expectation, Record, Ref, Step, Steps, basic, claim, jsonpath, status
from pingone.environment import AUTH


@dataclass(frozen=True)
class Tokens(Record):
    """What the token endpoint gave for a code."""

    access: Ref
    refresh: Ref


def is_token_response(*, scope: str) -> list[Expectation]:
    """What every answer of the token endpoint holds."""
    return [
        status(200),
        jsonpath("$.token_type").equals("Bearer"),
        jsonpath("$.expires_in").above(0),
        jsonpath("$.scope").contains(scope),
    ]


def is_access_token_of(app: Ref, user: Ref) -> list[Expectation]:
    """The access token is a JWT of this issuer, for this application and this user, and not yet over."""
    token = "$.access_token"
    return [
        claim("$.iss", of=token).equals(f"{AUTH}/as"),
        claim("$.client_id", of=token).equals(app),
        claim("$.sub", of=token).equals(user),
        claim("$.exp", of=token).above(claim("$.iat", of=token)),
    ]


def is_id_token_of(app: Ref, user: Ref) -> list[Expectation]:
    """The ID token is for this application and names this user."""
    return [
        claim("$.aud", of="$.id_token").equals(app),
        claim("$.sub", of="$.id_token").equals(user),
    ]


def redeem(w: Steps, app: Ref, secret: Ref, code: Ref, *, redirect_uri: str, expect: list[Expectation]) -> Step:
    """Exchange the authorization code for tokens; the caller captures what it needs."""
    return w.post(
        "Generate the access token",
        f"{AUTH}/as/token",
        does="exchange the authorization code for tokens",
        auth=basic(app, secret),
        form={"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri},
        expect=expect,
    )


def capture_tokens(answer: Step, *, access_as: str, refresh_as: str) -> Tokens:
    """Keep the access token and the refresh token of an answer."""
    return Tokens(
        answer.capture(access_as, "$.access_token", secret=True),
        answer.capture(refresh_as, "$.refresh_token", secret=True),
    )
