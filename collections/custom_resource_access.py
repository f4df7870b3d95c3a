"""Get a Token for Custom Resource Access.

Departs from the published page: the password is set with PUT (E1), `{{CustomResourceAppID}}` is
`{{customResourceAppID}}` (E12), the last request goes to /as/introspect with the client's credentials in the
header (E13), and the policy's `default` is a boolean (E21). The audience is unique to the run.
"""

from pcc import Workflow, basic, claim, jsonpath, status, workflow
from pingone.applications import (
    GOOGLE,
    assign_policy,
    create_application,
    get_application_secret,
    grant_access,
    web_application,
)
from pingone.environment import AUTH, PingOne
from pingone.policies import add_login_action, create_policy
from pingone.prerequisites import WORKER, WORKER_TOKEN, get_worker_token
from pingone.resources import create_resource, create_scope
from pingone.sign_on import sign_on
from pingone.tokens import is_access_token_of, is_token_response, redeem
from pingone.users import create_population, create_user


@workflow(
    "Get a Token for Custom Resource Access",
    environment=PingOne,
    summary="Define a resource and a scope of your own, and get a token that is good for that resource.",
    prerequisites=[WORKER_TOKEN],
    auth=WORKER,
)
def custom_resource_access(w: Workflow) -> None:
    get_worker_token(w)
    settings = web_application(redirect_uri=GOOGLE, grant_types=["AUTHORIZATION_CODE"])
    app = create_application(w, name="CustomResourceApp", settings=settings, id_as="customResourceAppID")
    secret = get_application_secret(w, app, secret_as="customResourceAppSecret")
    resource = create_resource(w, id_as="customResourceID", audience_as="customResourceAudience")
    scope = create_scope(w, resource, id_as="customResourceScopeID", name_as="customResourceScopeName")
    grant_access(w, app, resource=resource.id, scope=scope.id, title="Create a resource access grant")
    policy = create_policy(w, name="CustomResourcePolicy", id_as="customResourcePolicyID")
    add_login_action(w, policy)
    assign_policy(w, app, policy)
    population = create_population(w, name="CustomResourceUsers", id_as="customResourcePopID")
    user = create_user(
        w,
        population,
        username="custom_resource_user",
        id_as="customResourceUserID",
        username_as="customResourceUsername",
    )
    code = sign_on(w, app, user, scope=f"{scope.name}", redirect_uri=GOOGLE)
    answer = redeem(
        w,
        app,
        secret,
        code,
        redirect_uri=GOOGLE,
        expect=[
            *is_token_response(scope=f"{scope.name}"),
            *is_access_token_of(app, user.id),
            jsonpath("$.expires_in").equals(7200),
            claim("$.aud", of="$.access_token").contains(resource.audience),
            jsonpath("$.id_token").is_absent(),
            jsonpath("$.refresh_token").is_absent(),
        ],
    )
    token = answer.capture("customResourceAccessToken", "$.access_token", secret=True)
    w.post(
        "Introspect the access token",
        f"{AUTH}/as/introspect",
        does="read the audience and the scope of the token, which show that it grants access to the custom resource",
        auth=basic(app, secret),
        form={"token": token},
        expect=[
            status(200),
            jsonpath("$.active").equals(True),
            jsonpath("$.client_id").equals(app),
            jsonpath("$.sub").equals(user.id),
            jsonpath("$.scope").contains(scope.name),
            jsonpath("$.aud").contains(resource.audience),
        ],
    )
