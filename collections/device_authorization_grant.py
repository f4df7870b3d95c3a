"""Configure Device Authorization Grant Flow.

Departs from the published page: the body of step 9 is `userCode` (E15), there is no authorize request (E16),
and the activation code is not sent to anybody, it is in the answer of step 5 (E17). The requests carry no
`Cookie` header of their own: the cookie jar does that.
"""

from pcc import Ref, Workflow, header, jsonpath, no_auth, redirect_query, status, workflow
from pingone.applications import create_application
from pingone.environment import AUTH, PingOne, env, is_uuid
from pingone.prerequisites import WORKER, WORKER_TOKEN, get_worker_token
from pingone.sign_on import accept_device, get_flow, submit_login, submit_user_code
from pingone.tokens import capture_tokens, is_access_token_of, is_id_token_of, is_token_response
from pingone.users import create_population, create_user

_APP = {
    "description": "An application for devices without a browser",
    "type": "CUSTOM_APP",
    "grantTypes": ["DEVICE_CODE", "REFRESH_TOKEN"],
    "deviceTimeout": 600,
    "devicePollingInterval": 5,
    "tokenEndpointAuthMethod": "NONE",
}


@workflow(
    "Configure Device Authorization Grant Flow",
    environment=PingOne,
    summary="Let a user sign a device on by typing the code that it shows.",
    prerequisites=[WORKER_TOKEN, "The environment's default sign-on policy asks for user name and password."],
    auth=WORKER,
)
def device_authorization_grant(w: Workflow) -> None:
    get_worker_token(w)
    app = create_application(w, name="Device-App", settings=_APP, id_as="deviceAuthAppID")
    population = create_population(w, name="deviceAuthPopulation", id_as="DeviceAuthPopID")
    user = create_user(
        w, population, username="deviceAuth_user", id_as="deviceAuthUserID", username_as="deviceAuthUsername"
    )
    started = w.post(
        "Start the device authorization",
        f"{AUTH}/as/device_authorization",
        does="get the device code and the user code",
        auth=no_auth(),
        form={"client_id": app, "scope": "openid"},
        expect=[
            status(200),
            jsonpath("$.user_code").matches("^[A-Z0-9]{4}-[A-Z0-9]{4}$"),
            jsonpath("$.verification_uri").equals(f"{AUTH}/device"),
            jsonpath("$.verification_uri_complete").ends_with(jsonpath("$.user_code")),
            jsonpath("$.expires_in").equals(600),
            jsonpath("$.interval").equals(5),
        ],
    )
    device_code = started.capture("deviceCode", "$.device_code", secret=True)
    user_code = started.capture("userCode", "$.user_code")
    flow = _open_verification_page(w)
    get_flow(w, flow)
    submit_login(w, flow, user, next_status="DAG_USER_CODE_REQUIRED")
    submit_user_code(w, flow, user_code)
    accept_device(w, flow)
    answer = w.post(
        "Get the tokens",
        f"{AUTH}/as/token",
        does="exchange the device code for an access token",
        auth=no_auth(),
        form={
            "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
            "device_code": device_code,
            "client_id": app,
        },
        expect=[
            *is_token_response(scope="openid"),
            *is_access_token_of(app, user.id),
            *is_id_token_of(app, user.id),
        ],
    )
    capture_tokens(answer, access_as="deviceAuthAccessToken", refresh_as="deviceAuthRefreshToken")


def _open_verification_page(w: Workflow) -> Ref:
    opened = w.get(
        "Open the verification page",
        f"{AUTH}/device",
        does="start the authorization, which returns the ID of the flow",
        auth=no_auth(),
        follow_redirects=False,
        expect=[status(302), header("Location").contains(f"/{env.id}/signon/"), is_uuid(redirect_query("flowId"))],
    )
    return opened.capture("flowID", redirect_query("flowId"))
