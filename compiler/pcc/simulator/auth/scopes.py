"""Which scopes a client may have, and which audience they lead to (reference sections 1.3, 4.1 and 5)."""

from collections.abc import Iterator

from pcc.simulator.environments import Environment
from pcc.simulator.http import Document
from pcc.simulator.problems import OAuthRefusal
from pcc.simulator.tokens import Audience

__all__ = ["audience_of", "check_requested_scopes", "client_credentials_scopes", "needs_refresh_token", "split_scopes"]

OFFLINE_ACCESS = "offline_access"


def split_scopes(text: str) -> tuple[str, ...]:
    """Return the scopes of a space-separated text, each once."""
    return tuple(dict.fromkeys(text.split()))


def check_requested_scopes(environment: Environment, application: Document, scopes: tuple[str, ...]) -> None:
    """Refuse with `invalid_scope`: a scope that is not granted, or scopes of several resources besides `openid`'s."""
    granted = _granted_scopes(environment, application)
    for scope in scopes:
        # The scope openid needs no grant (reference section 3.7).
        if scope != "openid" and scope not in granted:
            raise OAuthRefusal("invalid_scope", f"the scope {scope} is not granted to the application")
    _guard_one_resource(application, [granted[scope] for scope in scopes if scope in granted])


def client_credentials_scopes(environment: Environment, application: Document, requested: str) -> tuple[str, ...]:
    """Return the custom scopes that a client gets for itself (reference section 1.3)."""
    custom = {
        scope: resource
        for scope, resource in _granted_scopes(environment, application).items()
        if resource["type"] == "CUSTOM"
    }
    if not requested:
        return tuple(custom) if len({resource["id"] for resource in custom.values()}) == 1 else ()
    scopes = tuple(scope for scope in split_scopes(requested) if scope in custom)
    _guard_one_resource(application, [custom[scope] for scope in scopes])
    return scopes


def audience_of(environment: Environment, application: Document, scopes: tuple[str, ...]) -> Audience:
    """Return the custom resources' audience and shortest lifetime, or the PingOne API's."""
    granted = _granted_scopes(environment, application)
    resources = {granted[scope]["id"]: granted[scope] for scope in scopes if scope in granted}
    custom = [resource for resource in resources.values() if resource["type"] == "CUSTOM"]
    if not custom:
        return Audience()
    names = tuple(dict.fromkeys(resource["audience"] for resource in custom))
    return Audience(names, min(resource["accessTokenValiditySeconds"] for resource in custom))


def needs_refresh_token(environment: Environment, application: Document, scopes: tuple[str, ...]) -> bool:
    """Tell whether a refresh token is issued: rule (2) of reference section 4.4."""
    if "REFRESH_TOKEN" not in application["grantTypes"]:
        return False
    return OFFLINE_ACCESS in scopes or OFFLINE_ACCESS not in _granted_scopes(environment, application)


def _granted_scopes(environment: Environment, application: Document) -> dict[str, Document]:
    return dict(_iter_granted(environment, application))


def _iter_granted(environment: Environment, application: Document) -> Iterator[tuple[str, Document]]:
    resources = environment.table("resources")
    for grant in environment.table("grants", application["id"]):
        # What is granted cannot be deleted, so that both ends are there.
        resource = resources.rows[grant["resource"]["id"]]
        scopes = environment.table("scopes", resource["id"])
        for reference in grant["scopes"]:
            yield scopes.rows[reference["id"]]["name"], resource


def _guard_one_resource(application: Document, resources: list[Document]) -> None:
    if application["requestScopesForMultipleResourcesEnabled"]:
        return
    if len({resource["id"] for resource in resources if resource["type"] != "OPENID_CONNECT"}) > 1:
        raise OAuthRefusal("invalid_scope", "May not request scopes for multiple resources")
