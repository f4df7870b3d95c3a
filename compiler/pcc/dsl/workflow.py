"""Workflows: a function that adds steps, and what it compiles to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from inspect import iscoroutinefunction, isgeneratorfunction
from typing import final

from pcc.dsl.allowances import Allow, read_allowances
from pcc.dsl.auth import Auth, read_auth
from pcc.dsl.environment import Environment
from pcc.dsl.ledger import Ledger
from pcc.dsl.naming import variable_name
from pcc.dsl.origin import author_origin, wrong
from pcc.dsl.refs import prose
from pcc.dsl.steps import Folder, Inherited, Steps
from pcc.dsl.texts import Text, Texts
from pcc.errors import Origin, WorkflowError
from pcc.model.collection import Allowance, Collection, Role, Variable, WorkflowDoc
from pcc.model.ids import stable_id

__all__ = ["Workflow", "WorkflowDefinition", "workflow"]


@final
class Workflow(Steps):
    """What a workflow's function adds its steps to."""

    def __init__(self, slug: str) -> None:
        super().__init__(Ledger(slug))
        self._around: dict[Role, Folder] = {}

    def prerequisites(self) -> Folder:
        """The folder in front: what has to be there before step 1. Its steps are not numbered."""
        return self._special(Role.PREREQUISITES)

    def cleanup(self) -> Folder:
        """The folder at the end that undoes what the steps made. Its steps are not numbered."""
        return self._special(Role.CLEANUP)

    def _special(self, role: Role) -> Folder:
        self._ledger.must_be_open()
        return self._around.setdefault(role, Folder(role.value, self._ledger))

    def folder(self, name: str, *, description: str = "", auth: Auth | None = None) -> Folder:
        """Add a folder; add its steps to what this returns."""
        if name in {Role.PREREQUISITES.value, Role.CLEANUP.value}:
            raise wrong(f"the folder {name!r} has a place of its own: write w.{name.lower()}()")
        return super().folder(name, description=description, auth=auth)

    def build(self, definition: "WorkflowDefinition") -> Collection:
        """Seal the workflow and return its collection."""
        self._ledger.seal()
        first, last = self._around.get(Role.PREREQUISITES), self._around.get(Role.CLEANUP)
        whole = Inherited(scripts=tuple(self._uses))
        items = (
            *((first.build((), whole, numbered=False),) if first else ()),
            *self._build_children((), Inherited(), numbered=True),
            *((last.build((), whole, numbered=False),) if last else ()),
        )
        texts = Texts()
        return Collection(
            name=definition.title,
            items=items,
            events=self._scripts.events(),
            variables=tuple(
                Variable(name, texts.template(value, f"variable {name!r}"))
                for name, value in definition.variables.items()
            ),
            auth=read_auth(definition.auth, texts),
            description=definition.description,
            id=stable_id(definition.slug),
            doc=definition.doc,
        )


@dataclass(frozen=True, slots=True)
class WorkflowDefinition:
    """A workflow as it is declared; `build` runs its function and returns the collection."""

    title: str
    function: Callable[[Workflow], None]
    environment: type[Environment]
    slug: str
    summary: str
    prerequisites: tuple[str, ...]
    auth: Auth | None
    variables: Mapping[str, Text]
    origin: Origin
    allow: tuple[Allowance, ...] = ()

    @property
    def doc(self) -> WorkflowDoc:
        """What the page and the checks know of it beside its steps."""
        return WorkflowDoc(self.slug, self.summary, self.prerequisites, self.origin, self.allow)

    @property
    def description(self) -> str:
        """The collection's description, in Markdown: the summary and the prerequisites."""
        needed = "\n".join(("Prerequisites:", "", *(f"- {line}" for line in self.prerequisites)))
        return "\n\n".join(part for part in (self.summary, needed if self.prerequisites else "") if part)

    def build(self) -> Collection:
        """Run the workflow's function. Raises WorkflowError at the author's line."""
        steps = Workflow(self.slug)
        self.function(steps)
        collection = steps.build(self)
        if not collection.items:
            raise WorkflowError(f"workflow {self.slug!r} has no steps: add one, such as w.get(…)", self.origin)
        _check_names(collection, self.origin)
        return collection


def _check_names(collection: Collection, origin: Origin) -> None:
    """Postman jumps to the last of equal names, so a name may stand once."""
    seen: set[str] = set()
    for _, item in collection.walk():
        if item.name in seen:
            raise WorkflowError(f"two steps are called {item.name!r}: give one another title", item.origin or origin)
        seen.add(item.name)


def workflow(
    title: str,
    *,
    environment: type[Environment],
    summary: str = "",
    prerequisites: Sequence[str] = (),
    auth: Auth | None = None,
    variables: Mapping[str, Text] | None = None,
    allow: Allow | None = None,
) -> Callable[[Callable[[Workflow], None]], WorkflowDefinition]:
    """Declare a workflow; its slug is the name of the function, with hyphens.

    `auth` is what its steps inherit; `variables` become variables of the collection. `allow` says by id which findings
    of `pcc check` are right in all of it, and why.
    """
    if not title.strip():
        raise wrong("a workflow needs a title")
    if not (isinstance(environment, type) and issubclass(environment, Environment)):
        raise wrong("environment=… takes a class that is derived from Environment: name the class itself")
    if isinstance(prerequisites, str):
        raise wrong("prerequisites=… takes a list of lines, such as ['An account.']")
    for name in variables or {}:
        variable_name(name)
    allowances, origin = read_allowances(allow or {}), author_origin()

    def declare(function: Callable[[Workflow], None]) -> WorkflowDefinition:
        slug = function.__name__.strip("_").replace("_", "-")
        if iscoroutinefunction(function) or isgeneratorfunction(function):
            raise wrong(f"{function.__name__!r} is async or a generator: a workflow is a plain function")
        if not slug.replace("-", "").isalnum():
            raise wrong(f"{function.__name__!r} gives no name for files: call the function, say, create_note")
        return WorkflowDefinition(
            title=title,
            function=function,
            environment=environment,
            slug=slug,
            summary=prose(summary),
            prerequisites=tuple(map(prose, prerequisites)),
            auth=auth,
            variables=variables or {},
            origin=origin,
            allow=allowances,
        )

    return declare
