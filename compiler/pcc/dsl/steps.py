"""Steps: the receiver that an author adds requests to, and the handle that a request returns."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NoReturn, Unpack, final

from pcc.dsl.allowances import read_allowances
from pcc.dsl.auth import Auth, read_auth
from pcc.dsl.examples import read_examples
from pcc.dsl.expectations import Expectation, Extraction, checked_json, jsonpath
from pcc.dsl.ledger import Entry, Ledger, Use
from pcc.dsl.naming import variable_name
from pcc.dsl.origin import author_origin, wrong
from pcc.dsl.refs import Ref, prose, refuse_markers
from pcc.dsl.requests import StepOptions, read_request, read_settings
from pcc.dsl.texts import Text, Texts
from pcc.errors import Origin
from pcc.model.collection import PREREQUEST, TEST, Event, Item, ItemGroup
from pcc.model.json import JsonValue
from pcc.model.request import Request
from pcc.model.statement import Assertion, Assignment, Capture, Literal, RawScript, Statement

__all__ = ["NO_DEFAULT", "Inherited", "Step", "Steps"]


@final
class _NoDefault:
    """The type of NO_DEFAULT: None is a default like any other."""


NO_DEFAULT = _NoDefault()


@dataclass(slots=True)
class Scripts:
    """The statements of one step, folder or workflow while it is being written."""

    assignments: list[Assignment] = field(default_factory=list)
    assertions: list[Assertion] = field(default_factory=list)
    captures: list[Capture] = field(default_factory=list)
    raw: dict[str, list[str]] = field(default_factory=lambda: {PREREQUEST: [], TEST: []})

    def add_raw(self, listen: str, text: str) -> None:
        """Add a script as written; it comes behind the statements of its event."""
        if text.strip():
            self.raw[listen].append(refuse_markers(text, "a script", advice="read it with pm.variables.get(…)"))

    def events(self) -> tuple[Event, ...]:
        """Return the events that say something."""
        # Assertions run before captures: they compare with the variables as they were before this response.
        statements: dict[str, list[Statement]] = {
            PREREQUEST: [*self.assignments],
            TEST: [*self.assertions, *self.captures],
        }
        for listen, texts in self.raw.items():
            if texts:
                lead = "\n\n" if statements[listen] else ""
                statements[listen].append(RawScript(lead + "\n\n".join(text.strip("\n") for text in texts)))
        return tuple(Event(listen, tuple(found)) for listen, found in statements.items() if found)


@final
class Step:
    """A request that was added. It is no value: capture something of its response to get one."""

    def __init__(self, title: str, request: Request, options: StepOptions, origin: Origin, ledger: Ledger) -> None:
        self.title = title
        self.request = request
        self.options = options
        self.origin = origin
        self.allow = read_allowances(options.get("allow", {}))
        self.scripts = Scripts()
        self.log: list[Entry] = []
        self._ledger = ledger

    def capture(
        self,
        name: str,
        source: str | Extraction,
        *,
        every: bool = False,
        secret: bool = False,
        default: JsonValue | _NoDefault = NO_DEFAULT,
    ) -> Ref:
        """Store a part of the response in a variable: a JSONPath over the body, or another extraction.

        It takes the first match, or with `every` all of them as a list. Nothing found is a failed test and unsets the
        variable, unless there is a default. A secret is masked in every output.
        """
        self._ledger.must_be_open()
        extraction = jsonpath(source, every=every) if isinstance(source, str) else source
        if every and not isinstance(source, str):
            raise wrong("every=True goes with a JSONPath: write jsonpath(…, every=True)")
        fallback = None if isinstance(default, _NoDefault) else Literal(checked_json(default, "a default"))
        capture = Capture(variable_name(name), extraction.extractor, default=fallback, secret=secret)
        self.scripts.captures.append(capture)
        self.log.append(ref := self._ledger.produce(name, f"step {self.title!r}"))
        return ref

    def __str__(self) -> NoReturn:
        raise wrong(f"step {self.title!r} is no value: capture something of its response, and use that")

    def __format__(self, spec: str) -> NoReturn:
        self.__str__()

    def build(self, path: tuple[str, ...], prefix: str, inherited: "Inherited") -> Item:
        """Return the item of the model; `path` is what its id is made of. Steps are built in the order of the run."""
        self._ledger.follow([*inherited.uses(own_auth=self.request.auth is not None), *self.log])
        item_id = self._ledger.item_id(*path, self.title)
        return Item(
            name=prefix + self.title,
            request=self.request,
            events=self.scripts.events(),
            settings=read_settings(self.options),
            responses=read_examples(tuple(self.options.get("examples", ())), self.request, item_id),
            id=item_id,
            does=prose(self.options.get("does", "")),
            origin=self.origin,
            allow=self.allow,
        )


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a step reads because of the folders that it is in: their auth, unless it has its own, and their scripts."""

    auth: tuple[Use, ...] = ()
    scripts: tuple[Use, ...] = ()

    def uses(self, *, own_auth: bool) -> tuple[Use, ...]:
        """Return what a step with or without an auth of its own reads."""
        return self.scripts if own_auth else (*self.auth, *self.scripts)


