"""Loading workflow sources: by path, one file a workflow."""

import importlib.util
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from pcc.diagnostics import shown_path
from pcc.dsl.workflow import WorkflowDefinition
from pcc.errors import Origin, PccError, WorkflowError
from pcc.project.choosing import find_source_files

__all__ = ["load_each", "load_workflows", "refuse_equal_slugs", "run_author_code"]

T = TypeVar("T")


def load_workflows(sources: Iterable[Path], folder: Path) -> dict[str, list[WorkflowDefinition]]:
    """Load sources of a folder; return the workflows of each by the name of its module.

    Raises WorkflowError when a source does not load.
    """
    _add_source_root(folder)
    with _without_bytecode():
        return {file.stem: _definitions(_load(file)) for file in sources}


# The folder whose modules are loaded, if any is.
_roots: list[str] = []


def _add_source_root(folder: Path) -> None:
    """Let sources import the modules of the folder as they are now: no older ones, none of another project."""
    for root in {*_roots, str(folder)}:
        _forget(root)
    importlib.invalidate_caches()
    # Behind everything else: a source called statistics.py must not take the place of the standard library's.
    sys.path.append(str(folder))
    _roots[:] = [str(folder)]


def _forget(root: str) -> None:
    sys.path[:] = [entry for entry in sys.path if entry != root]
    for name, module in list(sys.modules.items()):
        places = [getattr(module, "__file__", None), *getattr(module, "__path__", ())]
        if any(isinstance(place, str) and place.startswith(root + os.sep) for place in places):
            del sys.modules[name]


@contextmanager
def _without_bytecode() -> Iterator[None]:
    # Bytecode knows its source by the second and the size: of two changes within one it could be the first.
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


def _load(file: Path) -> ModuleType:
    # Under a name of its own, because `collections` itself belongs to the standard library.
    spec = importlib.util.spec_from_file_location(f"pcc_workflows.{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    loader = spec.loader
    run_author_code(lambda: loader.exec_module(module), file)
    return module


def run_author_code(call: Callable[[], T], file: Path, declared: Origin | None = None) -> T:
    """Run code of the author; whatever it raises becomes a WorkflowError at the author's line.

    `declared` is the line to name when none of the author's own lines was running.
    """
    try:
        return call()
    except PccError:
        raise
    except SyntaxError as error:
        origin = Origin(shown_path(Path(error.filename or file)), error.lineno or 1)
        raise WorkflowError(f"not Python: {error.msg}", origin) from error
    except (Exception, SystemExit) as error:
        origin = _raised_at(error, file) or declared or Origin(shown_path(file), 1)
        raise WorkflowError(f"{type(error).__name__}: {error}", origin) from error


def _raised_at(error: BaseException, file: Path) -> Origin | None:
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if Path(frame.filename).is_relative_to(file.parent)]
    frame = inside[-1] if inside else None
    return Origin(shown_path(Path(frame.filename)), frame.lineno or 1) if frame else None


def _definitions(module: ModuleType) -> list[WorkflowDefinition]:
    # A second name for a workflow does not make it two.
    found = {id(value): value for value in vars(module).values() if isinstance(value, WorkflowDefinition)}
    return list(found.values())


def refuse_equal_slugs(definitions: Iterable[WorkflowDefinition]) -> None:
    """Raise WorkflowError when two workflows would be written to the same files."""
    seen: dict[str, WorkflowDefinition] = {}
    for definition in definitions:
        other = seen.setdefault(definition.slug, definition)
        if other is not definition:
            message = f"two workflows are called {definition.slug!r} (the other at {other.origin}): rename a function"
            raise WorkflowError(message, definition.origin)


def load_each(folder: Path) -> tuple[dict[Path, list[WorkflowDefinition]], list[WorkflowError]]:
    """Load every source of a folder, and return their workflows beside what is wrong with the others.

    Of two workflows of one slug the first is returned. Raises UsageError when the folder is missing.
    """
    sources = find_source_files(folder)
    _add_source_root(folder)
    loaded: dict[Path, list[WorkflowDefinition]] = {}
    errors: list[WorkflowError] = []
    seen: list[WorkflowDefinition] = []
    for file in sources:
        loaded[file] = []
        try:
            with _without_bytecode():
                definitions = _definitions(_load(file))
        except WorkflowError as error:
            errors.append(error)
            continue
        for definition in definitions:
            try:
                refuse_equal_slugs([*seen, definition])
            except WorkflowError as error:
                errors.append(error)
                continue
            seen.append(definition)
            loaded[file].append(definition)
    return loaded, errors
