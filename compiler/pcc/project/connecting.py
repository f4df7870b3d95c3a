"""What answers the requests of a run: the embedded simulator, or the network."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pcc.errors import ResolutionError
from pcc.model.collection import Collection
from pcc.model.environment import Environment
from pcc.model.ports import Transport
from pcc.model.template import Template
from pcc.runner import RunOptions
from pcc.runner.data import Row
from pcc.templating import MISSING, render_postman, resolve_text
from pcc.values import same

__all__ = ["SIMULATOR_TARGET", "Connection", "Known", "reach", "simulate"]

SIMULATOR_TARGET = "embedded simulator (in process)"
# The line that names the target stays one line.
_HOSTS = 10
_LONG = 255


@dataclass(frozen=True, slots=True)
class Known:
    """What holds variables before the run, the nearest last; rows of data are nearer than all of them.

    `secrets` are names of secret variables, beside those that say so themselves.
    """

    owners: tuple[Environment | Collection | None, ...]
    rows: Sequence[Row]
    secrets: frozenset[str]


Connection = tuple[Transport, str, frozenset[str]]
"""What answers the requests, its name, and which of the variables that it brings are secret."""


def simulate(_: Collection, __: Known, overrides: dict[str, str], ___: RunOptions) -> Connection:
    """Let a new simulator answer; its variables join the overrides."""
    from pcc.runner.transports.embedded import SimulatorTransport
    from pcc.simulator import SECRETS, Simulator

    simulator = Simulator()
    overrides.update(simulator.variables())
    return SimulatorTransport(simulator), SIMULATOR_TARGET, SECRETS


def reach(collection: Collection, known: Known, overrides: dict[str, str], options: RunOptions) -> Connection:
    """Send the requests to where their URLs say."""
    from pcc.runner.transports.network import NetworkOptions, NetworkTransport

    network = NetworkOptions(options.certificates, options.extra_ca_certs, os.environ, options.max_response_bytes)
    return NetworkTransport(network), _hosts(collection, known, overrides), frozenset()


def _hosts(collection: Collection, known: Known, overrides: Mapping[str, str]) -> str:
    """The hosts that the requests go to, as far as they are known before the run."""
    declared = [variable for owner in known.owners if owner for variable in owner.variables if not variable.disabled]
    values = {
        variable.key: render_postman(variable.value) if isinstance(variable.value, Template) else variable.value
        for variable in declared
    }
    values.update(overrides)
    for name in {name: None for row in known.rows for name in row}:
        # What differs from row to row is not known before the run.
        first, *others = (row.get(name) for row in known.rows)
        values[name] = first if first is not None and all(same(first, other) for other in others) else f"{{{{{name}}}}}"
    # A host is cut out of a URL: where it is a secret, its name stands for it, because half a secret is not masked.
    for secret in (*known.secrets, *(variable.key for variable in declared if variable.secret)):
        values.pop(secret, None)
    hosts: dict[str, None] = {}
    for _, item in collection.walk():
        try:
            url = resolve_text(render_postman(item.request.url.base), lambda name: values.get(name, MISSING))
        except ResolutionError:
            # The item will say so.
            break
        scheme, _, rest = (url if "://" in url else f"http://{url}").partition("://")
        hosts[f"{scheme}://{re.split('[/?#]', rest, maxsplit=1)[0].rpartition('@')[2]}"] = None
    first = [host if len(host) <= _LONG else f"a host of {len(host)} characters" for host in list(hosts)[:_HOSTS]]
    more = [f"and {len(hosts) - _HOSTS} more"] if len(hosts) > _HOSTS else []
    return ", ".join((*first, *more))
