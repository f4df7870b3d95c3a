"""What is told of a user, scope by scope (OpenID Connect Core 1.0 sections 5.1 and 5.4)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from pcc.simulator.http import Document

__all__ = ["CLAIMS", "profile_claims"]

CLAIMS: Mapping[str, tuple[str, ...]] = {
    "openid": ("sub",),
    "profile": (
        "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "locale", "zoneinfo",
        "updated_at",
    ),
    "email": ("email", "email_verified"),
    "address": ("address",),
    "phone": ("phone_number",),
}  # fmt: skip
"""The claims of each scope."""

_ADDRESS = {
    "streetAddress": "street_address",
    "locality": "locality",
    "region": "region",
    "postalCode": "postal_code",
    "countryCode": "country",
}


def profile_claims(user: Document, scopes: tuple[str, ...]) -> Document:
    """Return the claims of the scopes, as far as the user has them."""
    wanted = {claim for scope in scopes for claim in CLAIMS.get(scope, ())}
    return {claim: value for claim, value in _claims(user) if claim in wanted and value not in (None, "", {})}


def _claims(user: Document) -> Iterator[tuple[str, Any]]:
    name, address = user.get("name", {}), user.get("address", {})
    yield "sub", user["id"]
    yield "name", name.get("formatted") or " ".join(part for part in _parts(name) if part)
    yield "given_name", name.get("given")
    yield "family_name", name.get("family")
    yield "middle_name", name.get("middle")
    yield "nickname", user.get("nickname")
    yield "preferred_username", user["username"]
    yield "locale", user.get("locale")
    yield "zoneinfo", user.get("timezone")
    yield "updated_at", int(datetime.fromisoformat(user["updatedAt"]).timestamp())
    yield "email", user["email"]
    yield "email_verified", user["lifecycle"]["status"] == "ACCOUNT_OK"
    yield "address", {_ADDRESS[part]: value for part, value in address.items() if part in _ADDRESS and value}
    yield "phone_number", user.get("mobilePhone") or user.get("primaryPhone")


def _parts(name: Document) -> Iterator[str]:
    for part in ("honorificPrefix", "given", "middle", "family", "honorificSuffix"):
        yield name.get(part, "")
