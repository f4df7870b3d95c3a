"""All dynamic variables that are drawn out of words, by name."""

from collections.abc import Mapping
from typing import Final

from pcc.runner.dynamic.business import BUSINESS
from pcc.runner.dynamic.draw import Generator
from pcc.runner.dynamic.files import FILES
from pcc.runner.dynamic.finance import FINANCE
from pcc.runner.dynamic.images import IMAGES
from pcc.runner.dynamic.internet import INTERNET
from pcc.runner.dynamic.people import PEOPLE
from pcc.runner.dynamic.technology import TECHNOLOGY
from pcc.runner.dynamic.texts import TEXTS

__all__ = ["CATALOGUE"]

CATALOGUE: Final[Mapping[str, Generator]] = {
    **BUSINESS,
    **FILES,
    **FINANCE,
    **IMAGES,
    **INTERNET,
    **PEOPLE,
    **TECHNOLOGY,
    **TEXTS,
}
