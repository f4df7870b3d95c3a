"""Resources and their scopes (reference section 3.6)."""

# ruff: noqa: ARG002  # a hook is given what any family may need

from collections.abc import Iterator, Mapping
from typing import ClassVar

from pcc.simulator.calls import Call
from pcc.simulator.environments import Environment
from pcc.simulator.fields import Field, boolean, choice, integer, record, text
from pcc.simulator.http import Document
from pcc.simulator.management.family import Family, invalid_value
from pcc.simulator.management.query import bad_parameter, read_query
from pcc.simulator.management.roles import CLIENT_APPLICATION_DEVELOPER, ENVIRONMENT_ADMIN
from pcc.simulator.management.secrets import SecretEndpoint
from pcc.simulator.problems import constraint_violation
from pcc.simulator.routing import Route
from pcc.simulator.state import Secret
from pcc.simulator.store import World

__all__ = ["CUSTOM", "OPENID_CONNECT", "PINGONE_API", "RESOURCES", "SCOPES"]

OPENID_CONNECT = "OPENID_CONNECT"
PINGONE_API = "PINGONE_API"
CUSTOM = "CUSTOM"


class Resources(Family):
    """Protected resources; only custom ones can be created or changed."""

    name = "resources"
    singular = "resource"
    roles = (ENVIRONMENT_ADMIN, CLIENT_APPLICATION_DEVELOPER)
    unique = ("name",)
    links: ClassVar[Mapping[str, str]] = {"scopes": "/scopes", "attributes": "/attributes"}
    fields = (
        Field("name", text(maximum=256), required=True),
        Field("description", text(blank=True)),
        Field("type", choice(CUSTOM), default=CUSTOM),
        Field("audience", text(pattern=r"[^#]+")),
        Field("accessTokenValiditySeconds", integer(300, 2592000), default=3600),
        Field(
            "introspectEndpointAuthMethod",
            choice("NONE", "CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST"),
            default="CLIENT_SECRET_BASIC",
        ),
        Field(
            "applicationPermissionsSettings",
            record(Field("claimEnabled", boolean, default=False)),
            default={"claimEnabled": False},
        ),
    )

    def complete(self, call: Call, values: Document, *, previous: Document | None) -> None:
        """Name the audience after the resource unless one is given, and keep Ping's names out of it."""
        if previous is not None:
            self.guard_builtin(previous)
        values.setdefault("audience", values["name"])
        audience = values["audience"].lower()
        if "pingone" in audience or "pingidentity" in audience:
            raise invalid_value("audience", "must not contain pingone or pingidentity")

    def stored(self, call: Call, document: Document, *, previous: Document | None) -> None:
        """Give a new resource its secret."""
        if previous is None:
            call.environment.secrets[document["id"]] = Secret(call.world.new_secret())

    def guard_delete(self, call: Call, document: Document) -> None:
        """Keep built-in resources, and those that an application was granted."""
        self.guard_builtin(document)
        if is_granted(call.environment, document["id"]):
            raise constraint_violation("Cannot delete a resource that is granted to an application")

    def deleted(self, call: Call, document: Document) -> None:
        """Drop its scopes and secret."""
        call.environment.drop(SCOPES.name, document["id"])
        call.environment.secrets.pop(document["id"], None)

    def render(self, call: Call, document: Document) -> Document:
        """Return the document with its links, and with its scopes when a read asks for them (reference section 1.7)."""
        rendered = super().render(call, document)
        if call.request.method.upper() != "GET" or not _expands_scopes(call):
            return rendered
        scopes = [SCOPES.render(call, scope) for scope in SCOPES.table_of(call.environment, document["id"])]
        return {"_links": rendered["_links"], "_embedded": {"scopes": scopes}} | rendered

    def routes(self) -> Iterator[Route]:
        """Add the secret."""
        yield from super().routes()
        yield from SecretEndpoint(self).routes()

    @staticmethod
    def guard_builtin(document: Document) -> None:
        """Refuse to touch what every environment has."""
        if document["type"] != CUSTOM:
            raise constraint_violation("A built-in resource cannot be changed or deleted", "type")


def _expands_scopes(call: Call) -> bool:
    expand = read_query(call, "expand").get("expand")
    if expand not in (None, "scopes"):
        raise bad_parameter("expand", "must be scopes", allowedValues=["scopes"])
    return expand is not None


def is_granted(environment: Environment, resource_id: str, scope_id: str = "") -> bool:
    """Tell whether any application holds a grant of the resource (and of the scope, when one is named)."""
    for application in environment.table("applications"):
        for grant in environment.table("grants", application["id"]):
            scopes = {scope["id"] for scope in grant["scopes"]}
            if grant["resource"]["id"] == resource_id and (not scope_id or scope_id in scopes):
                return True
    return False


class Scopes(Family):
    """The scopes of a resource."""

    name = "scopes"
    singular = "scope"
    roles = (ENVIRONMENT_ADMIN, CLIENT_APPLICATION_DEVELOPER)
    unique = ("name",)
    # A scope is one token of RFC 6749 section 3.3.
    fields = (
        Field("name", text(maximum=256, pattern=r"[\x21\x23-\x5B\x5D-\x7E]+"), required=True),
        Field("description", text(blank=True)),
    )

    def guard_delete(self, call: Call, document: Document) -> None:
        """Keep a scope that an application was granted."""
        if is_granted(call.environment, document["resource"]["id"], document["id"]):
            raise constraint_violation("Cannot delete a scope that is granted to an application")

    def more_links(self, world: World, environment: Environment, document: Document) -> dict[str, str]:
        """Link to the resource."""
        return {"resource": f"{world.environment_url(environment)}/resources/{document['resource']['id']}"}


RESOURCES = Resources()
Scopes.owner = RESOURCES
SCOPES = Scopes()
