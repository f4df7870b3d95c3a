"""Faker: names, places, companies, currencies. The only module that knows it, loaded when a variable needs it."""

import random
import threading
from collections.abc import Sequence
from functools import cache

from faker import Faker
from faker.providers.company import Provider as Company
from faker.providers.currency.en_US import Provider as Currency
from faker.providers.file import Provider as File
from faker.providers.lorem.la import Provider as Latin

from pcc.model.ports import Randomness

__all__ = [
    "BUSINESS_TERMS",
    "CATCH_PHRASE_TERMS",
    "LATIN",
    "file_extensions",
    "mime_types",
    "symbols_of_currencies",
    "words_from",
]

# Three columns each: adjective, descriptor, noun; verb, adjective, noun.
CATCH_PHRASE_TERMS: Sequence[Sequence[str]] = tuple(map(tuple, Company.catch_phrase_words))
BUSINESS_TERMS: Sequence[Sequence[str]] = tuple(map(tuple, Company.bsWords))
LATIN: Sequence[str] = Latin.word_list


@cache
def symbols_of_currencies() -> Sequence[str]:
    """The symbols of all currencies, each once."""
    return tuple(dict.fromkeys(Currency.currency_symbols.values()))


@cache
def mime_types() -> Sequence[str]:
    """Media types of every kind."""
    return tuple(name for kind in File.mime_types.values() for name in kind)


@cache
def file_extensions() -> Sequence[str]:
    """Extensions of file names, without the dot."""
    return tuple(dict.fromkeys(name for kind in File.file_extensions.values() for name in kind))


class _PortRandom(random.Random):
    """Python's generator over the port: all that it offers comes out of these two."""

    def __init__(self, randomness: Randomness) -> None:
        super().__init__(0)
        self._randomness = randomness

    def random(self) -> float:
        """A float below 1, of 53 bits."""
        return self._randomness.integer(0, 2**53 - 1) / 2**53

    def getrandbits(self, k: int, /) -> int:
        """An integer of `k` bits."""
        return self._randomness.integer(0, 2**k - 1)


class _Words(threading.local):
    """The library keeps the randomness in itself, so runs side by side must not share one."""

    def __init__(self) -> None:
        self.library = Faker("en_US")


_WORDS = _Words()


def words_from(randomness: Randomness) -> Faker:
    """Return the library, which draws from this randomness until this thread asks for it again."""
    library = _WORDS.library
    library.factories[0].random = _PortRandom(randomness)
    return library
