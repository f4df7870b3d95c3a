"""The generic resource: list, create, read, replace and delete, with a few hooks for what is special."""

# ruff: noqa: ARG002  # a hook is given what any family may need

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from pcc.simulator.calls import Call, Handler
from pcc.simulator.environments import Environment
from pcc.simulator.fields import Field, read_fields
from pcc.simulator.http import Document, SimulatorResponse, empty_response, json_response
from pcc.simulator.problems import Detail, invalid_data, not_found
from pcc.simulator.routing import Route
from pcc.simulator.store import World
from pcc.simulator.tables import Table

__all__ = ["Family", "invalid_value", "leave_one_default", "uniqueness_violation"]


class Family:
    """One kind of resource: a collection below the environment, or below the item of an owning family."""

    name: ClassVar[str]
    """The path segment of the collection, which is also its key in `_embedded`."""

    singular: ClassVar[str]
    """The key under which nested resources name this one."""

    fields: ClassVar[tuple[Field, ...]]
    unique: ClassVar[tuple[str, ...]] = ()
    immutable: ClassVar[tuple[str, ...]] = ()
    links: ClassVar[Mapping[str, str]] = {}
    """Links below the item: name to path suffix."""

    roles: ClassVar[tuple[str, ...]]
    """The roles of which a worker needs one."""

    order: ClassVar[tuple[str, ...]] = ()
    """The members that an answer begins with, in this order (reference section 3)."""

    owner: ClassVar["Family | None"] = None
    stamped: ClassVar[bool] = True

    # Hooks, in the order in which they are called.

    def complete(self, call: Call, values: Document, *, previous: Document | None) -> None:
        """Fill in what was not sent and refuse what does not fit together; nothing is stored yet."""

    def stored(self, call: Call, document: Document, *, previous: Document | None) -> None:
        """React to a document that was stored."""

    def guard_delete(self, call: Call, document: Document) -> None:
        """Refuse to delete what must stay."""

    def deleted(self, call: Call, document: Document) -> None:
        """Forget what belonged to a deleted document."""

    def present(self, call: Call, document: Document) -> Document:
        """Return the document as an answer shows it, without its links."""
        return document

    def more_links(self, world: World, environment: Environment, document: Document) -> dict[str, str]:
        """Return links that are not below the item: name to URL."""
        return {}

    # The endpoints.

    def routes(self) -> Iterator[Route]:
        """Yield the routes of collection and item."""
        collection, item = self.collection_template(), self.item_template()
        yield Route("GET", collection, self.read_all)
        yield Route("POST", collection, self.create)
        yield Route("GET", item, self.read)
        yield Route("PUT", item, self.replace)
        yield Route("DELETE", item, self.delete)

    def read_all(self, call: Call) -> SimulatorResponse:
        """Answer the whole collection."""
        items = [self.render(call, document) for document in self.table(call)]
        return json_response(200, {
            "_links": {"self": {"href": self._collection_url(call)}},
            "_embedded": {self.name: items},
            "count": len(items),
            "size": len(items),
        })  # fmt: skip

    def create(self, call: Call) -> SimulatorResponse:
        """Check the body, store it with a new id, answer 201."""
        self.table(call)
        return self.answer_created(call, self.add(call, read_fields(call.json(), self.fields)))

    def read(self, call: Call) -> SimulatorResponse:
        """Answer one item."""
        return json_response(200, self.render(call, self.item(call)))

    def replace(self, call: Call) -> SimulatorResponse:
        """Replace all that can be written, keep id and creation time."""
        previous = self.item(call)
        return self.answer_changed(call, read_fields(call.json(), self.fields), previous=previous)

    def delete(self, call: Call) -> SimulatorResponse:
        """Delete one item, answer 204."""
        document = self.item(call)
        self.guard_delete(call, document)
        self.table(call).remove(document["id"])
        self.deleted(call, document)
        return empty_response(204)

    # The parts.

    def add(self, call: Call, values: Document) -> Document:
        """Store checked values as a new document and return it, or refuse them."""
        self.complete(call, values, previous=None)
        self._guard_unique(self.table(call), values, row_id="")
        document = self.insert(call.world, call.environment, values, owner_id=self.owner_id(call))
        self.stored(call, document, previous=None)
        return document

    def answer_created(self, call: Call, document: Document) -> SimulatorResponse:
        """Answer 201 with a new document."""
        rendered = self.render(call, document)
        return json_response(201, rendered).adding(("Location", rendered["_links"]["self"]["href"]))

    def answer_changed(self, call: Call, values: Document, *, previous: Document) -> SimulatorResponse:
        """Store checked values in place of a document and answer 200, or refuse them."""
        table = self.table(call)
        self._guard_immutable(values, previous)
        self.complete(call, values, previous=previous)
        self._guard_unique(table, values, row_id=previous["id"])
        document = self._replaced(call, values, previous)
        table.put(document)
        self.stored(call, document, previous=previous)
        return json_response(200, self.render(call, document))

    def collection_template(self) -> str:
        """Return the path template of the collection."""
        base = self.owner.item_template() if self.owner else "/environments/{env}"
        return f"{base}/{self.name}"

    def item_template(self) -> str:
        """Return the path template of an item; its parameter has the collection's name."""
        return f"{self.collection_template()}/{{{self.name}}}"

    def sub_route(self, method: str, suffix: str, handler: Handler) -> Route:
        """Return a route below the item."""
        return Route(method, self.item_template() + suffix, handler)

    def owner_id(self, call: Call) -> str:
        """Return the id of the owner that the path names, empty without one."""
        return call.params[self.owner.name] if self.owner else ""

    def table(self, call: Call) -> Table:
        """Return the table that the path names; refuse an unknown owner with 404."""
        if self.owner:
            self.owner.item(call)
        return self.table_of(call.environment, self.owner_id(call))

    def table_of(self, environment: Environment, owner_id: str = "") -> Table:
        """Return the table of an environment and owner."""
        return environment.table_to_fill(self.name, owner_id, unique=self.unique)

    def item(self, call: Call) -> Document:
        """Return the item that the path names; refuse an unknown one with 404."""
        found = self.table(call).get(call.params[self.name])
        if found is None:
            raise not_found()
        return found

    def insert(self, world: World, environment: Environment, values: Document, *, owner_id: str = "") -> Document:
        """Store checked values as a new document and return it."""
        document: Document = {"id": world.new_id(), "environment": {"id": environment.id}}
        if self.owner:
            document[self.owner.singular] = {"id": owner_id}
        document.update(values)
        if self.stamped:
            document["createdAt"] = document["updatedAt"] = world.timestamp()
        self.table_of(environment, owner_id).put(document)
        return document

    def render(self, call: Call, document: Document) -> Document:
        """Return the document with its links."""
        base = call.world.environment_url(call.environment)
        url = f"{self._url_of_collection(base, document)}/{document['id']}"
        links = {"self": {"href": url}, "environment": {"href": base}}
        links.update((name, {"href": url + suffix}) for name, suffix in self.links.items())
        more = self.more_links(call.world, call.environment, document)
        links.update((name, {"href": href}) for name, href in more.items())
        shown = self.present(call, document)
        first = {name: shown[name] for name in self.order if name in shown}
        return {"_links": links, **first, **shown}

    def _replaced(self, call: Call, values: Document, previous: Document) -> Document:
        kept = ("id", "environment", *((self.owner.singular,) if self.owner else ()))
        document = {name: previous[name] for name in kept} | values
        if self.stamped:
            document |= {"createdAt": previous["createdAt"], "updatedAt": call.world.timestamp()}
        return document

    def _collection_url(self, call: Call) -> str:
        base = call.world.environment_url(call.environment)
        return f"{base}/{self.owner.name}/{self.owner_id(call)}/{self.name}" if self.owner else f"{base}/{self.name}"

    def _url_of_collection(self, base: str, document: Document) -> str:
        if self.owner:
            return f"{base}/{self.owner.name}/{document[self.owner.singular]['id']}/{self.name}"
        return f"{base}/{self.name}"

    def _guard_unique(self, table: Table, values: Document, *, row_id: str) -> None:
        for name in self.unique:
            found = table.find(name, values[name])
            if found is not None and found["id"] != row_id:
                raise uniqueness_violation(name)

    def _guard_immutable(self, values: Document, previous: Document) -> None:
        for name in self.immutable:
            if values.get(name) != previous.get(name):
                raise invalid_value(name, "cannot be changed")


def leave_one_default(table: Table, document: Document) -> None:
    """Take the `default` from all documents but this one."""
    for other in table:
        other["default"] = other is document


def uniqueness_violation(target: str) -> Exception:
    """Return the refusal of a duplicate."""
    return invalid_data(
        Detail("UNIQUENESS_VIOLATION", f"{target} is unique but a non-unique value is provided", target)
    )


def invalid_value(target: str, message: str, *, inner: Mapping[str, Any] | None = None) -> Exception:
    """Return the refusal of a single value."""
    return invalid_data(Detail("INVALID_VALUE", message, target, inner))
