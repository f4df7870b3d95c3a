"""Signing a user on: the authorize request, the flow, the code."""

from pcc import Ref, Steps, header, jsonpath, no_auth, redirect_query, status
from pingone.environment import AUTH, env, is_uuid
from pingone.users import User

_FLOW_ACTION = "application/vnd.pingidentity.{}+json"


def sign_on(
    w: Steps, app: Ref, user: User, *, scope: str, redirect_uri: str, title: str = "Send an authorize request"
) -> Ref:
    """Sign the user on to the application; returns the authorization code."""
    sent_away = w.get(
        title,
        f"{AUTH}/as/authorize",
        does="ask for an authorization code, which starts the sign-on flow",
        auth=no_auth(),
        query={
            "response_type": "code",
            "client_id": app,
            "redirect_uri": redirect_uri,
            "scope": scope,
            # Departs from the pages: they ask the reader to delete the session cookie of the run before.
            "prompt": "login",
        },
        follow_redirects=False,
        expect=[status(302), header("Location").contains(f"/{env.id}/signon/"), is_uuid(redirect_query("flowId"))],
    )
    flow = sent_away.capture("flowID", redirect_query("flowId"))
    get_flow(w, flow)
    submit_login(w, flow, user, next_status="COMPLETED")
    return _resume(w, flow, redirect_uri)


def get_flow(w: Steps, flow: Ref) -> None:
    """Read the flow: it must ask for user name and password."""
    w.get(
        "Get the flow",
        f"{AUTH}/flows/{flow}",
        does="start the sign-on flow",
        auth=no_auth(),
        expect=[
            status(200),
            jsonpath("$.id").equals(flow),
            jsonpath("$.status").equals("USERNAME_PASSWORD_REQUIRED"),
            jsonpath("$._links['usernamePassword.check'].href").equals(f"{AUTH}/flows/{flow}"),
        ],
    )


def submit_login(w: Steps, flow: Ref, user: User, *, next_status: str) -> None:
    """Sign the user on with user name and password."""
    w.post(
        "Submit login credentials",
        f"{AUTH}/flows/{flow}",
        does="submit the user's credentials, which completes the login action",
        auth=no_auth(),
        headers={"Content-Type": _FLOW_ACTION.format("usernamePassword.check")},
        json={"username": user.username, "password": user.password},
        expect=[
            status(200),
            jsonpath("$.id").equals(flow),
            jsonpath("$.status").equals(next_status),
            jsonpath("$.resumeUrl").equals(f"{AUTH}/as/resume?flowId={flow}"),
            jsonpath("$._embedded.user.id").equals(user.id),
        ],
    )


def _resume(w: Steps, flow: Ref, redirect_uri: str) -> Ref:
    resumed = w.get(
        "Call the resume endpoint",
        f"{AUTH}/as/resume",
        does="return to the application with the authorization code",
        auth=no_auth(),
        query={"flowId": flow},
        follow_redirects=False,
        expect=[status(302), header("Location").starts_with(f"{redirect_uri}?code=")],
    )
    return resumed.capture("authCode", redirect_query("code"), secret=True)


def submit_user_code(w: Steps, flow: Ref, user_code: Ref) -> None:
    """Confirm the device with the activation code that it shows."""
    w.post(
        "Submit the activation code",
        f"{AUTH}/flows/{flow}",
        does="submit the activation code, which completes the confirmation of the device",
        auth=no_auth(),
        headers={"Content-Type": _FLOW_ACTION.format("deviceAuthGrant.userCode.verify")},
        json={"userCode": user_code},
        expect=[
            status(200),
            jsonpath("$.id").equals(flow),
            jsonpath("$.status").equals("DAG_CONSENT_REQUIRED"),
        ],
    )


def accept_device(w: Steps, flow: Ref) -> None:
    """Agree that the device may act for the user."""
    w.post(
        "Accept the device authorization",
        f"{AUTH}/flows/{flow}",
        does="accept the device authorization grant, which completes the consent action",
        auth=no_auth(),
        headers={"Content-Type": _FLOW_ACTION.format("deviceAuthGrant.consent")},
        json={"accept": True},
        expect=[status(200), jsonpath("$.id").equals(flow), jsonpath("$.status").equals("COMPLETED")],
    )
