"""Configure an Application to use the offline_access Scope.

Departs from the published page: the password is set with PUT (E1), the authorize request is a GET (E2) and
asks for `openid offline_access` (E8), the resource whose ID is needed is `openid` (E7), the redirect URI is
the registered one (E9), and the generic `{{resourceID}}`, `{{appID}}` and `{{userID}}` have concrete names
(E10). The resume step returns a code (E6).
"""

from pcc import Workflow, jsonpath, workflow
from pingone.applications import (
    EXAMPLE,
    create_application,
    get_application_secret,
    grant_access,
    refreshing_web_application,
)
from pingone.environment import PingOne
from pingone.prerequisites import WORKER, WORKER_TOKEN, get_worker_token
from pingone.resources import find_offline_access_scope, find_openid_resource
from pingone.sign_on import sign_on
from pingone.tokens import capture_tokens, is_access_token_of, is_id_token_of, is_token_response, redeem
from pingone.users import create_population, create_user


@workflow(
    "Configure an Application to use the offline_access Scope",
    environment=PingOne,
    summary=(
        "Create a web application whose users get a refresh token only when the application asks for offline_access. "
        "Keep application secrets out of public clients, and renew them regularly."
    ),
    prerequisites=[WORKER_TOKEN],
    auth=WORKER,
)
def offline_access_scope(w: Workflow) -> None:
    get_worker_token(w)
    app = create_application(
        w, name="OfflineAccessApp", settings=refreshing_web_application(EXAMPLE), id_as="offlineAccessAppID"
    )
    secret = get_application_secret(w, app, secret_as="offlineAccessAppSecret")
    resource = find_openid_resource(w, id_as="oidcResID")
    scope = find_offline_access_scope(w, resource, id_as="offlineAccessScopeID")
    grant_access(w, app, resource=resource, scope=scope, title="Create the application's resource access grant")
    population = create_population(w, name="OfflineAccessUsers", id_as="offlineAccessPopID")
    user = create_user(
        w, population, username="offline_user", id_as="offlineAccessUserID", username_as="offlineAccessUsername"
    )
    code = sign_on(
        w, app, user, scope="openid offline_access", redirect_uri=EXAMPLE, title="Obtain an authorization grant"
    )
    answer = redeem(
        w,
        app,
        secret,
        code,
        redirect_uri=EXAMPLE,
        expect=[
            *is_token_response(scope="openid"),
            jsonpath("$.scope").contains("offline_access"),
            *is_access_token_of(app, user.id),
            *is_id_token_of(app, user.id),
        ],
    )
    capture_tokens(answer, access_as="offlineAccessToken", refresh_as="offlineAccessRefreshToken")
