"""What an empty organization holds: two environments, and the worker that may manage both (reference section 2)."""

from dataclasses import dataclass

from pcc.simulator.environments import Environment
from pcc.simulator.fields import read_fields
from pcc.simulator.http import Document
from pcc.simulator.management.applications import APPLICATIONS, ROLE_ASSIGNMENTS
from pcc.simulator.management.policies import ACTIONS, POLICIES
from pcc.simulator.management.populations import POPULATIONS
from pcc.simulator.management.resources import OPENID_CONNECT, PINGONE_API, RESOURCES, SCOPES
from pcc.simulator.management.roles import plant_roles
from pcc.simulator.problems import Refusal
from pcc.simulator.state import Secret
from pcc.simulator.store import PINGONE_AUDIENCE, World

__all__ = ["Seed", "plant_seed"]

OPENID_SCOPES = ("openid", "profile", "email", "address", "phone", "offline_access")
PINGONE_SCOPES = (
    "p1:read:user", "p1:update:user", "p1:read:sessions", "p1:delete:sessions", "p1:read:userPassword",
    "p1:reset:userPassword", "p1:validate:userPassword", "p1:read:device", "p1:create:device", "p1:update:device",
    "p1:delete:device", "p1:read:userConsent",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seed:
    """Where a run starts: the worker with its environment, and the environment to work in."""

    admin_environment_id: str
    worker_id: str
    worker_secret: str
    environment_id: str


def plant_seed(world: World) -> Seed:
    """Add an organization with two environments and a worker that may manage both; all of it, or nothing."""
    if not world.roles:
        plant_roles(world)
    known = set(world.environments)
    try:
        return _organization(world)
    except Refusal:
        for environment_id in world.environments.keys() - known:
            world.remove_environment(world.environments[environment_id])
        raise


def _organization(world: World) -> Seed:
    organization_id, license_id = world.new_id(), world.new_id()
    admin = _environment(world, "Administrators", organization_id=organization_id, license_id=license_id)
    work = _environment(world, "Workflows", organization_id=organization_id, license_id=license_id)
    worker = _worker(world, admin)
    secret = Secret(world.new_secret())
    admin.secrets[worker["id"]] = secret
    for environment in (admin, work):
        for role in world.roles:
            values = {"role": {"id": role}, "scope": {"id": environment.id, "type": "ENVIRONMENT"}}
            ROLE_ASSIGNMENTS.insert(world, admin, values, owner_id=worker["id"])
    return Seed(admin.id, worker["id"], secret.value, work.id)


def _environment(world: World, name: str, *, organization_id: str, license_id: str) -> Environment:
    stamp = world.timestamp()
    environment = Environment(
        document={
            "id": world.new_id(),
            "name": name,
            "description": "",
            "type": "SANDBOX",
            "region": "NA",
            "license": {"id": license_id},
            "organization": {"id": organization_id},
            "createdAt": stamp,
            "updatedAt": stamp,
        },
        organization_id=organization_id,
        theme_id=world.new_id(),
        password_policy_id=world.new_id(),
        key_rotation_policy_id=world.new_id(),
        quota=world.quota,
        shelves=world.pools.new_shelves(),
    )
    world.environments[environment.id] = environment
    _populations(world, environment)
    _policies(world, environment)
    _resources(world, environment)
    return environment


def _populations(world: World, environment: Environment) -> None:
    values = {"name": "Default", "description": "Automatically created population.", "default": True}
    values = read_fields(values, POPULATIONS.fields)
    POPULATIONS.insert(world, environment, values | {"theme": {"id": environment.theme_id}, "userCount": 0})


def _policies(world: World, environment: Environment) -> None:
    login: Document = {"type": "LOGIN", "recovery": {"enabled": True}, "registration": {"enabled": False}}
    for name, actions in (
        ("Single_Factor", [login]),
        ("Multi_Factor", [login, {"type": "MULTI_FACTOR_AUTHENTICATION"}]),
    ):
        values = {"name": name, "description": "", "default": name == "Single_Factor"}
        policy = POLICIES.insert(world, environment, values)
        for priority, action in enumerate(actions, 1):
            ACTIONS.insert(world, environment, {"priority": priority, **action}, owner_id=policy["id"])


def _resources(world: World, environment: Environment) -> None:
    # Not in the order in which they are wanted: a workflow that picks by index is wrong (reference section 2).
    api = {
        "name": "PingOne API",
        "type": PINGONE_API,
        "audience": PINGONE_AUDIENCE,
        "accessTokenValiditySeconds": 3600,
        "introspectEndpointAuthMethod": "CLIENT_SECRET_BASIC",
    }
    for values, scopes in ((api, PINGONE_SCOPES), ({"name": "openid", "type": OPENID_CONNECT}, OPENID_SCOPES)):
        common = {"description": "", "applicationPermissionsSettings": {"claimEnabled": False}}
        resource = RESOURCES.insert(world, environment, values | common)
        for scope in scopes:
            SCOPES.insert(world, environment, {"name": scope, "description": ""}, owner_id=resource["id"])


def _worker(world: World, environment: Environment) -> Document:
    values = {
        "name": "Worker",
        "enabled": True,
        "type": "WORKER",
        "protocol": "OPENID_CONNECT",
        "grantTypes": ["CLIENT_CREDENTIALS"],
        "tokenEndpointAuthMethod": "CLIENT_SECRET_BASIC",
    }
    # The defaults of the fields, so that it shows what a created one shows.
    values = read_fields(values, APPLICATIONS.fields)
    signing = {"keyRotationPolicy": {"id": environment.key_rotation_policy_id}}
    return APPLICATIONS.insert(world, environment, values | {"signing": signing})
