"""Applications, their secrets, grants and policy assignments (reference sections 3.1, 3.2, 3.7, 3.8)."""

# ruff: noqa: ARG002  # a hook is given what any family may need

from collections.abc import Iterator, Mapping
from typing import ClassVar

from pcc.simulator.calls import Call
from pcc.simulator.endings import forget_application
from pcc.simulator.environments import Environment
from pcc.simulator.fields import (
    Field,
    boolean,
    choice,
    choices,
    integer,
    reference,
    references,
    text,
    texts,
)
from pcc.simulator.http import Document
from pcc.simulator.management.family import Family, invalid_value, uniqueness_violation
from pcc.simulator.management.roles import CLIENT_APPLICATION_DEVELOPER, ENVIRONMENT_ADMIN, RoleAssignments
from pcc.simulator.management.secrets import SecretEndpoint
from pcc.simulator.problems import Detail, constraint_violation, invalid_data
from pcc.simulator.routing import Route
from pcc.simulator.state import Secret
from pcc.simulator.store import World

__all__ = ["APPLICATIONS", "ASSIGNMENTS", "GRANTS", "ROLE_ASSIGNMENTS"]

TYPES = ("WEB_APP", "NATIVE_APP", "SINGLE_PAGE_APP", "WORKER", "SERVICE", "CUSTOM_APP")
GRANT_TYPES = (
    "AUTHORIZATION_CODE", "IMPLICIT", "REFRESH_TOKEN", "CLIENT_CREDENTIALS", "DEVICE_CODE", "TOKEN_EXCHANGE", "CIBA",
)  # fmt: skip
AUTH_METHODS = ("NONE", "CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST", "CLIENT_SECRET_JWT", "PRIVATE_KEY_JWT")
URI = r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s#]+"
DAY = 86400
DEVELOPERS = (ENVIRONMENT_ADMIN, CLIENT_APPLICATION_DEVELOPER)


class Applications(Family):
    """OIDC applications. The client id is the id."""

    name = "applications"
    singular = "application"
    roles = DEVELOPERS
    unique = ("name",)
    immutable = ("type", "protocol")
    order = (
        "environment", "id", "name", "description", "enabled", "hiddenFromAppPortal", "type", "protocol", "createdAt",
        "updatedAt", "clientId", "assignActorRoles",
    )  # fmt: skip
    links: ClassVar[Mapping[str, str]] = {
        "metadata": "/metadata",
        "attributes": "/attributes",
        "secret": "/secret",
        "grants": "/grants",
    }
    fields = (
        Field("name", text(maximum=256), required=True),
        Field("description", text(blank=True)),
        Field("enabled", boolean, default=False),
        Field("hiddenFromAppPortal", boolean, default=False),
        Field("type", choice(*TYPES), required=True),
        Field("protocol", choice("OPENID_CONNECT", "SAML", "WS_FED", "EXTERNAL_LINK"), required=True),
        Field("assignActorRoles", boolean, default=False),
        Field("responseTypes", choices("CODE", "TOKEN", "ID_TOKEN")),
        Field("pkceEnforcement", choice("OPTIONAL", "REQUIRED", "S256_REQUIRED"), default="OPTIONAL"),
        Field("requestScopesForMultipleResourcesEnabled", boolean, default=False),
        Field("redirectUris", texts(pattern=URI)),
        Field("postLogoutRedirectUris", texts(pattern=URI)),
        Field("deviceTimeout", integer(1, 3600), default=600),
        Field("grantTypes", choices(*GRANT_TYPES), required=True),
        Field("idpSignoff", boolean, default=False),
        Field("refreshTokenDuration", integer(60)),
        Field("refreshTokenRollingDuration", integer(60)),
        Field("refreshTokenRollingGracePeriodDuration", integer(0, DAY)),
        Field("additionalRefreshTokenReplayProtectionEnabled", boolean, default=True),
        Field("tokenEndpointAuthMethod", choice(*AUTH_METHODS), required=True),
        Field("parRequirement", choice("OPTIONAL", "REQUIRED"), default="OPTIONAL"),
        Field("devicePollingInterval", integer(1, 60), default=5),
        Field("devicePathId", text(maximum=50, pattern=r"[A-Za-z0-9_\-]+")),
        Field("deviceCustomVerificationUri", text(pattern=URI)),
        Field("parTimeout", integer(1, 600), default=60),
        Field("jwks", text(maximum=65536)),
    )

    def complete(self, call: Call, values: Document, *, previous: Document | None) -> None:
        """Apply the rules between the fields of section 3.1."""
        _require_redirects(values)
        _require_secret(values)
        _fill_refresh_durations(values)
        values["signing"] = {"keyRotationPolicy": {"id": call.environment.key_rotation_policy_id}}

    def stored(self, call: Call, document: Document, *, previous: Document | None) -> None:
        """Give a new application its secret; a disabled one keeps no token."""
        if previous is None:
            call.environment.secrets[document["id"]] = Secret(call.world.new_secret())
        if not document["enabled"]:
            forget_application(call.environment, document["id"])

    def deleted(self, call: Call, document: Document) -> None:
        """Drop what only the application had: grants, assignments, roles, secret, tokens."""
        for family in (GRANTS, ASSIGNMENTS, ROLE_ASSIGNMENTS):
            call.environment.drop(family.name, document["id"])
        call.environment.secrets.pop(document["id"], None)
        forget_application(call.environment, document["id"])

    def present(self, call: Call, document: Document) -> Document:
        """Show the client id, which equals the id."""
        return document | {"clientId": document["id"]}

    def more_links(self, world: World, environment: Environment, document: Document) -> dict[str, str]:
        """Link to the key rotation policy."""
        policy_id = document["signing"]["keyRotationPolicy"]["id"]
        return {"keyRotationPolicy": f"{world.environment_url(environment)}/keyRotationPolicies/{policy_id}"}

    def routes(self) -> Iterator[Route]:
        """Add the secret."""
        yield from super().routes()
        yield from SecretEndpoint(self).routes()


