"""What belongs to one side: its collections and environments, as far as they say what a reader has to fill in."""

from collections.abc import Iterable

from pcc.changes.compare.variables import Surroundings
from pcc.changes.normalise.names import find_needs
from pcc.changes.normalise.variables import normalise_variables
from pcc.model.collection import Collection
from pcc.model.environment import Environment

__all__ = ["survey"]


def survey(collections: Iterable[Collection], environments: Iterable[Environment]) -> Surroundings:
    """Return what is known of one side. Without a collection everything that is empty has to be filled in."""
    needs: dict[str, bool] = {}
    known = False
    for collection in collections:
        known = True
        for name, secret in find_needs(collection).items():
            needs[name] = needs.get(name, False) or secret
    variables = tuple(normalise_variables(environment.variables) for environment in environments)
    return Surroundings(needs if known else None, variables)