class Steps:
    """A workflow or a folder, to which steps are added in the order in which they run."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._children: list[Step | Folder] = []
        self._scripts = Scripts()
        self._uses: list[Use] = []
        self._pending: list[Assignment] = []
        self._pending_log: list[Entry] = []

    def get(self, title: str, url: "str | Ref", **options: Unpack[StepOptions]) -> Step:
        """Add a GET request."""
        return self.request("GET", title, url, **options)

    def post(self, title: str, url: "str | Ref", **options: Unpack[StepOptions]) -> Step:
        """Add a POST request."""
        return self.request("POST", title, url, **options)

    def put(self, title: str, url: "str | Ref", **options: Unpack[StepOptions]) -> Step:
        """Add a PUT request."""
        return self.request("PUT", title, url, **options)

    def patch(self, title: str, url: "str | Ref", **options: Unpack[StepOptions]) -> Step:
        """Add a PATCH request."""
        return self.request("PATCH", title, url, **options)

    def delete(self, title: str, url: "str | Ref", **options: Unpack[StepOptions]) -> Step:
        """Add a DELETE request."""
        return self.request("DELETE", title, url, **options)

    def head(self, title: str, url: "str | Ref", **options: Unpack[StepOptions]) -> Step:
        """Add a HEAD request."""
        return self.request("HEAD", title, url, **options)

    def options(self, title: str, url: "str | Ref", **options: Unpack[StepOptions]) -> Step:
        """Add an OPTIONS request."""
        return self.request("OPTIONS", title, url, **options)

    def request(self, method: str, title: str, url: "str | Ref", **options: Unpack[StepOptions]) -> Step:
        """Add a request of any method. The compiler writes the `Step N: ` prefix: `title` goes without."""
        self._ledger.must_be_open()
        self._check_title(title)
        texts = Texts()
        step = Step(title, read_request(method.upper(), url, options, texts), options, author_origin(), self._ledger)
        step.scripts.assignments, self._pending = self._pending, []
        step.log, self._pending_log = self._pending_log, []
        step.log += self._ledger.uses(texts.used, f"step {title!r}")
        step.log += _expect(step.scripts, options.get("expect", ()), f"step {title!r}", self._ledger)
        step.scripts.add_raw(PREREQUEST, options.get("prerequest", ""))
        step.scripts.add_raw(TEST, options.get("test", ""))
        self._children.append(step)
        return step

    def _check_title(self, title: str) -> None:
        if not title.strip():
            raise wrong("a step needs a title, such as 'Create an application'")
        if title.lower().startswith("step ") and title[5:6].isdigit():
            raise wrong(f"{title!r} brings its own number: write the title alone, the compiler numbers the steps")
        if "\n" in title:
            raise wrong(f"{title!r} spans lines: a title is one line")
        refuse_markers(title, "a title")

    def assign(self, name: str, value: Text, *, secret: bool = False) -> Ref:
        """Set a variable before the next step is sent; its value is resolved once, there."""
        self._ledger.must_be_open()
        texts = Texts()
        template = texts.template(value, f"the value of {name!r}")
        self._pending_log += self._ledger.uses(texts.used, f"the assignment of {name!r}")
        self._pending.append(Assignment(variable_name(name), template, secret=secret))
        self._pending_log.append(ref := self._ledger.produce(name, f"the assignment of {name!r}"))
        return ref

    def each(self, *, expect: Sequence[Expectation] = (), prerequest: str = "", test: str = "") -> None:
        """Expect this of every response in here, and run these scripts around every request in here."""
        self._ledger.must_be_open()
        self._uses += _expect(self._scripts, expect, "every step", self._ledger)
        self._scripts.add_raw(PREREQUEST, prerequest)
        self._scripts.add_raw(TEST, test)

    def folder(self, name: str, *, description: str = "", auth: Auth | None = None) -> "Folder":
        """Add a folder; add its steps to what this returns."""
        self._ledger.must_be_open()
        if not name.strip():
            raise wrong("a folder needs a name")
        refuse_markers(name, "the name of a folder")
        folder = Folder(name, self._ledger, description=description, auth=auth)
        self._children.append(folder)
        return folder

    def _build_children(
        self, path: tuple[str, ...], inherited: Inherited, *, numbered: bool
    ) -> "tuple[Item | ItemGroup, ...]":
        if self._pending:
            raise wrong(f"the assignment of {self._pending[0].name!r} has no step behind it that it could precede")
        inner = Inherited(inherited.auth, (*inherited.scripts, *self._uses))
        return tuple(self._build_child(child, path, inner, numbered=numbered) for child in self._children)

    def _build_child(
        self, child: "Step | Folder", path: tuple[str, ...], inherited: Inherited, *, numbered: bool
    ) -> "Item | ItemGroup":
        if isinstance(child, Folder):
            return child.build(path, inherited, numbered=numbered)
        return child.build(path, f"Step {self._ledger.next_number()}: " if numbered else "", inherited)


def _expect(scripts: Scripts, expected: Sequence[Expectation], where: str, ledger: Ledger) -> list[Use]:
    uses: list[Use] = []
    for expectation in expected:
        if not isinstance(expectation, Expectation):
            raise wrong(f"{where} expects {expectation!r}: write an assertion, such as status(200)")
        uses += ledger.uses(expectation.used, where)
        scripts.assertions.append(expectation.assertion)
    return uses


@final
class Folder(Steps):
    """A folder of steps."""

    def __init__(self, name: str, ledger: Ledger, *, description: str = "", auth: Auth | None = None) -> None:
        super().__init__(ledger)
        self.name = name
        self._description = prose(description)
        texts = Texts()
        self._auth = read_auth(auth, texts)
        self._auth_uses = tuple(ledger.uses(texts.used, f"folder {name!r}"))

    def build(self, path: tuple[str, ...], inherited: Inherited, *, numbered: bool) -> ItemGroup:
        """Return the folder of the model."""
        inner = (*path, self.name)
        own = inherited if self._auth is None else Inherited(self._auth_uses, inherited.scripts)
        return ItemGroup(
            name=self.name,
            items=self._build_children(inner, own, numbered=numbered),
            events=self._scripts.events(),
            auth=self._auth,
            description=self._description,
            id=self._ledger.item_id(*inner),
        )