def _require_redirects(values: Document) -> None:
    grant_types, response_types = values["grantTypes"], values.get("responseTypes", [])
    if {"AUTHORIZATION_CODE", "IMPLICIT"} & set(grant_types) and not values.get("redirectUris"):
        raise invalid_data(Detail("REQUIRED_VALUE", "is required with these grant types", "redirectUris"))
    if "CODE" in response_types and "AUTHORIZATION_CODE" not in grant_types:
        raise invalid_value("responseTypes", "CODE needs the grant type AUTHORIZATION_CODE")
    if "AUTHORIZATION_CODE" in grant_types and "CODE" not in response_types:
        values["responseTypes"] = ["CODE", *response_types]


def _require_secret(values: Document) -> None:
    if values["tokenEndpointAuthMethod"] == "NONE" and "CLIENT_CREDENTIALS" in values["grantTypes"]:
        raise invalid_value("tokenEndpointAuthMethod", "NONE is not allowed with the grant type CLIENT_CREDENTIALS")


def _fill_refresh_durations(values: Document) -> None:
    if "REFRESH_TOKEN" not in values["grantTypes"]:
        return
    duration = values.setdefault("refreshTokenDuration", 30 * DAY)
    rolling = values.setdefault("refreshTokenRollingDuration", max(180 * DAY, duration))
    if duration > rolling:
        raise invalid_value(
            "refreshTokenDuration", "must not exceed refreshTokenRollingDuration", inner={"maximumValue": rolling}
        )


class Grants(Family):
    """Which scopes of which resource an application may ask for."""

    name = "grants"
    singular = "grant"
    roles = DEVELOPERS
    fields = (Field("resource", reference, required=True), Field("scopes", references, required=True))

    def complete(self, call: Call, values: Document, *, previous: Document | None) -> None:
        """One grant per resource; every scope is the resource's own and its name is granted once."""
        resource_id, environment = values["resource"]["id"], call.environment
        if environment.table("resources").get(resource_id) is None:
            raise invalid_value("resource.id", "no resource has this id")
        others = [grant for grant in self.table(call) if grant is not previous]
        if any(grant["resource"]["id"] == resource_id for grant in others):
            raise uniqueness_violation("resource.id")
        taken = {name for grant in others for name in scope_names(environment, grant)}
        for scope in values["scopes"]:
            found = environment.table("scopes", resource_id).get(scope["id"])
            if found is None:
                raise invalid_value("scopes", "the resource has no scope with this id")
            if found["name"] in taken:
                raise invalid_value("scopes", f"a scope named {found['name']} of another resource is already granted")

    def more_links(self, world: World, environment: Environment, document: Document) -> dict[str, str]:
        """Link to both sides."""
        base = world.environment_url(environment)
        return {
            "application": f"{base}/applications/{document['application']['id']}",
            "resource": f"{base}/resources/{document['resource']['id']}",
        }


def scope_names(environment: Environment, grant: Document) -> list[str]:
    """Return the names of the scopes that a grant holds."""
    table = environment.table("scopes", grant["resource"]["id"])
    return [table.rows[scope["id"]]["name"] for scope in grant["scopes"]]


class Assignments(Family):
    """Which sign-on policies an application uses, in the order of their priority."""

    name = "signOnPolicyAssignments"
    singular = "signOnPolicyAssignment"
    roles = DEVELOPERS
    stamped = False
    fields = (Field("priority", integer(1), required=True), Field("signOnPolicy", reference, required=True))

    def complete(self, call: Call, values: Document, *, previous: Document | None) -> None:
        """The policy exists, has an action, and is assigned once; each priority is taken once."""
        policy_id = values["signOnPolicy"]["id"]
        if call.environment.table("signOnPolicies").get(policy_id) is None:
            raise invalid_value("signOnPolicy.id", "no sign-on policy has this id")
        if not call.environment.table("actions", policy_id):
            raise constraint_violation("A sign-on policy needs an action before it is assigned", "signOnPolicy.id")
        others = [assignment for assignment in self.table(call) if assignment is not previous]
        if any(assignment["signOnPolicy"]["id"] == policy_id for assignment in others):
            raise uniqueness_violation("signOnPolicy.id")
        if any(assignment["priority"] == values["priority"] for assignment in others):
            raise uniqueness_violation("priority")

    def more_links(self, world: World, environment: Environment, document: Document) -> dict[str, str]:
        """Link to both sides."""
        base = world.environment_url(environment)
        return {
            "application": f"{base}/applications/{document['application']['id']}",
            "signOnPolicy": f"{base}/signOnPolicies/{document['signOnPolicy']['id']}",
        }


APPLICATIONS = Applications()
Grants.owner = APPLICATIONS
Assignments.owner = APPLICATIONS
RoleAssignments.owner = APPLICATIONS
GRANTS = Grants()
ASSIGNMENTS = Assignments()
ROLE_ASSIGNMENTS = RoleAssignments()
