"""Resources and their scopes."""

from dataclasses import dataclass

from pcc import Record, Ref, Steps, jsonpath, sent, status
from pingone.environment import MANAGEMENT, belongs_to, env, is_new_resource, is_uuid, unique


@dataclass(frozen=True)
class CustomResource(Record):
    """A resource of the reader's own, and the audience of its tokens."""

    id: Ref
    audience: Ref


@dataclass(frozen=True)
class CustomScope(Record):
    """A scope of a custom resource."""

    id: Ref
    name: Ref


def find_openid_resource(w: Steps, *, id_as: str) -> Ref:
    """Find the `openid` resource: by name, because the order of the list is not defined."""
    listed = w.get(
        "Get the resources",
        f"{MANAGEMENT}/resources",
        does="list the environment's resources, to get the ID of the openid resource",
        expect=[
            status(200),
            jsonpath("$._embedded.resources[?(@.name == 'openid')].type").equals("OPENID_CONNECT"),
            jsonpath("$._embedded.resources[?(@.name == 'openid')].environment.id").equals(env.id),
        ],
    )
    return listed.capture(id_as, "$._embedded.resources[?(@.name == 'openid')].id")


def find_offline_access_scope(w: Steps, resource: Ref, *, id_as: str) -> Ref:
    """Find the `offline_access` scope of the `openid` resource, by name."""
    listed = w.get(
        "Get the resource's scopes",
        f"{MANAGEMENT}/resources/{resource}/scopes",
        does="list the resource's scopes, to get the ID of the offline_access scope",
        expect=[
            status(200),
            jsonpath("$._embedded.scopes[?(@.name == 'offline_access')].resource.id").equals(resource),
            is_uuid(jsonpath("$._embedded.scopes[?(@.name == 'offline_access')].id")),
        ],
    )
    return listed.capture(id_as, "$._embedded.scopes[?(@.name == 'offline_access')].id")


def create_resource(w: Steps, *, id_as: str, audience_as: str) -> CustomResource:
    """Create a custom resource whose tokens live two hours."""
    created = w.post(
        "Create a custom resource",
        f"{MANAGEMENT}/resources",
        does="define the custom resource",
        json={
            "name": unique("CustomResource"),
            "description": "A resource of our own",
            "audience": "https://api.custom-resource.example.com/{{$guid}}",
            "accessTokenValiditySeconds": 7200,
        },
        expect=[
            status(201),
            *is_new_resource(),
            jsonpath("$.type").equals("CUSTOM"),
            jsonpath("$.name").equals(sent("$.name")),
            jsonpath("$.audience").equals(sent("$.audience")),
            jsonpath("$.accessTokenValiditySeconds").equals(sent("$.accessTokenValiditySeconds")),
        ],
    )
    return CustomResource(created.capture(id_as, "$.id"), created.capture(audience_as, "$.audience"))


def create_scope(w: Steps, resource: CustomResource, *, id_as: str, name_as: str) -> CustomScope:
    """Create a scope of the custom resource."""
    created = w.post(
        "Create a custom scope",
        f"{MANAGEMENT}/resources/{resource.id}/scopes",
        does="define a scope for the custom resource",
        json={"name": unique("CustomScope"), "description": "A scope of our own"},
        expect=[
            status(201),
            *is_new_resource(),
            belongs_to("resource", resource.id),
            jsonpath("$.name").equals(sent("$.name")),
            jsonpath("$.description").equals(sent("$.description")),
        ],
    )
    return CustomScope(created.capture(id_as, "$.id"), created.capture(name_as, "$.name"))
