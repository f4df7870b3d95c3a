"""A stateful PingOne in memory, strict about what it is sent: a plain function from request to answer.

It knows what the workflows reach: worker tokens, the management API of applications, resources, policies and users,
sign-on flows, authorization code, refresh token and device grants, introspection, discovery and keys.
"""

from pcc.simulator.engine import Simulator
from pcc.simulator.faults.matching import Fault
from pcc.simulator.http import SimulatorRequest, SimulatorResponse
from pcc.simulator.store import Limits

__all__ = ["SECRETS", "Fault", "Limits", "Simulator", "SimulatorRequest", "SimulatorResponse"]

# The names among `Simulator.variables()` whose values are secret.
SECRETS = frozenset({"adminAppSecret"})
