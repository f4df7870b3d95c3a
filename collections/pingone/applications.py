"""Applications: create one, read its secret, grant it access to a resource, give it a sign-on policy."""

from collections.abc import Mapping, Sequence
from typing import Any

from pcc import Expectation, Ref, Steps, jsonpath, sent, status
from pingone.environment import MANAGEMENT, belongs_to, env, is_new_resource, unique

EXAMPLE = "https://www.example.com"
GOOGLE = "https://www.google.com"

# 30 days each, and a minute in which a rotated token still works.
REFRESH_TOKENS: Mapping[str, Any] = {
    "refreshTokenDuration": 2592000,
    "refreshTokenRollingDuration": 2592000,
    "refreshTokenRollingGracePeriodDuration": 60,
}


def web_application(*, redirect_uri: str, grant_types: Sequence[str]) -> dict[str, Any]:
    """The settings of a web application that signs users on with an authorization code."""
    return {
        "type": "WEB_APP",
        "grantTypes": list(grant_types),
        "responseTypes": ["CODE"],
        "tokenEndpointAuthMethod": "CLIENT_SECRET_BASIC",
        "redirectUris": [redirect_uri],
    }


def refreshing_web_application(redirect_uri: str) -> dict[str, Any]:
    """The settings of a web application that also gets refresh tokens."""
    return {
        **web_application(redirect_uri=redirect_uri, grant_types=["AUTHORIZATION_CODE", "REFRESH_TOKEN"]),
        **REFRESH_TOKENS,
        "postLogoutRedirectUris": [redirect_uri],
    }


def create_application(w: Steps, *, name: str, settings: Mapping[str, Any], id_as: str) -> Ref:
    """Create an application; every setting must come back as it was sent."""
    created = w.post(
        "Create an application",
        f"{MANAGEMENT}/applications",
        does="add a new application to the specified environment",
        json={"name": unique(name), "enabled": True, "protocol": "OPENID_CONNECT", **settings},
        expect=[
            status(201),
            *is_new_resource(),
            jsonpath("$.name").equals(sent("$.name")),
            jsonpath("$.enabled").equals(True),
            *(jsonpath(f"$.{key}").equals(sent(f"$.{key}")) for key in settings),
        ],
    )
    return created.capture(id_as, "$.id")


def get_application_secret(w: Steps, app: Ref, *, secret_as: str) -> Ref:
    """Read the secret that the token request authenticates with."""
    read = w.get(
        "Get the application secret",
        f"{MANAGEMENT}/applications/{app}/secret",
        does="read the new application's secret, which the token request needs",
        expect=[
            status(200),
            jsonpath("$.environment.id").equals(env.id),
            jsonpath("$._links.application.href").ends_with(f"/applications/{app}"),
            jsonpath("$.secret").matches("^[A-Za-z0-9._~-]{64}"),
        ],
    )
    return read.capture(secret_as, "$.secret", secret=True)


def grant_access(w: Steps, app: Ref, *, resource: Ref, scope: Ref, title: str) -> None:
    """Give the application one scope of a resource."""
    w.post(
        title,
        f"{MANAGEMENT}/applications/{app}/grants",
        does="create a resource access grant for the application",
        json={"resource": {"id": resource}, "scopes": [{"id": scope}]},
        expect=_granted(app, resource, scope),
    )


def _granted(app: Ref, resource: Ref, scope: Ref) -> list[Expectation]:
    return [
        status(201),
        *is_new_resource(),
        belongs_to("application", app),
        belongs_to("resource", resource),
        jsonpath("$.scopes[*].id", every=True).contains(scope),
    ]


def assign_policy(w: Steps, app: Ref, policy: Ref) -> None:
    """Let the application sign users on with a policy. The policy must have an action by now."""
    w.post(
        "Assign the sign-on policy to the application",
        f"{MANAGEMENT}/applications/{app}/signOnPolicyAssignments",
        does="associate the sign-on policy with the application",
        json={"priority": 1, "signOnPolicy": {"id": policy}},
        expect=[
            status(201),
            *is_new_resource(),
            belongs_to("application", app),
            belongs_to("signOnPolicy", policy),
            jsonpath("$.priority").equals(sent("$.priority")),
        ],
    )
