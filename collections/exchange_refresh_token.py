"""Exchange a Refresh Token.

Departs from the published page: it does not say that the application needs the REFRESH_TOKEN grant type
(E11), and it names the generic `{{appID}}` and `{{userID}}` that nothing sets.
"""

from pcc import Workflow, basic, jsonpath, workflow
from pingone.applications import EXAMPLE, create_application, get_application_secret, refreshing_web_application
from pingone.environment import AUTH, PingOne
from pingone.prerequisites import WORKER, WORKER_TOKEN, get_worker_token
from pingone.sign_on import sign_on
from pingone.tokens import capture_tokens, is_access_token_of, is_id_token_of, is_token_response, redeem
from pingone.users import create_population, create_user


@workflow(
    "Exchange a Refresh Token",
    environment=PingOne,
    summary="Sign a user on to a web application, and exchange the refresh token for a new access token.",
    prerequisites=[WORKER_TOKEN],
    auth=WORKER,
)
def exchange_refresh_token(w: Workflow) -> None:
    get_worker_token(w)
    app = create_application(
        w, name="SimpleLogin", settings=refreshing_web_application(EXAMPLE), id_as="webAppSimpleLoginId"
    )
    secret = get_application_secret(w, app, secret_as="SimpleLoginAppSecret")
    population = create_population(w, name="SimpleLoginUsers", id_as="simpleLoginPopID")
    user = create_user(
        w, population, username="simple_login_user", id_as="simpleLoginUserID", username_as="simpleLoginUsername"
    )
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
        ],
    )
    tokens = capture_tokens(answer, access_as="useCaseAccessToken", refresh_as="useCaseRefreshToken")
    exchanged = w.post(
        "Exchange the refresh token",
        f"{AUTH}/as/token",
        does="exchange the refresh token of the step before for a new access token",
        auth=basic(app, secret),
        form={"grant_type": "refresh_token", "refresh_token": tokens.refresh},
        expect=[
            *is_token_response(scope="openid"),
            *is_access_token_of(app, user.id),
            *is_id_token_of(app, user.id),
            jsonpath("$.access_token").differs(tokens.access),
            jsonpath("$.refresh_token").differs(tokens.refresh),
        ],
    )
    capture_tokens(exchanged, access_as="useCaseAccessToken", refresh_as="useCaseRefreshToken")
