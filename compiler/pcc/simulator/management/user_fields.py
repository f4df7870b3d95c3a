"""What a user holds: the members that may be written, the order of an answer, and what a filter may name."""

from dataclasses import replace

from pcc.simulator.fields import Field, boolean, choice, email, record, reference, text
from pcc.simulator.management.comparisons import Kind, attributes
from pcc.simulator.management.user_password import PASSWORD_FIELDS

__all__ = ["IMPORT_FIELDS", "PATCH_FIELDS", "USER_ATTRIBUTES", "USER_FIELDS", "USER_ORDER"]

PROFILE = (
    "accountId", "externalId", "locale", "mobilePhone", "nickname", "preferredLanguage", "primaryPhone", "timezone",
    "title", "type",
)  # fmt: skip
NAME_PARTS = ("formatted", "given", "middle", "family", "honorificPrefix", "honorificSuffix")
ADDRESS_PARTS = ("streetAddress", "locality", "region", "postalCode", "countryCode")
TEXTS = (
    "username", "email", *PROFILE, "lifecycle.status", "account.status", "verifyStatus", "identityProvider.type",
    *(f"name.{part}" for part in NAME_PARTS), *(f"address.{part}" for part in ADDRESS_PARTS),
)  # fmt: skip

USER_FIELDS = (
    Field("email", email, required=True),
    Field("enabled", boolean, default=True),
    Field("name", record(*(Field(part, text(maximum=256, blank=True)) for part in NAME_PARTS))),
    Field("address", record(*(Field(part, text(maximum=256, blank=True)) for part in ADDRESS_PARTS))),
    *(Field(name, text(maximum=256, blank=True)) for name in PROFILE),
    Field("population", reference),
    Field("username", text(maximum=128), required=True),
)
IMPORT_FIELDS = (
    *USER_FIELDS,
    Field("lifecycle", record(Field("status", choice("ACCOUNT_OK", "VERIFICATION_REQUIRED"), default="ACCOUNT_OK"))),
    Field("password", record(*PASSWORD_FIELDS)),
)
# What every user has cannot be taken away.
_ALWAYS = ("email", "enabled", "population", "username")
PATCH_FIELDS = tuple(replace(field, required=field.name in _ALWAYS) for field in USER_FIELDS)

# The members of reference section 3.4, in the order of its example.
USER_ORDER = (
    "id", "environment", "account", "accountId", "address", "createdAt", "updatedAt", "email", "enabled",
    "externalId", "identityProvider", "lifecycle", "locale", "mfaEnabled", "mobilePhone", "name", "nickname",
    "population", "preferredLanguage", "primaryPhone", "timezone", "title", "type", "username", "verifyStatus",
)  # fmt: skip

USER_ATTRIBUTES = (
    attributes(**dict.fromkeys((name.replace(".", "__") for name in TEXTS), Kind.TEXT))
    | attributes(id=Kind.CODE, externalId=Kind.CODE, accountId=Kind.CODE, population__id=Kind.CODE)
    | attributes(enabled=Kind.BOOLEAN, mfaEnabled=Kind.BOOLEAN, account__canAuthenticate=Kind.BOOLEAN)
    | attributes(createdAt=Kind.INSTANT, updatedAt=Kind.INSTANT, name=Kind.OBJECT, address=Kind.OBJECT)
)
