"""A small client of the simulator for its tests: cookies, worker token, and the chores of every workflow."""

import json
from base64 import b64encode
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from pcc.simulator import Simulator, SimulatorRequest, SimulatorResponse

PASSWORD = "Kestrel#Mango47"
REDIRECT = "https://www.example.com"
VENDOR = "application/vnd.pingidentity."
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"

_numbers = count(1)


def unique(name: str) -> str:
    return f"{name}_{next(_numbers)}"


@dataclass(frozen=True)
class Answer:
    response: SimulatorResponse

    @property
    def status(self) -> int:
        return self.response.status

    @property
    def json(self) -> Any:
        return json.loads(self.response.body)

    @property
    def location(self) -> str:
        return self.header("Location")

    @property
    def error(self) -> str:
        """What went wrong: status, code and the first detail's code and target, or the OAuth error."""
        body = self.json
        if "error" in body:
            return f"{self.status} {body['error']}"
        detail = (body.get("details") or [{}])[0]
        return " ".join(
            part for part in (str(self.status), body["code"], detail.get("code", ""), detail.get("target", "")) if part
        )

    def header(self, name: str) -> str:
        return next((value for key, value in self.response.headers if key.lower() == name.lower()), "")

    def query(self, name: str) -> str:
        return parse_qs(urlsplit(self.location).query)[name][0]


@dataclass(frozen=True)
class User:
    id: str
    username: str


@dataclass(frozen=True)
class App:
    id: str
    secret: str
    basic: tuple[str, str] | None


