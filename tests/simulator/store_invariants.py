"""What must hold of the simulator's store after any request."""

from collections.abc import Iterator
from dataclasses import fields

from pcc.simulator import Simulator
from pcc.simulator.environments import Environment, Shelves
from pcc.simulator.store import World
from pcc.simulator.tables import _key


def broken_invariants(simulator: Simulator) -> list[str]:
    world = simulator._world
    return [broken for environment in world.environments.values() for broken in _broken(world, environment)] + list(
        _unaccounted(world)
    )


def _broken(world: World, environment: Environment) -> Iterator[str]:
    yield from _orphans(environment)
    yield from _wrong_references(world, environment)
    yield from _wrong_defaults(environment)
    yield from _wrong_counts(environment)
    yield from _dead_owners(environment)


def _orphans(environment: Environment) -> Iterator[str]:
    owners = {
        "grants": "applications", "signOnPolicyAssignments": "applications", "roleAssignments": "applications",
        "scopes": "resources", "actions": "signOnPolicies",
    }  # fmt: skip
    for (name, owner_id), table in environment.tables.items():
        if name in owners and len(table) and environment.table(owners[name]).get(owner_id) is None:
            yield f"{name} of a missing owner {owner_id}"


def _wrong_references(world: World, environment: Environment) -> Iterator[str]:
    for application in environment.table("applications"):
        yield from _wrong_grants(environment, application["id"])
        yield from _wrong_assignments(environment, application["id"])
        for assignment in environment.table("roleAssignments", application["id"]):
            if assignment["role"]["id"] not in world.roles:
                yield "an assignment of a missing role"
    for user in environment.table("users"):
        if environment.table("populations").get(user["population"]["id"]) is None:
            yield "a user without a population"


def _wrong_grants(environment: Environment, application_id: str) -> Iterator[str]:
    for grant in environment.table("grants", application_id):
        scopes = environment.table("scopes", grant["resource"]["id"])
        if environment.table("resources").get(grant["resource"]["id"]) is None:
            yield "a grant of a missing resource"
        if any(scopes.get(scope["id"]) is None for scope in grant["scopes"]):
            yield "a grant of a missing scope"


def _wrong_assignments(environment: Environment, application_id: str) -> Iterator[str]:
    for assignment in environment.table("signOnPolicyAssignments", application_id):
        policy_id = assignment["signOnPolicy"]["id"]
        if environment.table("signOnPolicies").get(policy_id) is None:
            yield "an assignment of a missing policy"
        if not environment.table("actions", policy_id):
            yield "an assignment of a policy without actions"


def _wrong_defaults(environment: Environment) -> Iterator[str]:
    for name in ("populations", "signOnPolicies"):
        if sum(document["default"] for document in environment.table(name)) != 1:
            yield f"{name} without exactly one default"


def _wrong_counts(environment: Environment) -> Iterator[str]:
    for population in environment.table("populations"):
        users = sum(user["population"]["id"] == population["id"] for user in environment.table("users"))
        if population["userCount"] != users:
            yield "a population that counts its users wrongly"
    if environment.credentials.keys() != environment.table("users").rows.keys():
        yield "credentials without users, or users without credentials"
    for table in environment.tables.values():
        for name, index in table._index.items():
            if index != {_key(name, row[name]): row["id"] for row in table if name in row}:
                yield f"an index of {name} that lies"


def _dead_owners(environment: Environment) -> Iterator[str]:
    users, applications = environment.table("users").rows, environment.table("applications").rows
    shelves = environment.shelves
    if any(session.user_id not in users for session in shelves.sessions):
        yield "a session of a deleted user"
    grants = [code.grant for code in shelves.codes]
    grants += [token.family.grant for token in shelves.refresh_tokens]
    grants += [token.family.grant for token in shelves.access_tokens if token.family]
    if any(grant.user_id not in users for grant in grants):
        yield "a code or a token of a deleted user"
    if any(grant.client_id not in applications for grant in grants):
        yield "a code or a token of a deleted application"
    if any(token.client_id not in applications for token in shelves.access_tokens):
        yield "a token of a deleted application"
    if any(flow.user_id and flow.user_id not in users for flow in shelves.flows):
        yield "a flow of a deleted user"


def _unaccounted(world: World) -> Iterator[str]:
    tables = [table for environment in world.environments.values() for table in environment.tables.values()]
    if world.quota.used != sum(sum(table._sizes.values()) for table in tables):
        yield "a quota that miscounts"
    if any(table._sizes.keys() != table.rows.keys() for table in tables):
        yield "a document without its size"
    for entry in fields(Shelves):
        held = sum(len(getattr(environment.shelves, entry.name)) for environment in world.environments.values())
        if held != len(getattr(world.pools, entry.name)):
            yield f"a pool of {entry.name} that miscounts"
