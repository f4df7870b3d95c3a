"""The secret of an application or a custom resource, and the one before it (reference section 3.2)."""

from collections.abc import Iterator

from pcc.simulator.calls import Call
from pcc.simulator.fields import Field, instant, read_fields, record
from pcc.simulator.http import Document, SimulatorResponse, empty_response, json_response
from pcc.simulator.management.family import Family, invalid_value
from pcc.simulator.problems import insufficient_permissions, not_found
from pcc.simulator.routing import Route
from pcc.simulator.state import Secret

__all__ = ["SecretEndpoint"]

MINIMUM_OVERLAP, MAXIMUM_OVERLAP = 60, 30 * 86400
_ROTATION_FIELDS = (Field("previous", record(Field("expiresAt", instant, required=True))),)


class SecretEndpoint:
    """`…/{id}/secret` below the items of a family. A worker sees nothing of its own (reference section 1.3)."""

    def __init__(self, family: Family) -> None:
        self._family = family

    def routes(self) -> Iterator[Route]:
        """Yield the routes."""
        yield self._family.sub_route("GET", "/secret", self.read)
        yield self._family.sub_route("POST", "/secret", self.rotate)
        yield self._family.sub_route("DELETE", "/secret", self.drop_previous)

    def read(self, call: Call) -> SimulatorResponse:
        """Answer the secret, and the previous one while it works."""
        return self._answer(call, self._secret(call))

    def rotate(self, call: Call) -> SimulatorResponse:
        """Replace the secret and answer the new one; the old one stops at once, or when the body says."""
        secret = self._secret(call)
        secret.rotate(call.world.new_secret(), previous_until=_previous_until(call))
        return self._answer(call, secret)

    def drop_previous(self, call: Call) -> SimulatorResponse:
        """Stop the previous secret; refuse with 404 when there is none that works."""
        secret = self._secret(call)
        if secret.live_previous(call.world.now()) is None:
            raise not_found()
        secret.previous = None
        return empty_response(204)

    def _secret(self, call: Call) -> Secret:
        item = self._family.item(call)
        if call.token.client_id == item["id"]:
            raise insufficient_permissions()
        found = call.environment.secrets.get(item["id"])
        if found is None:
            raise not_found()
        return found

    def _answer(self, call: Call, secret: Secret) -> SimulatorResponse:
        base = call.world.environment_url(call.environment)
        owner = f"{base}/{self._family.name}/{call.params[self._family.name]}"
        links = {"self": f"{owner}/secret", "environment": base, self._family.singular: owner}
        document: Document = {
            "_links": {name: {"href": href} for name, href in links.items()},
            "environment": {"id": call.environment.id},
            "secret": secret.value,
        }
        previous = secret.live_previous(call.world.now())
        if previous is not None:
            document["previous"] = {"secret": previous.value, "expiresAt": call.world.timestamp(previous.expires_at)}
            if previous.used_at is not None:
                document["previous"]["lastUsed"] = call.world.timestamp(previous.used_at)
        return json_response(200, document)


def _previous_until(call: Call) -> float | None:
    # The body is optional.
    values = read_fields(call.json(), _ROTATION_FIELDS) if call.request.body else {}
    if "previous" not in values:
        return None
    until: float = values["previous"]["expiresAt"]
    if not MINIMUM_OVERLAP <= until - call.world.now() <= MAXIMUM_OVERLAP:
        raise invalid_value("previous.expiresAt", "must be between 1 minute and 30 days ahead")
    return until
