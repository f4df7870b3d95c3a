"""From the name of a dynamic variable to a value."""

from pcc.model.json import JsonValue
from pcc.model.ports import Clock, Randomness
from pcc.runner.dynamic.common import COMMON
from pcc.runner.dynamic.draw import Draw, Generator
from pcc.templating.resolve import MISSING, Missing

__all__ = ["eval_dynamic"]


def eval_dynamic(name: str, clock: Clock, randomness: Randomness) -> JsonValue | Missing:
    """Return a new value of the dynamic variable, MISSING for a name that is none.

    Type and format are those of Postman (version 4.4.0 of its collection library); the words are others.
    """
    generate = COMMON.get(name) or _find(name)
    return MISSING if generate is None else generate(Draw(clock, randomness))


def _find(name: str) -> Generator | None:
    if not name.startswith("$random"):
        return None
    # Most runs need none of these.
    from pcc.runner.dynamic.catalogue import CATALOGUE

    return CATALOGUE.get(name)
