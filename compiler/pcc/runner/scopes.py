"""The variables of a run, by scope (Postman's order: reference newman.md, 2.4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pcc.model.collection import Collection, Variable
from pcc.model.environment import Environment
from pcc.model.json import JsonValue
from pcc.model.ports import Clock, Randomness
from pcc.model.template import Template
from pcc.runner.dynamic import eval_dynamic
from pcc.runner.secrecy import secret_texts
from pcc.templating import render_postman, resolve_text
from pcc.templating.resolve import MISSING, Budget, Missing

__all__ = ["Scopes", "scopes_of"]

# Secrets inside of each other, of which as many are resolved as Postman makes passes over a text.
_DEEPEST = 19


@dataclass(slots=True)
class Scopes:
    """All scopes of a run. It is what scripts see as their variables (`pcc.scripts.context.Variables`).

    One instance lasts a whole run: what a script sets is there for all later items and iterations.
    """

    clock: Clock
    randomness: Randomness
    local: dict[str, JsonValue] = field(default_factory=dict)
    data: Mapping[str, JsonValue] = field(default_factory=dict)
    environment: dict[str, JsonValue] = field(default_factory=dict)
    collection: dict[str, JsonValue] = field(default_factory=dict)
    globals: dict[str, JsonValue] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)
    _secret_names: set[str] = field(default_factory=set)
    _resolving: set[str] = field(default_factory=set)
    _budget: Budget | None = None
    _known: frozenset[str] = frozenset()

    def get(self, name: str) -> JsonValue | Missing:
        """The value of the nearest scope that has the name, as it is stored."""
        for scope in (self.local, self.data, self.environment, self.collection, self.globals):
            if name in scope:
                return scope[name]
        return MISSING

    def resolve(self, text: str) -> str:
        """`pm.variables.replaceIn`: the text with every `{{name}}` resolved, dynamic variables included.

        Raises ResolutionError for values that hold each other without end.
        """
        if "{{" not in text:
            return text
        outermost = self._budget is None
        # Secrets inside of secrets are resolved in a call of their own, but for the same text.
        self._budget = self._budget or Budget()
        try:
            return resolve_text(text, self._lookup, self._budget)
        finally:
            if outermost:
                self._budget = None

    def resolve_sent(self, text: str) -> str:
        """Resolve text of a request: like `resolve`, but a null in a row of data leaves the reference as it is."""
        return resolve_text(text, self._lookup_sent) if "{{" in text else text

    def set(self, name: str, value: JsonValue, *, secret: bool = False, scope: str = "environment") -> None:
        """Set a variable; a secret value is masked in every output from now on.

        `scope` is environment, collection, globals or local.
        """
        self._own(scope)[name] = value
        if secret:
            self._secret_names.add(name)
        # A secret variable stays secret, whoever sets it: a script cannot make it public by accident.
        if name in self._secret_names:
            self.secrets.update(secret_texts(value))

    def unset(self, name: str, *, scope: str = "environment") -> None:
        """Remove a variable."""
        self._own(scope).pop(name, None)

    def enter_row(self, row: Mapping[str, JsonValue]) -> None:
        """Take the variables of a row of data, in place of those of the row before."""
        self.data = row
        for name in self._secret_names & row.keys():
            self.secrets.update(secret_texts(row[name]))

    def mark_secret(self, name: str) -> None:
        """Treat the variable as secret: its value now, and every later one."""
        self._secret_names.add(name)
        # What is hidden now by a nearer variable of that name may show once this one is unset.
        for scope in self._scopes:
            self.secrets.update(secret_texts(scope.get(name)))

    def _own(self, scope: str) -> dict[str, JsonValue]:
        if scope == "environment":
            return self.environment
        return {"collection": self.collection, "globals": self.globals, "local": self.local}[scope]

    def known_secrets(self) -> frozenset[str]:
        """All values that are known to be secret by now; the same object as long as there is no new one."""
        # Secrets are never forgotten: as long as there are as many, they are the same.
        if len(self._known) != len(self.secrets):
            self._known = frozenset(self.secrets)
        return self._known

    @property
    def _scopes(self) -> tuple[Mapping[str, JsonValue], ...]:
        return (self.local, self.data, self.environment, self.collection, self.globals)

    def _lookup_sent(self, name: str) -> JsonValue | Missing:
        # Scripts see the row as a scope of variables; for requests Postman takes the plain object.
        hidden = name not in self.local and self.data.get(name, MISSING) is None
        return MISSING if hidden else self._lookup(name)

    def _lookup(self, name: str) -> JsonValue | Missing:
        value = self.get(name)
        if isinstance(value, Missing):
            return eval_dynamic(name, self.clock, self.randomness)
        if name in self._secret_names and isinstance(value, str) and "{{" in value:
            return self._resolve_secret(name, value)
        return value

    def _resolve_secret(self, name: str, value: str) -> str:
        # A secret that is made of references is resolved here, because what goes out is the text to be masked.
        if name in self._resolving or len(self._resolving) >= _DEEPEST:
            return value
        self._resolving.add(name)
        try:
            resolved = self.resolve(value)
        finally:
            self._resolving.discard(name)
        self.secrets.update(secret_texts(resolved))
        return resolved


def scopes_of(
    collection: Collection,
    environment: Environment | None,
    *,
    overrides: Mapping[str, str],
    global_variables: Environment | None,
    secret_names: Iterable[str],
    clock: Clock,
    randomness: Randomness,
) -> Scopes:
    """Return the scopes that a run starts with. Overrides are variables of the environment.

    Of equal names the last enabled one wins; variables of folders do not count (Postman ignores them).
    """
    in_environment = environment.variables if environment else ()
    in_globals = global_variables.variables if global_variables else ()
    scopes = Scopes(
        clock,
        randomness,
        environment={**_values(in_environment), **overrides},
        collection=_values(collection.variables),
        globals=_values(in_globals),
    )
    typed = (variable.key for variable in (*in_environment, *collection.variables, *in_globals) if variable.secret)
    for name in (*typed, *secret_names):
        scopes.mark_secret(name)
    return scopes


def _values(variables: Iterable[Variable]) -> dict[str, JsonValue]:
    return {variable.key: _value(variable.value) for variable in variables if not variable.disabled}


def _value(value: Template | JsonValue) -> JsonValue:
    return render_postman(value) if isinstance(value, Template) else value
