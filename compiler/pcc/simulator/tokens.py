"""Issues access, ID and refresh tokens with the claims of reference section 5. Lifetimes in seconds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pcc.simulator.environments import Environment
from pcc.simulator.http import Document
from pcc.simulator.keys import half_hash, read_claims
from pcc.simulator.state import AccessToken, Family, Grant, RefreshToken
from pcc.simulator.store import PINGONE_AUDIENCE, World

__all__ = ["Audience", "issue_access_token", "issue_id_token", "issue_refresh_token", "reissue_token"]

DEFAULT_LIFETIME = 3600


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an access token is for, and how long it lives."""

    names: tuple[str, ...] = (PINGONE_AUDIENCE,)
    lifetime: int = DEFAULT_LIFETIME

    @property
    def is_custom(self) -> bool:
        """Whether a custom resource is meant."""
        return PINGONE_AUDIENCE not in self.names


def issue_access_token(
    world: World,
    environment: Environment,
    *,
    client_id: str,
    audience: Audience,
    scopes: tuple[str, ...],
    family: Family | None = None,
) -> AccessToken:
    """Sign and remember an access token: a user's when it comes of a grant, else the client's own."""
    claims = _common_claims(world, environment, lifetime=audience.lifetime)
    claims |= {"client_id": client_id, "aud": list(audience.names), "jti": world.new_id()}
    if scopes:
        claims["scope"] = " ".join(scopes)
    claims |= _client_claims(claims) if family is None else _user_claims(family.grant, audience=audience)
    token = AccessToken(
        value=world.signer.sign(claims),
        environment_id=environment.id,
        client_id=client_id,
        expires_at=claims["exp"],
        claims=claims,
        family=family,
    )
    environment.shelves.access_tokens.add(token.value, token)
    return token


def issue_id_token(
    world: World,
    environment: Environment,
    grant: Grant,
    *,
    nonce: str | None = None,
    beside: Mapping[str, str] | None = None,
    profile: Mapping[str, Any] | None = None,
) -> str:
    """Return a signed ID token (OpenID Connect Core 1.0 section 2); a refreshed one has no nonce (section 12.2).

    `beside` are the access token and the code that it is delivered with, by claim: `at_hash`, `c_hash`. `profile` are
    the user's own claims, told here when there is no access token to ask userinfo with (section 5.4).
    """
    claims = _common_claims(world, environment, lifetime=DEFAULT_LIFETIME)
    claims |= _sign_on_claims(grant)
    claims |= {"aud": grant.client_id, "amr": ["pwd"], "p1.region": environment.document["region"]}
    claims |= {name: half_hash(text) for name, text in (beside or {}).items()}
    if nonce is not None:
        claims["nonce"] = nonce
    claims = {**(profile or {}), **claims}
    return world.signer.sign(claims)


def issue_refresh_token(world: World, environment: Environment, family: Family, application: Document) -> RefreshToken:
    """Return and remember a new refresh token of the family, opaque, never outliving the family."""
    duration = application.get("refreshTokenDuration", 2592000)
    expires_at = min(world.now() + duration, family.expires_at)
    token = RefreshToken(world.new_secret(), family, expires_at)
    environment.shelves.refresh_tokens.add(token.value, token)
    return token


def reissue_token(world: World, token: str, changes: Mapping[str, Any]) -> str:
    """Return the token signed anew with other claims (None removes one); an access token is known under both texts."""
    merged = read_claims(token) | dict(changes)
    signed = world.signer.sign({name: value for name, value in merged.items() if value is not None})
    known = world.access_token(token)
    if known is not None:
        world.environments[known.environment_id].shelves.access_tokens.add(signed, known)
    return signed


def _common_claims(world: World, environment: Environment, *, lifetime: int) -> Document:
    now = int(world.now())
    return {
        "iss": f"{world.auth_url(environment)}/as",
        "iat": now,
        "exp": now + lifetime,
        "env": environment.id,
        "org": environment.organization_id,
    }


def _client_claims(claims: Document) -> Document:
    return {"p1.rid": claims["jti"]}


def _user_claims(grant: Grant, *, audience: Audience) -> Document:
    claims = _sign_on_claims(grant)
    return claims | {"p1.userId": grant.user_id} if audience.is_custom else claims


def _sign_on_claims(grant: Grant) -> Document:
    claims: Document = {"sub": grant.user_id, "sid": grant.session_id, "acr": grant.policy}
    claims["auth_time"] = int(grant.signed_on_at)
    return claims
