"""What a test may ask of the simulator itself, over HTTP: the clock, faults, environments. Outside PingOne's paths."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pcc.simulator.auth.outbox import read_messages
from pcc.simulator.calls import Call
from pcc.simulator.faults.specs import build_fault, read_spec
from pcc.simulator.fields import Field, number, read_fields
from pcc.simulator.http import SimulatorRequest, SimulatorResponse, empty_response, json_response, split_url
from pcc.simulator.problems import insufficient_permissions, not_found
from pcc.simulator.routing import Route

if TYPE_CHECKING:
    from pcc.simulator.engine import Simulator

__all__ = ["PREFIX", "control_routes", "is_control"]

PREFIX = "/_simulator"
_YEARS = 100 * 366 * 86400
_CLOCK_FIELDS = (Field("seconds", number(-_YEARS, _YEARS), required=True),)


def is_control(request: SimulatorRequest) -> bool:
    """Tell whether a request is for the simulator itself."""
    path = split_url(request.url)[0]
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def control_routes(simulator: "Simulator") -> Iterator[Route]:
    """Yield the routes. A browser's page is refused: it may not reach through its user to a service on loopback."""
    controls = _Controls(simulator)
    for method, path, handler in (
        ("GET", "", controls.read),
        ("GET", "/clock", controls.read_clock),
        ("POST", "/clock", controls.move_clock),
        ("GET", "/faults", controls.read_faults),
        ("POST", "/faults", controls.plant),
        ("DELETE", "/faults", controls.clear_faults),
        ("DELETE", "/faults/{fault}", controls.uproot),
        ("GET", "/messages/{environment}", controls.read_messages),
        ("POST", "/environments", controls.create_environment),
        ("DELETE", "/environments/{environment}", controls.remove_environment),
    ):
        yield _without_browsers(Route(method, PREFIX + path, handler))


def _without_browsers(route: Route) -> Route:
    def guarded(call: Call) -> SimulatorResponse:
        # A browser sends Origin with every request of another site that could change something.
        if call.header("origin"):
            raise insufficient_permissions()
        return route.handler(call)

    return replace(route, handler=guarded)


class _Controls:
    """The handlers."""

    def __init__(self, simulator: "Simulator") -> None:
        self._simulator = simulator

    def read(self, _call: Call) -> SimulatorResponse:
        simulator = self._simulator
        return _answer(200, {"time": self._time(), "holds": simulator.counts(), "faults": len(simulator.faults())})

    def read_clock(self, _call: Call) -> SimulatorResponse:
        return _answer(200, {"time": self._time()})

    def move_clock(self, call: Call) -> SimulatorResponse:
        self._simulator.advance(read_fields(call.json_object(), _CLOCK_FIELDS)["seconds"])
        return self.read_clock(call)

    def read_faults(self, _call: Call) -> SimulatorResponse:
        return _answer(200, {"faults": self._simulator.faults()})

    def plant(self, call: Call) -> SimulatorResponse:
        spec = read_spec(call.json_object())
        fault_id = self._simulator.plant(build_fault(spec, self._simulator), spec)
        return _answer(201, {"id": fault_id, **spec})

    def clear_faults(self, _call: Call) -> SimulatorResponse:
        self._simulator.clear_faults()
        return empty_response(204)

    def uproot(self, call: Call) -> SimulatorResponse:
        if not self._simulator.uproot(call.params["fault"]):
            raise not_found()
        return empty_response(204)

    def read_messages(self, call: Call) -> SimulatorResponse:
        environment = call.world.environment(call.params["environment"])
        return _answer(200, {"messages": read_messages(call.world, environment)})

    def create_environment(self, _call: Call) -> SimulatorResponse:
        variables = self._simulator.new_environment()
        return _answer(201, {"id": variables["envID"], "variables": variables})

    def remove_environment(self, call: Call) -> SimulatorResponse:
        self._simulator.remove_environment(call.params["environment"])
        return empty_response(204)

    def _time(self) -> str:
        return datetime.fromtimestamp(self._simulator.now(), UTC).isoformat()


def _answer(status: int, document: Mapping[str, Any]) -> SimulatorResponse:
    return json_response(status, dict(document), hal=False)
