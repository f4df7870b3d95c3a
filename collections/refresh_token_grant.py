"""Configure an Application with a Refresh Token Grant.

Departs from the published page: its request list is in another order than its numbers (E4), and two of the
operations that it announces are not in it (E5). The resume step returns an authorization code, not a token
(E6).
"""

from pcc import Workflow, jsonpath, workflow
from pingone.applications import EXAMPLE, create_application, get_application_secret, refreshing_web_application
from pingone.environment import PingOne
from pingone.prerequisites import WORKER, WORKER_TOKEN, get_worker_token
from pingone.sign_on import sign_on
from pingone.tokens import capture_tokens, is_access_token_of, is_id_token_of, is_token_response, redeem
from pingone.users import create_population, create_user


@workflow(
    "Configure an Application with a Refresh Token Grant",
    environment=PingOne,
    summary="Create a web application that may refresh its tokens, sign a user on to it, and get the first tokens.",
    prerequisites=[WORKER_TOKEN],
    auth=WORKER,
)
def refresh_token_grant(w: Workflow) -> None:
    get_worker_token(w)
    app = create_application(
        w, name="AppWithCodeGrant", settings=refreshing_web_application(EXAMPLE), id_as="AppWithRefreshGrantID"
    )
    secret = get_application_secret(w, app, secret_as="AppWithRefreshGrantSecret")
    population = create_population(w, name="AppUsers", id_as="appUserPopID")
    user = create_user(w, population, username="app_user", id_as="appUserID", username_as="appUsername")
    code = sign_on(w, app, user, scope="openid", redirect_uri=EXAMPLE)
    answer = redeem(
        w,
        app,
        secret,
        code,
        redirect_uri=EXAMPLE,
        expect=[
            *is_token_response(scope="openid"),
            *is_access_token_of(app, user.id),
            *is_id_token_of(app, user.id),
            jsonpath("$.refresh_token").exists(),
        ],
    )
    capture_tokens(answer, access_as="appUserAccessToken", refresh_as="appUserRefreshToken")
