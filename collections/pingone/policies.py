"""Sign-on policies and their actions."""

from pcc import Ref, Steps, jsonpath, sent, status
from pingone.environment import MANAGEMENT, belongs_to, is_new_resource, unique


def create_policy(w: Steps, *, name: str, id_as: str) -> Ref:
    """Create a sign-on policy."""
    created = w.post(
        "Create a sign-on policy",
        f"{MANAGEMENT}/signOnPolicies",
        does="create a new sign-on policy",
        # Departs from the page (E21): it sends "false" as text; the field is a boolean.
        json={"name": unique(name), "default": False, "description": "A sign-on policy of our own"},
        expect=[
            status(201),
            *is_new_resource(),
            jsonpath("$.name").equals(sent("$.name")),
            jsonpath("$.default").equals(False),
        ],
    )
    return created.capture(id_as, "$.id")


def add_login_action(w: Steps, policy: Ref) -> None:
    """Give the policy its one action: user name and password."""
    w.post(
        "Create a login sign-on policy action",
        f"{MANAGEMENT}/signOnPolicies/{policy}/actions",
        does="define the login action of the sign-on policy",
        json={"priority": 1, "type": "LOGIN"},
        expect=[
            status(201),
            *is_new_resource(),
            belongs_to("signOnPolicy", policy),
            jsonpath("$.type").equals(sent("$.type")),
            jsonpath("$.priority").equals(sent("$.priority")),
        ],
    )
