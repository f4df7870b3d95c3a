"""Random calls, one upon another: never a 500, and the store stays whole."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar

from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from pcc.simulator import Simulator
from pcc.simulator.auth import auth_routes
from pcc.simulator.management import FAMILIES, management_routes
from simulator.sim_client import (
    DEVICE_GRANT,
    PASSWORD,
    REDIRECT,
    VENDOR,
    Answer,
    App,
    Client,
    User,
    app_body,
    device_app_body,
)
from simulator.store_invariants import broken_invariants

EXAMPLES, STEPS = 300, 50

ROUTES = [("api", route) for route in management_routes()] + [("auth", route) for route in auth_routes()]
NAMES = st.sampled_from(["a", "b", "c", "d", "openid", "Default", ""])
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 3) | st.floats(allow_nan=False) | st.text(max_size=3) | NAMES,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "name", "x"]), inner, max_size=2)
    ),
    max_leaves=4,
)
ACTIONS = st.sampled_from([
    "usernamePassword.check", "password.reset", "password.forgot", "password.recover", "session.reset",
    "user.register", "user.verify", "user.sendVerificationCode", "password.sendRecoveryCode",
    "deviceAuthGrant.userCode.verify", "deviceAuthGrant.consent", "otp.check", "nothing",
])  # fmt: skip
REMEMBERED = {"access_token": "access", "refresh_token": "refresh", "device_code": "device", "user_code": "userCode"}
SCOPES = st.sampled_from(["openid", "openid profile", "openid offline_access", "a", "openid a", "p1:read:user", ""])


class RandomCalls(RuleBasedStateMachine):
    """A client that remembers what it was given, and uses it rightly and wrongly."""

    key: rsa.RSAPrivateKey
    requests = 0
    statuses: ClassVar[Counter[int]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.clock = [1_800_000_000.0]
        self.client = Client(Simulator(signing_key=self.key, now=lambda: self.clock[0]))
        self.known: dict[str, list[str]] = {
            name: [] for name in ("flow", "code", "refresh", "access", "device", "userCode")
        }
        self.known["access"].append(self.client.token())
        self.apps: list[App] = []
        self.users: list[User] = []

    # What happens to an answer.

    def saw(self, answer: Answer) -> Answer:
        type(self).requests += 1
        self.statuses[answer.status] += 1
        assert answer.status < 500, (answer.status, answer.response.body)
        event(f"status {answer.status}")
        self.remember(answer)
        return answer

    def remember(self, answer: Answer) -> None:
        for name, place in (("flowId", "flow"), ("code", "code")):
            if f"{name}=" in answer.location:
                self.known[place].append(answer.query(name))
        try:
            document = answer.json
        except ValueError:
            return
        for name, place in REMEMBERED.items():
            if name in document:
                self.known[place].append(document[name])
        for found in _documents(document):
            kind = found["_links"]["self"]["href"].rsplit("/", 2)[1]
            self.known.setdefault(kind, []).append(found["id"])

    def one(self, data: st.DataObject, place: str) -> str:
        """Draw something known of a kind, or of any kind, or nothing known."""
        same, others = self.known.get(place, []), [value for values in self.known.values() for value in values[-2:]]
        return str(data.draw(st.sampled_from([*same[-3:], *same[-3:], *others[:1], "unknown"]), label=place))

    # Rules.

    @initialize()
    def start(self) -> None:
        self.apps += [self.client.app(), self.client.device_app()]
        self.users.append(self.client.user())
        self.known["access"].append(self.client.tokens(self.apps[0], self.users[0])["access_token"])
        for name in ("resources", "populations", "signOnPolicies", "applications"):
            self.remember(self.client.manage("GET", name))
        for resource in self.known["resources"]:
            self.remember(self.client.manage("GET", f"resources/{resource}/scopes"))

    @rule(data=st.data(), name=NAMES, device=st.booleans())
    def create_application(self, data: st.DataObject, name: str, device: bool) -> None:
        changes = data.draw(st.just({}) | st.dictionaries(st.sampled_from(list(app_body())), JUNK, max_size=1))
        body = device_app_body() if device else {}
        answer = self.saw(self.client.manage("POST", "applications", app_body(**{**body, "name": name, **changes})))
        if answer.status == 201:
            self.add_app(answer.json)

    def add_app(self, found: dict[str, Any]) -> None:
        secret = self.saw(self.client.manage("GET", f"applications/{found['id']}/secret")).json["secret"]
        basic = found["tokenEndpointAuthMethod"] == "CLIENT_SECRET_BASIC"
        self.apps.append(App(found["id"], secret, (found["id"], secret) if basic else None))

    @rule(
        data=st.data(),
        name=NAMES,
        changes=st.dictionaries(st.sampled_from(["email", "population", "name", "enabled"]), JUNK, max_size=1),
    )
    def create_user(self, data: st.DataObject, name: str, changes: dict[str, Any]) -> None:
        body = {"email": "joe@example.com", "username": name, "population": {"id": self.one(data, "populations")}}
        answer = self.saw(self.client.manage("POST", "users", body | changes))
        if answer.status == 201:
            self.users.append(User(answer.json["id"], answer.json["username"]))
            self.saw(
                self.client.set_password(
                    answer.json["id"], force_change=data.draw(st.sampled_from([False, False, False, True]))
                )
            )

    @rule(
        data=st.data(),
        name=NAMES,
        kind=st.sampled_from(["populations", "resources", "signOnPolicies"]),
        default=st.booleans(),
    )
    def create_named(self, data: st.DataObject, name: str, kind: str, default: bool) -> None:
        body: dict[str, Any] = {"name": name} | ({"default": default} if kind != "resources" else {})
        self.saw(self.client.manage("POST", kind, body))

    @rule(data=st.data(), name=NAMES)
    def create_nested(self, data: st.DataObject, name: str) -> None:
        kind = data.draw(st.sampled_from(["scopes", "actions", "grants", "assignments"]))
        path, body = {
            "scopes": (f"resources/{self.one(data, 'resources')}/scopes", {"name": name}),
            "actions": (f"signOnPolicies/{self.one(data, 'signOnPolicies')}/actions", {"priority": 1, "type": "LOGIN"}),
            "grants": (
                f"applications/{self.one(data, 'applications')}/grants",
                {"resource": {"id": self.one(data, "resources")}, "scopes": [{"id": self.one(data, "scopes")}]},
            ),
            "assignments": (
                f"applications/{self.one(data, 'applications')}/signOnPolicyAssignments",
                {"priority": 1, "signOnPolicy": {"id": self.one(data, "signOnPolicies")}},
            ),
        }[kind]
        self.saw(self.client.manage("POST", path, body))

    @rule(data=st.data(), kind=st.sampled_from([family.name for family in FAMILIES if family.owner is None]))
    def delete(self, data: st.DataObject, kind: str) -> None:
        self.saw(self.client.manage("DELETE", f"{kind}/{self.one(data, kind)}"))

    @rule(data=st.data(), route=st.sampled_from(ROUTES), body=JUNK)
    def call_anything(self, data: st.DataObject, route: tuple[str, Any], body: Any) -> None:
        base, (method, template) = route[0], (route[1].method, route[1].template)
        path = "/".join(self.filled(data, segment) for segment in template.split("/"))
        url = self.client.variables["apiPath" if base == "api" else "authPath"] + path
        content_type = data.draw(st.sampled_from([
            "application/json", "application/x-www-form-urlencoded", f"{VENDOR}password.set+json", "text/plain", "",
        ]))  # fmt: skip
        headers = {"Authorization": f"Bearer {self.one(data, 'access')}"}
        content = json.dumps(body).encode() if data.draw(st.booleans()) else data.draw(st.binary(max_size=20))
        query = data.draw(
            st.sampled_from(["", "?limit=1", '?filter=username eq "a"', "?cursor=x", "?flowId=x", "?a=1&a=2"])
        )
        self.saw(self.client.send(method, url + query, body=content, content_type=content_type, headers=headers))

    def filled(self, data: st.DataObject, segment: str) -> str:
        if not segment.startswith("{"):
            return segment
        name = segment[1:-1]
        if name == "env":
            return data.draw(
                st.sampled_from([self.client.env, self.client.env, self.client.variables["adminEnvID"], "x"])
            )
        return self.one(data, {"app": "applications"}.get(name, name))

    @precondition(lambda self: self.apps)
    @rule(
        data=st.data(),
        scope=SCOPES,
        prompt=st.sampled_from(["login", "none", "", "x"]),
        mode=st.sampled_from(["", "pi.flow", "form_post"]),
    )
    def authorize(self, data: st.DataObject, scope: str, prompt: str, mode: str) -> None:
        app = data.draw(st.sampled_from(self.apps))
        self.saw(self.client.authorize(app, scope=scope, prompt=prompt, response_mode=mode))

    @precondition(lambda self: self.users)
    @rule(data=st.data(), action=ACTIONS, right=st.booleans())
    def act_on_a_flow(self, data: st.DataObject, action: str, right: bool) -> None:
        user = data.draw(st.sampled_from(self.users))
        body = {
            "username": user.username, "password": PASSWORD if right else "wrong", "currentPassword": PASSWORD,
            "newPassword": PASSWORD + "x", "userCode": self.one(data, "userCode"), "accept": right, "recoveryCode": "0",
            "email": "joe@example.com", "verificationCode": "0",
        }  # fmt: skip
        self.saw(self.client.act(self.one(data, "flow"), action, body))

    @rule(data=st.data())
    def resume(self, data: st.DataObject) -> None:
        self.saw(self.client.get("as/resume", flowId=self.one(data, "flow")))

    @precondition(lambda self: self.apps and self.users)
    @rule(data=st.data(), scope=SCOPES)
    def sign_on_and_redeem(self, data: st.DataObject, scope: str) -> None:
        app, user = data.draw(st.sampled_from(self.apps)), data.draw(st.sampled_from(self.users))
        started = self.saw(self.client.authorize(app, scope=scope, prompt="login"))
        if "flowId=" not in started.location:
            return
        self.saw(self.client.login(started.query("flowId"), user))
        resumed = self.saw(self.client.get("as/resume", flowId=started.query("flowId")))
        if "code=" in resumed.location:
            self.saw(self.client.redeem(app, resumed.query("code")))

    @precondition(lambda self: self.apps)
    @rule(
        data=st.data(),
        grant=st.sampled_from(["authorization_code", "refresh_token", "client_credentials", DEVICE_GRANT, "x"]),
    )
    def token(self, data: st.DataObject, grant: str) -> None:
        app = data.draw(st.sampled_from(self.apps))
        fields = {
            "grant_type": grant, "code": self.one(data, "code"), "redirect_uri": REDIRECT, "client_id": app.id,
            "device_code": self.one(data, "device"), "refresh_token": self.one(data, "refresh"),
        }  # fmt: skip
        self.saw(self.client.form("as/token", fields, basic=app.basic))

    @precondition(lambda self: self.apps)
    @rule(
        data=st.data(),
        path=st.sampled_from(["introspect", "revoke", "device_authorization"]),
        kind=st.sampled_from(["access", "refresh"]),
    )
    def about_a_token(self, data: st.DataObject, path: str, kind: str) -> None:
        app = data.draw(st.sampled_from(self.apps))
        fields = {"token": self.one(data, kind), "client_id": app.id, "scope": "openid"}
        self.saw(self.client.form(f"as/{path}", fields, basic=app.basic))

    @rule(data=st.data(), path=st.sampled_from(["device", "as/signoff", "as/userinfo"]))
    def visit(self, data: st.DataObject, path: str) -> None:
        self.saw(self.client.get(path))

    @rule(data=st.data(), kind=st.sampled_from([family.name for family in FAMILIES if family.owner is None]))
    def read_with_some_token(self, data: st.DataObject, kind: str) -> None:
        url = f"{self.client.variables['apiPath']}/environments/{self.client.env}/{kind}"
        self.saw(self.client.send("GET", url, headers={"Authorization": f"Bearer {self.one(data, 'access')}"}))

    @rule(seconds=st.sampled_from([1, 61, 901, 4000, 86400 * 40]))
    def wait(self, seconds: int) -> None:
        self.clock[0] += seconds
        self.client.forget_token()
        # The worker of the seed may have been deleted by then.
        if self.client.worker_token().status == 200:
            self.known["access"].append(self.client.token())

    @invariant()
    def the_store_is_whole(self) -> None:
        assert broken_invariants(self.client.simulator) == []


def _documents(value: Any) -> Iterator[dict[str, Any]]:
    """Every resource in an answer: what has an id and a link to itself."""
    if isinstance(value, dict):
        if isinstance(value.get("_links"), dict) and "self" in value["_links"] and "id" in value:
            yield value
        for inner in value.values():
            yield from _documents(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _documents(inner)


def test_random_calls_get_no_500_and_leave_the_store_whole(signing_key: rsa.RSAPrivateKey) -> None:
    RandomCalls.key = signing_key
    RandomCalls.requests = 0
    run_state_machine_as_test(
        RandomCalls,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert RandomCalls.requests >= 10_000
    # A walk that is refused everywhere shows nothing.
    assert {200, 201, 204, 302, 400, 401, 403, 404} <= RandomCalls.statuses.keys()
