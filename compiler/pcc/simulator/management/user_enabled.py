"""Whether a user may sign on: `…/users/{id}/enabled`."""

from collections.abc import Iterator

from pcc.simulator.calls import Call
from pcc.simulator.fields import Field, boolean, read_fields
from pcc.simulator.http import Document, SimulatorResponse, json_response
from pcc.simulator.management.family import Family
from pcc.simulator.routing import Route

__all__ = ["enabled_routes"]

_FIELDS = (Field("enabled", boolean, required=True),)


def enabled_routes(users: Family) -> Iterator[Route]:
    """Yield the routes."""

    def read(call: Call) -> SimulatorResponse:
        return _answer(call, users.item(call))

    def write(call: Call) -> SimulatorResponse:
        user = users.item(call)
        changed = user | read_fields(call.json(), _FIELDS) | {"updatedAt": call.world.timestamp()}
        users.table(call).put(changed)
        users.stored(call, changed, previous=user)
        return _answer(call, changed)

    yield users.sub_route("GET", "/enabled", read)
    yield users.sub_route("PUT", "/enabled", write)


def _answer(call: Call, user: Document) -> SimulatorResponse:
    base = call.world.environment_url(call.environment)
    url = f"{base}/users/{user['id']}"
    links = {"self": f"{url}/enabled", "environment": base, "user": url}
    return json_response(200, {
        "_links": {name: {"href": href} for name, href in links.items()},
        "environment": {"id": call.environment.id},
        "user": {"id": user["id"]},
        "enabled": user["enabled"],
    })  # fmt: skip
