"""What has to be there before step 1: the worker application's token."""

from pcc import Workflow, basic, bearer, claim, jsonpath, status
from pingone.environment import env

# What the management steps inherit; the token of a user goes by another name everywhere, so it stays.
WORKER = bearer("<<accessToken>>")

WORKER_TOKEN = (
    "A worker application with the roles Environment Admin and Identity Data Admin on the environment; "
    "its id and secret, and the id of its environment, are variables of the environment file."
)


def get_worker_token(w: Workflow) -> None:
    """Fetch the worker's token into `accessToken`, outside the numbered steps."""
    token = w.prerequisites().post(
        "Get a worker token",
        f"{env.auth}/{env.admin_environment}/as/token",
        does="get the token that authorizes the management requests",
        auth=basic(env.admin_app, env.admin_secret),
        form={"grant_type": "client_credentials"},
        expect=[
            status(200),
            jsonpath("$.token_type").equals("Bearer"),
            jsonpath("$.expires_in").above(0),
            claim("$.iss", of="$.access_token").equals(f"{env.auth}/{env.admin_environment}/as"),
            claim("$.client_id", of="$.access_token").equals(env.admin_app),
        ],
    )
    token.capture("accessToken", "$.access_token", secret=True)
