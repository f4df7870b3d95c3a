"""The settings of `pcc check`: `[tool.pcc.check]` of a project (docs/configuration.md lists every key)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NoReturn

from pcc.checks.catalog import RULES
from pcc.checks.finding import unnumbered
from pcc.checks.invalid import INVALID_WORKFLOW
from pcc.checks.subject import Place, Subject
from pcc.checks.suppressions import Suppression
from pcc.diagnostics import Level, propose, shown_path
from pcc.errors import FormatError, Origin, RunError
from pcc.project.settings import ProjectSettings
from pcc.reading import read_text

__all__ = ["CHECK_KEYS", "AllowedFinding", "CheckSettings", "read_check_settings"]

# Every key with its type and what it says; the documentation is held against this table.
CHECK_KEYS: dict[str, tuple[type, str]] = {
    "strict": (bool, "whether warnings count for the exit code, as with `--strict`"),
    "environment": (str, "environment file that a FILE is checked with when no `-e` is given"),
    "globals": (str, "globals file whose variables count as given when no `-g` is given"),
    "given": (list, "names of variables that a run brings from elsewhere, as with `--given`"),
    "openapi": (str, "OpenAPI description to hold requests against when no `--openapi` is given"),
    "baseline": (str, "baseline to use when no `--baseline` is given"),
    "levels": (dict, "other levels by id: `error`, `warning`, `note` or `off`"),
    "allow": (list, "findings that are right, each with a reason: `[[tool.pcc.check.allow]]`"),
}

OFF = "off"
_ALLOW_KEYS = ("id", "source", "step", "reason")


@dataclass(frozen=True, slots=True)
class AllowedFinding:
    """An entry of `[[tool.pcc.check.allow]]`: a rule, a reason, and the source and the step that it is limited to.

    `source` is the slug of a workflow or a path from the project's root, in which `*` stands for anything; `step` the
    name of an item, with or without its number.
    """

    id: str
    reason: str
    source: str = ""
    step: str = ""
    origin: Origin | None = None

    def fits(self, source: str) -> bool:
        """Whether it is about this source."""
        return not self.source or fnmatchcase(source, self.source)

    def suppression(self, subject: Subject | None = None) -> Suppression:
        """Return what it suppresses in a source that it fits; without one, nothing."""
        names = {step.item.name for step in subject.steps()} if subject and self.step else set()
        steps = frozenset(name for name in names if self.step in {name, unnumbered(name)})
        whole = subject is not None and not self.step
        place = Place(origin=self.origin)
        return Suppression(self.id, self.reason, place, f'"{self.id}"', steps, whole=whole, inside=False)


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """What `[tool.pcc.check]` says, defaults filled in. A level of None is off."""

    strict: bool = False
    environment: Path | None = None
    globals: Path | None = None
    given: frozenset[str] = frozenset()
    openapi: Path | None = None
    baseline: Path | None = None
    levels: Mapping[str, Level | None] = field(default_factory=dict)
    allow: tuple[AllowedFinding, ...] = ()


def read_check_settings(settings: ProjectSettings | None) -> CheckSettings:
    """Return the settings of a project, the defaults without one. Raises FormatError, naming the key."""
    if settings is None or not settings.check:
        return CheckSettings()
    return _Reader(settings).read()


class _Reader:
    """Reads the table; what is wrong is refused with its file and its pointer."""

    def __init__(self, settings: ProjectSettings) -> None:
        self._root, self._table = settings.root, settings.check
        self._file = settings.root / "pyproject.toml"

    def read(self) -> CheckSettings:
        for key, value in self._table.items():
            if key not in CHECK_KEYS:
                self._refuse(f"/{key}", f"unknown key: {propose(key, list(CHECK_KEYS))}")
            if not isinstance(value, CHECK_KEYS[key][0]):
                self._refuse(f"/{key}", f"expected a {CHECK_KEYS[key][0].__name__}, found {value!r}")
        return CheckSettings(
            strict=self._table.get("strict", False),
            environment=self._path("environment"),
            globals=self._path("globals"),
            given=self._given(),
            openapi=self._path("openapi"),
            baseline=self._path("baseline"),
            levels=self._levels(),
            allow=self._allow(),
        )

    def _path(self, key: str) -> Path | None:
        return self._root / self._table[key] if key in self._table else None

    def _given(self) -> frozenset[str]:
        names = self._table.get("given", [])
        for index, name in enumerate(names):
            if not isinstance(name, str):
                self._refuse(f"/given/{index}", f"expected the name of a variable, found {name!r}")
        return frozenset(names)

    def _levels(self) -> dict[str, Level | None]:
        known = {OFF: None, **{level.value: level for level in Level}}
        levels = {}
        for name, value in self._table.get("levels", {}).items():
            self._check_id(name, f"/levels/{name}")
            if name == INVALID_WORKFLOW.id:
                self._refuse(f"/levels/{name}", "what cannot be checked is always an error")
            if not isinstance(value, str) or value not in known:
                self._refuse(f"/levels/{name}", f"expected error, warning, note or off, found {value!r}")
            levels[name] = known[value]
        return levels

    def _allow(self) -> tuple[AllowedFinding, ...]:
        return tuple(self._allowed(index, entry) for index, entry in enumerate(self._table.get("allow", [])))

    def _allowed(self, index: int, entry: Any) -> AllowedFinding:
        pointer = f"/allow/{index}"
        if not isinstance(entry, dict):
            self._refuse(pointer, f"expected a table with {', '.join(_ALLOW_KEYS)}, found {entry!r}")
        for key, value in entry.items():
            if key not in _ALLOW_KEYS:
                self._refuse(f"{pointer}/{key}", f"unknown key: {propose(key, list(_ALLOW_KEYS))}")
            if not isinstance(value, str):
                self._refuse(f"{pointer}/{key}", f"expected text, found {value!r}")
        if "id" not in entry:
            self._refuse(pointer, "it names no id: write the id of the finding that is right here")
        self._check_id(entry["id"], f"{pointer}/id")
        if not entry.get("reason", "").strip():
            self._refuse(
                pointer, f"{entry['id']!r} is allowed without a reason: say in a sentence why it is right here"
            )
        return AllowedFinding(**entry, origin=self._line(index))

    def _line(self, index: int) -> Origin:
        """Where an entry stands: TOML is read without places, so its header is looked for."""
        try:
            lines = read_text(self._file).split("\n")
        except RunError:
            lines = []
        headers = [
            number
            for number, line in enumerate(lines, 1)
            if re.match(r"\s*\[\[\s*tool\.pcc\.check\.allow\s*\]\]", line)
        ]
        line = headers[index] if index < len(headers) else 1
        following = headers[index + 1] - 1 if index + 1 < len(headers) else line + len(_ALLOW_KEYS)
        return Origin(shown_path(self._file), line, following)

    def _check_id(self, name: str, pointer: str) -> None:
        ids = [rule.id for rule in RULES]
        if name not in ids:
            self._refuse(pointer, f"no check has the id {name!r}: {propose(name, ids)}")

    def _refuse(self, pointer: str, message: str) -> NoReturn:
        raise FormatError(message, pointer=f"/tool/pcc/check{pointer}", file=shown_path(self._file))