@dataclass
class Client:
    """One user agent: it keeps cookies by name, as long as there is one path."""

    simulator: Simulator
    cookies: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    """Of the simulator's first environment, unless those of another are given."""

    def __post_init__(self) -> None:
        self.variables = self.variables or self.simulator.variables()
        self.env = self.variables["envID"]
        self.auth_base = f"{self.variables['authPath']}/{self.env}"
        self._token = ""

    def send(
        self,
        method: str,
        url: str,
        *,
        body: bytes = b"",
        content_type: str = "",
        headers: dict[str, str] | None = None,
    ) -> Answer:
        sent = dict(headers or {})
        if content_type:
            sent["Content-Type"] = content_type
        if self.cookies and url.startswith(self.variables["authPath"]):
            sent.setdefault("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        answer = Answer(self.simulator.handle(SimulatorRequest(method, url, tuple(sent.items()), body)))
        self._keep(answer.header("Set-Cookie"))
        return answer

    def _keep(self, set_cookie: str) -> None:
        name, _, value = set_cookie.partition(";")[0].partition("=")
        if name:
            self.cookies[name] = value

    # The management API.

    def manage(
        self, method: str, path: str, body: Any = None, *, content_type: str = "application/json", token: str = ""
    ) -> Answer:
        """Send a request below the environment with the worker's token, or another; `path` may be absolute."""
        url = path if "://" in path else f"{self.variables['apiPath']}/environments/{self.env}/{path}"
        headers = {"Authorization": f"Bearer {token or self.token()}"}
        if body is None:
            return self.send(method, url, headers=headers)
        return self.send(method, url, headers=headers, body=json.dumps(body).encode(), content_type=content_type)

    def token(self) -> str:
        """Return the worker's token, asking for one when there is none."""
        if not self._token:
            answer = self.worker_token()
            assert answer.status == 200, answer.json
            self._token = answer.json["access_token"]
        return self._token

    def forget_token(self) -> None:
        """Let the next call of the management API ask for a new token."""
        self._token = ""

    def worker_token(self) -> Answer:
        v = self.variables
        url = f"{v['authPath']}/{v['adminEnvID']}/as/token"
        return self.form(url, {"grant_type": "client_credentials"}, basic=(v["adminAppID"], v["adminAppSecret"]))

    def form(self, path: str, fields: dict[str, str], *, basic: tuple[str, str] | None = None) -> Answer:
        """POST a form below the environment's auth base; `path` may be absolute."""
        url = path if "://" in path else f"{self.auth_base}/{path}"
        headers = {}
        if basic:
            headers["Authorization"] = "Basic " + b64encode(":".join(basic).encode()).decode()
        return self.send(
            "POST",
            url,
            body=urlencode(fields).encode(),
            content_type="application/x-www-form-urlencoded",
            headers=headers,
        )

    def get(self, path: str, **query: str) -> Answer:
        """GET below the environment's auth base."""
        return self.send("GET", f"{self.auth_base}/{path}" + (f"?{urlencode(query)}" if query else ""))

    def act(self, flow_id: str, action: str, body: Any) -> Answer:
        """POST an action to a flow."""
        url = f"{self.auth_base}/flows/{flow_id}"
        return self.send("POST", url, body=json.dumps(body).encode(), content_type=f"{VENDOR}{action}+json")

    # Chores.

    def created(self, path: str, body: Any) -> Any:
        answer = self.manage("POST", path, body)
        assert answer.status == 201, answer.json
        return answer.json

    def app(self, **changes: Any) -> App:
        """Create an application with the code and refresh token grants, or what the changes say."""
        found = self.created("applications", app_body(**changes))
        secret = self.manage("GET", f"applications/{found['id']}/secret").json["secret"]
        uses_basic = found["tokenEndpointAuthMethod"] == "CLIENT_SECRET_BASIC"
        return App(found["id"], secret, (found["id"], secret) if uses_basic else None)

    def worker(self, *roles: str) -> tuple[App, str]:
        """Create a worker application with these roles on the environment; return it with a token of its own."""
        app = self.app(type="WORKER", grantTypes=["CLIENT_CREDENTIALS"], responseTypes=None, redirectUris=None)
        for role in roles:
            body = {"role": {"id": self.role(role)}, "scope": {"id": self.env, "type": "ENVIRONMENT"}}
            self.created(f"applications/{app.id}/roleAssignments", body)
        token = self.form("as/token", {"grant_type": "client_credentials"}, basic=app.basic).json["access_token"]
        return app, token

    def role(self, name: str) -> str:
        """Return the id of a role."""
        roles = self.manage("GET", f"{self.variables['apiPath']}/roles").json["_embedded"]["roles"]
        return str(next(role["id"] for role in roles if role["name"] == name))

    def listed(self, path: str) -> list[Any]:
        """Return the items of a collection."""
        (items,) = self.manage("GET", path).json["_embedded"].values()
        return list(items)

    def device_app(self, **changes: Any) -> App:
        return self.app(**device_app_body(**changes))

    def user(self, **changes: Any) -> User:
        """Create a user in a new population, with the password."""
        population = self.created("populations", {"name": unique("Users")})
        body = {
            "email": "joe@example.com",
            "name": {"given": "Joe", "family": "Smith"},
            "population": {"id": population["id"]},
            "username": unique("app_user"),
        }
        found = self.created("users", body | changes)
        assert self.set_password(found["id"]).status == 200
        return User(found["id"], found["username"])

    def set_password(self, user_id: str, value: str = PASSWORD, *, force_change: bool = False) -> Answer:
        body = {"value": value, "forceChange": force_change}
        path = f"users/{user_id}/password"
        return self.manage("PUT", path, body, content_type=f"{VENDOR}password.set+json")

    def grant(self, app: App, resource_id: str, *scope_ids: str) -> Any:
        body = {"resource": {"id": resource_id}, "scopes": [{"id": scope_id} for scope_id in scope_ids]}
        return self.created(f"applications/{app.id}/grants", body)

    def custom_scope(self, app: App, **changes: Any) -> tuple[Any, Any]:
        """Create a resource with one scope and grant it; return both."""
        body = {"name": unique("Res"), "audience": "https://api.custom.example", "accessTokenValiditySeconds": 7200}
        resource = self.created("resources", body | changes)
        scope = self.created(f"resources/{resource['id']}/scopes", {"name": unique("scope")})
        self.grant(app, resource["id"], scope["id"])
        return resource, scope

    def openid_scope(self, name: str) -> tuple[str, str]:
        """Return the ids of the openid resource and one of its scopes."""
        resources = self.manage("GET", "resources").json["_embedded"]["resources"]
        resource = next(found for found in resources if found["name"] == "openid")
        scopes = self.manage("GET", f"resources/{resource['id']}/scopes").json["_embedded"]["scopes"]
        return resource["id"], next(found["id"] for found in scopes if found["name"] == name)

    def authorize(self, app: App, **changes: str) -> Answer:
        fields = {"response_type": "code", "client_id": app.id, "redirect_uri": REDIRECT, "scope": "openid"} | changes
        return self.get("as/authorize", **{name: value for name, value in fields.items() if value})

    def login(self, flow_id: str, user: User, password: str = PASSWORD) -> Answer:
        return self.act(flow_id, "usernamePassword.check", {"username": user.username, "password": password})

    def code(self, app: App, user: User, **changes: str) -> str:
        """Sign on and return the authorization code."""
        flow_id = self.authorize(app, **({"prompt": "login"} | changes)).query("flowId")
        assert self.login(flow_id, user).json["status"] == "COMPLETED"
        return self.get("as/resume", flowId=flow_id).query("code")

    def redeem(self, app: App, code: str, **changes: str) -> Answer:
        fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT} | changes
        return self.form("as/token", {name: value for name, value in fields.items() if value}, basic=app.basic)

    def refresh(self, app: App, token: str, **fields: str) -> Answer:
        return self.form("as/token", {"grant_type": "refresh_token", "refresh_token": token, **fields}, basic=app.basic)

    def tokens(self, app: App, user: User, **changes: str) -> Any:
        answer = self.redeem(app, self.code(app, user, **changes))
        assert answer.status == 200, answer.json
        return answer.json

    def introspect(self, app: App, token: str) -> Any:
        return self.form("as/introspect", {"token": token}, basic=app.basic).json


def app_body(**changes: Any) -> dict[str, Any]:
    body = {
        "name": unique("App"),
        "enabled": True,
        "type": "WEB_APP",
        "protocol": "OPENID_CONNECT",
        "responseTypes": ["CODE"],
        "grantTypes": ["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
        "tokenEndpointAuthMethod": "CLIENT_SECRET_BASIC",
        "refreshTokenDuration": 2592000,
        "refreshTokenRollingDuration": 2592000,
        "refreshTokenRollingGracePeriodDuration": 60,
        "redirectUris": [REDIRECT],
    } | changes
    return {name: value for name, value in body.items() if value is not None}


def device_app_body(**changes: Any) -> dict[str, Any]:
    return {
        "name": unique("Device-App"),
        "type": "CUSTOM_APP",
        "responseTypes": None,
        "redirectUris": None,
        "grantTypes": ["DEVICE_CODE", "REFRESH_TOKEN"],
        "deviceTimeout": 600,
        "devicePollingInterval": 5,
        "tokenEndpointAuthMethod": "NONE",
    } | changes
