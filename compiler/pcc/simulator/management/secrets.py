"""The secret of an application or a custom resource (reference section 3.2)."""

from collections.abc import Iterator

from pcc.simulator.calls import Call
from pcc.simulator.http import Document, SimulatorResponse, json_response
from pcc.simulator.management.family import Family
from pcc.simulator.problems import insufficient_permissions, not_found
from pcc.simulator.routing import Route
from pcc.simulator.state import Secret

__all__ = ["SecretEndpoint"]


class SecretEndpoint:
    """`…/{id}/secret` below the items of a family."""

    def __init__(self, family: Family) -> None:
        self._family = family

    def routes(self) -> Iterator[Route]:
        """Yield the routes."""
        yield self._family.sub_route("GET", "/secret", self.read)
        yield self._family.sub_route("POST", "/secret", self.rotate)

    def read(self, call: Call) -> SimulatorResponse:
        """Answer the secret; a worker cannot read its own (reference section 1.3)."""
        item = self._family.item(call)
        if call.token.client_id == item["id"]:
            raise insufficient_permissions()
        return self._answer(call, item)

    def rotate(self, call: Call) -> SimulatorResponse:
        """Replace the secret at once and answer the new one."""
        item = self._family.item(call)
        self._secret(call, item).value = call.world.new_secret()
        return self._answer(call, item)

    def _secret(self, call: Call, item: Document) -> Secret:
        found = call.environment.secrets.get(item["id"])
        if found is None:
            raise not_found()
        return found

    def _answer(self, call: Call, item: Document) -> SimulatorResponse:
        base = call.world.environment_url(call.environment)
        owner = f"{base}/{self._family.name}/{item['id']}"
        links = {"self": f"{owner}/secret", "environment": base, self._family.singular: owner}
        return json_response(200, {
            "_links": {name: {"href": href} for name, href in links.items()},
            "environment": {"id": call.environment.id},
            "secret": self._secret(call, item).value,
        })  # fmt: skip
