"""What a reporter is, and what it is made with. Packages add reporters by the entry point group `pcc.reporters`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from pcc.runner.events import RunEvent
from pcc.runner.redact import Redactor
from pcc.runner.report.style import PLAIN, Style

__all__ = ["OptionSpec", "Reporter", "ReporterFactory", "ReporterOptions", "Write"]

Write = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """An option of a reporter: `--reporter-<reporter>-<name>`. With a `metavar` it takes a value, else it is a flag."""

    name: str
    help: str
    metavar: str | None = None


@dataclass(frozen=True, slots=True)
class ReporterOptions:
    """What a reporter is made with.

    `values` are its own options, by the names that follow `--reporter-<name>-`: text, or True for a flag. `redact`
    masks every secret that is known by now; whatever a reporter puts out goes through it. `list_created` says of a
    target whether what a run created there is worth a list.
    """

    values: Mapping[str, str | bool] = field(default_factory=dict)
    redact: Redactor = field(default_factory=Redactor)
    style: Style = PLAIN
    verbose: bool = False
    list_created: Callable[[str], bool] = lambda _: False

    def flag(self, name: str) -> bool:
        """Whether the option is there."""
        return bool(self.values.get(name))

    def text(self, name: str, default: str) -> str:
        """Return the option's value, or the default without one."""
        value = self.values.get(name)
        return value if isinstance(value, str) else default


class Reporter(Protocol):
    """Folds the events of a replay, which may be several runs one after the other.

    Events hold values as they are: secrets are masked by whoever writes, with the `redact` of the options. A reporter
    that also has a method `close()` is told with it that nothing more will come, even when a run broke off; files are
    written then. Whatever either of them raises is told to the user, and the other reporters go on.
    """

    def handle(self, event: RunEvent, /) -> None:
        """Take one event."""
        ...


class ReporterFactory(Protocol):
    """Makes a reporter: usually its class. `write` prints text on the standard output, and masks secrets again."""

    def __call__(self, options: ReporterOptions, write: Write, /) -> Reporter:
        """Make it. Raises UsageError for an option that it does not have, or a value that is wrong."""
        ...
