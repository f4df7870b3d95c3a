"""What signing needs of the run: time, randomness, and what servers asked for before."""

from dataclasses import dataclass, field
from string import ascii_letters, digits

from pcc.model.ports import Clock, Randomness

__all__ = ["Challenge", "Tools"]

_ALPHANUMERIC = ascii_letters + digits


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a server asked for (RFC 7616 section 3.3), and our part in answering it: a nonce, and how often it served.

    `qops` are the qualities of protection that were offered.
    """

    realm: str = ""
    nonce: str = ""
    opaque: str = ""
    qops: tuple[str, ...] = ()
    algorithm: str = ""
    stale: bool = False
    client_nonce: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Tools:
    """The ports that signatures draw on. `remembered` holds, by origin, the last challenge that this auth met."""

    clock: Clock
    randomness: Randomness
    remembered: dict[str, Challenge] = field(default_factory=dict)

    def seconds(self) -> int:
        """Whole seconds since the epoch."""
        return int(self.clock.now())

    def letters(self, count: int) -> str:
        """So many random letters and digits."""
        last = len(_ALPHANUMERIC) - 1
        return "".join(_ALPHANUMERIC[self.randomness.integer(0, last)] for _ in range(count))

    def octets(self, count: int) -> bytes:
        """So many random bytes."""
        return bytes(self.randomness.integer(0, 255) for _ in range(count))
