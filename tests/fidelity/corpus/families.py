"""What the engines must agree on: statements of every kind against awkward answers, by family."""

from collections.abc import Callable, Iterator

from fidelity.corpus.drawn import drawn
from fidelity.corpus.heads import heads
from fidelity.corpus.operands import sent, variables
from fidelity.corpus.texts import texts, tokens
from fidelity.corpus.values import bodies, predicates, relations
from fidelity.trials import Trial

__all__ = ["FAMILIES"]

Family = Callable[[], Iterator[Trial]]

FAMILIES: dict[str, Family] = {
    "bodies": bodies,
    "relations": relations,
    "predicates": predicates,
    "variables": variables,
    "sent": sent,
    "heads": heads,
    "tokens": tokens,
    "texts": texts,
    "drawn": drawn,
}
