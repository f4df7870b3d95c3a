"""What values are made of: a clock, draws, and the words of a library."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pcc.model.json import JsonValue
from pcc.model.ports import Clock, Randomness

if TYPE_CHECKING:
    from faker import Faker

__all__ = ["Draw", "Generator"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Draw:
    """Draws from the run's randomness: the same draws give the same values."""

    clock: Clock
    randomness: Randomness

    def integer(self, low: int, high: int) -> int:
        """An integer between both, each included."""
        return self.randomness.integer(low, high)

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices, each as likely as the others."""
        return choices[self.integer(0, len(choices) - 1)]

    def text(self, alphabet: str, length: int) -> str:
        """Characters of the alphabet."""
        return "".join(self.pick(alphabet) for _ in range(length))

    def fixed(self, low: int, high: int, places: int) -> str:
        """A number between both, each included, written with that many decimal places."""
        scale = 10**places
        return f"{self.integer(low * scale, high * scale) / scale:.{places}f}"

    @property
    def words(self) -> "Faker":
        """The library of names and places, drawing from the same randomness."""
        from pcc.runner.dynamic.library import words_from

        return words_from(self.randomness)


Generator = Callable[[Draw], JsonValue]
