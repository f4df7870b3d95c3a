"""Dynamic variables about companies and what they sell."""

from collections.abc import Mapping
from typing import Final

from pcc.runner.dynamic.draw import Draw, Generator

__all__ = ["BUSINESS"]

_SUFFIXES = ("Inc", "and Sons", "LLC", "Group")
_DEPARTMENTS = (
    *("Bakery", "Bedding", "Bicycles", "Books", "Cameras", "Computers", "Furniture", "Garden", "Hardware", "Jewelry"),
    *("Kitchen", "Lighting", "Luggage", "Music", "Office", "Outdoors", "Pets", "Shoes", "Stationery", "Toys"),
)
_ADJECTIVES = (
    *("Bright", "Classic", "Compact", "Durable", "Elegant", "Foldable", "Light", "Modern", "Portable", "Rugged"),
    *("Smooth", "Soft", "Sturdy", "Vintage", "Washable"),
)
_MATERIALS = (
    *("Aluminum", "Bamboo", "Bronze", "Ceramic", "Cork", "Glass", "Leather", "Linen", "Steel", "Stone", "Wool"),
)
_PRODUCTS = (
    *("Backpack", "Basket", "Bench", "Bottle", "Bowl", "Clock", "Cup", "Desk", "Jacket", "Kettle", "Lamp", "Mirror"),
    *("Pillow", "Scarf", "Shelf", "Stool", "Tray", "Umbrella", "Vase", "Wallet"),
)


def _company(draw: Draw) -> str:
    one, two, three = (draw.words.last_name() for _ in range(3))
    return draw.pick((f"{one} {draw.pick(_SUFFIXES)}", f"{one} - {two}", f"{one}, {two} and {three}"))


def _catch_phrase(draw: Draw, *parts: int) -> str:
    from pcc.runner.dynamic.library import CATCH_PHRASE_TERMS

    return " ".join(draw.pick(CATCH_PHRASE_TERMS[part]) for part in parts)


def _business_terms(draw: Draw, *parts: int) -> str:
    from pcc.runner.dynamic.library import BUSINESS_TERMS

    return " ".join(draw.pick(BUSINESS_TERMS[part]) for part in parts)


def _product_name(draw: Draw) -> str:
    return " ".join(map(draw.pick, (_ADJECTIVES, _MATERIALS, _PRODUCTS)))


BUSINESS: Final[Mapping[str, Generator]] = {
    "$randomCompanyName": _company,
    "$randomCompanySuffix": lambda draw: draw.pick(_SUFFIXES),
    "$randomCatchPhrase": lambda draw: _catch_phrase(draw, 0, 1, 2),
    "$randomCatchPhraseAdjective": lambda draw: _catch_phrase(draw, 0),
    "$randomCatchPhraseDescriptor": lambda draw: _catch_phrase(draw, 1),
    "$randomCatchPhraseNoun": lambda draw: _catch_phrase(draw, 2),
    "$randomBs": lambda draw: _business_terms(draw, 0, 1, 2),
    "$randomBsBuzz": lambda draw: _business_terms(draw, 0),
    "$randomBsAdjective": lambda draw: _business_terms(draw, 1),
    "$randomBsNoun": lambda draw: _business_terms(draw, 2),
    "$randomDepartment": lambda draw: draw.pick(_DEPARTMENTS),
    "$randomProductName": _product_name,
    "$randomProductAdjective": lambda draw: draw.pick(_ADJECTIVES),
    "$randomProductMaterial": lambda draw: draw.pick(_MATERIALS),
    "$randomProduct": lambda draw: draw.pick(_PRODUCTS),
}
