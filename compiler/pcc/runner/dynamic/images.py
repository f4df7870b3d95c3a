"""Dynamic variables that are addresses of images. Postman's own are fixed: only the avatar is drawn."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from pcc.runner.dynamic.draw import Draw, Generator
from pcc.runner.dynamic.internet import eval_user_name

__all__ = ["IMAGES"]

_HOST = "http://placeimg.com/640/480"
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" version="1.1" baseProfile="full" width="640" height="480">'
    '<rect width="100%" height="100%" fill="grey"/></svg>'
)
_TOPICS = (
    *("abstract", "animals", "business", "cats", "city", "food", "nightlife", "fashion", "people", "nature"),
    *("sports", "transport"),
)


def _avatar(draw: Draw) -> str:
    name = eval_user_name(draw).lower().replace(".", "_")
    return f"https://cdn.fakercloud.com/avatars/{name}_128.jpg"


def _fixed(url: str) -> Generator:
    return lambda _: url


IMAGES: Final[Mapping[str, Generator]] = {
    "$randomAvatarImage": _avatar,
    "$randomImageUrl": _fixed(_HOST),
    "$randomImageDataUri": _fixed(f"data:image/svg+xml;charset=UTF-8,{quote(_SVG, safe='')}"),
    **{f"$random{topic.capitalize()}Image": _fixed(f"{_HOST}/{topic}") for topic in _TOPICS},
}
