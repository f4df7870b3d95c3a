"""Populations, users and their passwords."""

from dataclasses import dataclass

from pcc import Record, Ref, Steps, jsonpath, sent, status
from pingone.environment import MANAGEMENT, belongs_to, env, is_new_resource, unique

# Within the Standard password policy, and no secret of anybody: the user is made for the run.
_PASSWORD = "Juniper!Lantern58"


@dataclass(frozen=True)
class User(Record):
    """A user who can sign on."""

    id: Ref
    username: Ref
    password: Ref


def create_population(w: Steps, *, name: str, id_as: str) -> Ref:
    """Create a population for the user of the run."""
    created = w.post(
        "Create a population",
        f"{MANAGEMENT}/populations",
        does="create a population for the workflow's user",
        json={"name": unique(name), "description": "Users of a workflow run"},
        expect=[
            status(201),
            *is_new_resource(),
            jsonpath("$.name").equals(sent("$.name")),
            jsonpath("$.description").equals(sent("$.description")),
            jsonpath("$.default").equals(False),
        ],
    )
    return created.capture(id_as, "$.id")


def create_user(w: Steps, population: Ref, *, username: str, id_as: str, username_as: str) -> User:
    """Create a user in the population, and set a password."""
    created = w.post(
        "Create user",
        f"{MANAGEMENT}/users",
        does="create a user in the new population",
        json={
            "email": "ines.moreau@example.com",
            "name": {"given": "Ines", "family": "Moreau"},
            "population": {"id": population},
            "username": unique(username),
        },
        expect=[
            status(201),
            *is_new_resource(),
            belongs_to("population", population),
            jsonpath("$.username").equals(sent("$.username")),
            jsonpath("$.email").equals(sent("$.email")),
            jsonpath("$.name.family").equals(sent("$.name.family")),
            jsonpath("$.account.status").equals("OK"),
        ],
    )
    user, name = created.capture(id_as, "$.id"), created.capture(username_as, "$.username")
    return User(user, name, _set_password(w, user))


def _set_password(w: Steps, user: Ref) -> Ref:
    password = w.assign("userPassword", _PASSWORD, secret=True)
    w.put(
        "Set user password",
        f"{MANAGEMENT}/users/{user}/password",
        does="set the new user's password",
        headers={"Content-Type": "application/vnd.pingidentity.password.set+json"},
        json={"value": password, "forceChange": False},
        expect=[
            status(200),
            jsonpath("$.environment.id").equals(env.id),
            belongs_to("user", user),
            jsonpath("$.status").equals("OK"),
        ],
    )
    return password
