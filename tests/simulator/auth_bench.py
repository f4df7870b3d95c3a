"""What most refusals of the auth API need: a client, an application, a user, and the way to each endpoint."""

from dataclasses import dataclass
from typing import Any

from simulator.sim_client import DEVICE_GRANT, Answer, App, Client, User


@dataclass
class Bench:
    """An application and a user of a simulator."""

    client: Client
    app: App
    user: User

    def flow(self) -> str:
        return self.client.authorize(self.app, prompt="login").query("flowId")

    def code(self) -> str:
        return self.client.code(self.app, self.user)

    def device(self) -> tuple[App, Any]:
        app = self.client.device_app()
        return app, self.client.form("as/device_authorization", {"client_id": app.id, "scope": "openid"}).json

    def poll(self, app: App, device: Any) -> Answer:
        fields = {"grant_type": DEVICE_GRANT, "device_code": device["device_code"], "client_id": app.id}
        return self.client.form("as/token", fields)

    def device_flow(self, device: Any) -> str:
        flow_id = self.client.get("device").query("flowId")
        self.client.login(flow_id, self.user)
        answer = self.client.act(flow_id, "deviceAuthGrant.userCode.verify", {"userCode": device["user_code"]})
        assert answer.json["status"] == "DAG_CONSENT_REQUIRED"
        return flow_id

    def token(self, **fields: str) -> Answer:
        return self.client.form("as/token", fields, basic=self.app.basic)
