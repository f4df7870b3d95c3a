"""Environments as classes: each variable an attribute that the editor knows."""

from typing import Any, ClassVar, Self, overload

from pcc.dsl.naming import slug_of, variable_name
from pcc.dsl.origin import wrong
from pcc.dsl.refs import Ref, parse_authored, prose
from pcc.model import environment as model
from pcc.model.collection import Variable
from pcc.model.ids import stable_id

__all__ = ["Environment", "EnvironmentVariable", "variable"]


class EnvironmentVariable:
    """A variable of an environment class; on an instance it is a `Ref`."""

    def __init__(self, name: str, default: str, *, secret: bool, description: str) -> None:
        self.name = name
        self.default = default
        self.secret = secret
        self.description = description

    @overload
    def __get__(self, instance: None, owner: type[object]) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type[object]) -> Ref: ...
    def __get__(self, instance: object | None, owner: type[object]) -> "Self | Ref":
        return self if instance is None else Ref(self.name)

    def model(self, value: str | None) -> Variable:
        """Return the variable with a value, or with its default. A secret has no value in a file."""
        text = parse_authored("" if self.secret else self.default if value is None else value)
        return Variable(self.name, text.template, secret=self.secret, description=self.description)


def variable(name: str, default: str = "", *, secret: bool = False, description: str = "") -> EnvironmentVariable:
    """Declare a variable by the name that readers know, such as `apiPath`. A secret takes no default."""
    variable_name(name)
    if secret and default:
        raise wrong(f"{name} is secret, so its value must not stand in the source: leave the default out")
    return EnvironmentVariable(name, default, secret=secret, description=prose(description))


class Environment:
    """The base of environment classes.

    `PingOne()` is the environment of the class; `PingOne("PingOne Europe", tld="eu")` declares another one of the same
    class, with other values for some attributes. Each is compiled to a file of its own.
    """

    _variables: ClassVar[dict[str, EnvironmentVariable]] = {}
    _others: ClassVar["dict[str, Environment]"] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        own = {key: value for key, value in vars(cls).items() if isinstance(value, EnvironmentVariable)}
        cls._variables = {**cls._variables, **own}
        cls._others = {}

    def __init__(self, name: str | None = None, **values: str) -> None:
        unknown = [key for key in values if key not in self._variables]
        if unknown:
            raise wrong(f"{type(self).__name__} has no variable {unknown[0]!r}: it has {', '.join(self._variables)}")
        if values and not name:
            raise wrong("an environment with other values needs a name of its own, such as PingOne('Europe', tld='eu')")
        self._name = name or type(self).__name__
        self._values = values
        if name:
            self._others[name] = self

    @classmethod
    def declared(cls) -> "tuple[Environment, ...]":
        """Return the environments of this class: its own first, then the others in the order of their declaration."""
        return (cls(), *cls._others.values())

    @property
    def slug(self) -> str:
        """The name in file names: lower case, hyphens."""
        return slug_of(self._name)

    def build(self) -> model.Environment:
        """Return the environment of the model."""
        variables = (declared.model(self._values.get(key)) for key, declared in self._variables.items())
        return model.Environment(self._name, tuple(variables), id=stable_id("environment", self._name))
