"""Two versions of an environment."""

from collections.abc import Mapping

from pcc.changes.compare.collections import Compared
from pcc.changes.compare.difference import Difference
from pcc.changes.compare.renames import find_renames_by_value, renamed
from pcc.changes.compare.variables import Surroundings, compare_variables
from pcc.changes.concealing import conceal
from pcc.changes.normalise import normalise_environment
from pcc.changes.normalise.names import environment_reads, rename
from pcc.model.environment import Environment

__all__ = ["compare_environments"]


def compare_environments(
    old: Environment,
    new: Environment,
    around_old: Surroundings | None = None,
    around_new: Surroundings | None = None,
    renames: Mapping[str, str] | None = None,
) -> Compared:
    """Compare two versions of an environment; `renames` are what the collections beside it call otherwise now."""
    before, after = normalise_environment(old), normalise_environment(new)
    names = find_renames_by_value(before.variables, after.variables, renames or {})
    if names:
        before = normalise_environment(rename(old, names))
    needs_old, needs_new = _needs(around_old, old), _needs(around_new, new)
    found: list[Difference] = []
    if old.name != new.name:
        found.append(Difference("environment-renamed", "", "name", old.name, new.name))
    found += renamed(names, _inputs(names, needs_old, needs_new))
    if needs_old is not None:
        needs_old = {names.get(name, name) for name in needs_old}
    found += compare_variables(before.variables, after.variables, needs_old, needs_new)
    secrets = before.secrets | after.secrets
    return Compared(
        tuple(
            Difference(
                difference.id,
                difference.step,
                difference.part,
                *(text and conceal(text, secrets) for text in (difference.before, difference.after)),
            )
            for difference in found
        ),
        names,
    )


def _needs(around: Surroundings | None, environment: Environment) -> set[str] | None:
    if around is None or around.needs is None:
        return None
    return {*around.needs, *environment_reads(environment)}


def _inputs(names: Mapping[str, str], old: set[str] | None, new: set[str] | None) -> set[str]:
    """Without a collection that says otherwise, everything in an environment is the reader's."""
    return set(names) if old is None or new is None else old | new
