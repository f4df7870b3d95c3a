"""Hypothesis strategies for edits: a collection, and a version of it that is close to it."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st

from pcc.model.collection import Child, Collection, Item, ItemGroup
from strategies.collections import auths, bodies, children, collections, events, items, requests, templates, texts

__all__ = ["edited", "versions"]

Edit = Callable[[st.DrawFn, Collection], Collection]


def _with_items(collection: Collection, edit: Callable[[Child], Child]) -> Collection:
    def inside(children: tuple[Child, ...]) -> tuple[Child, ...]:
        return tuple(
            edit(replace(child, items=inside(child.items)) if isinstance(child, ItemGroup) else child)
            for child in children
        )

    return replace(collection, items=inside(collection.items))


def _some_item(draw: st.DrawFn, collection: Collection, edit: Callable[[Item], Item]) -> Collection:
    found = [item for _, item in collection.walk()]
    if not found:
        return collection
    chosen = draw(st.sampled_from(found))
    return _with_items(collection, lambda child: edit(child) if child is chosen and isinstance(child, Item) else child)


def _rename_step(draw: st.DrawFn, collection: Collection) -> Collection:
    return _some_item(draw, collection, lambda item: replace(item, name=draw(texts())))


def _change_request(draw: st.DrawFn, collection: Collection) -> Collection:
    return _some_item(draw, collection, lambda item: replace(item, request=draw(requests())))


def _change_method(draw: st.DrawFn, collection: Collection) -> Collection:
    method = draw(st.sampled_from(["GET", "POST", "DELETE"]))
    return _some_item(draw, collection, lambda item: replace(item, request=replace(item.request, method=method)))


def _change_body(draw: st.DrawFn, collection: Collection) -> Collection:
    body = draw(st.none() | bodies())
    return _some_item(draw, collection, lambda item: replace(item, request=replace(item.request, body=body)))


def _change_auth(draw: st.DrawFn, collection: Collection) -> Collection:
    auth = draw(st.none() | auths())
    return _some_item(draw, collection, lambda item: replace(item, request=replace(item.request, auth=auth)))


def _change_scripts(draw: st.DrawFn, collection: Collection) -> Collection:
    scripts = tuple(draw(st.lists(events(), max_size=2)))
    return _some_item(draw, collection, lambda item: replace(item, events=scripts))


def _change_url(draw: st.DrawFn, collection: Collection) -> Collection:
    def edit(item: Item) -> Item:
        return replace(item, request=replace(item.request, url=replace(item.request.url, fragment=draw(templates()))))

    return _some_item(draw, collection, edit)


def _shuffle(draw: st.DrawFn, collection: Collection) -> Collection:
    return replace(collection, items=tuple(draw(st.permutations(collection.items))))


def _wrap(draw: st.DrawFn, collection: Collection) -> Collection:
    return replace(collection, items=(ItemGroup(draw(texts()), collection.items),))


def _unwrap(_: st.DrawFn, collection: Collection) -> Collection:
    flat = [child.items if isinstance(child, ItemGroup) else (child,) for child in collection.items]
    return replace(collection, items=tuple(child for group in flat for child in group))


def _insert(draw: st.DrawFn, collection: Collection) -> Collection:
    return replace(collection, items=(draw(items()), *collection.items))


def _append(draw: st.DrawFn, collection: Collection) -> Collection:
    return replace(collection, items=(*collection.items, *draw(children(1))))


def _remove(_: st.DrawFn, collection: Collection) -> Collection:
    return replace(collection, items=collection.items[1:])


def _change_whole(draw: st.DrawFn, collection: Collection) -> Collection:
    other = draw(collections())
    field = draw(st.sampled_from(["name", "events", "variables", "auth", "settings", "description"]))
    return replace(collection, **{field: getattr(other, field)})


_EDITS: list[Edit] = [
    *(_rename_step, _change_request, _change_method, _change_body, _change_auth, _change_scripts, _change_url),
    *(_shuffle, _wrap, _unwrap, _insert, _append, _remove, _change_whole),
]


@st.composite
def edited(draw: st.DrawFn, collection: Collection) -> Collection:
    """A version of a collection after up to three edits."""
    for edit in draw(st.lists(st.sampled_from(_EDITS), min_size=1, max_size=3)):
        collection = edit(draw, collection)
    return collection


@st.composite
def versions(draw: st.DrawFn) -> tuple[Collection, Collection]:
    """Two versions: mostly close to each other, sometimes two that have nothing in common."""
    first = draw(collections())
    second = draw(st.one_of(edited(first), edited(first), collections()))
    return first, second
