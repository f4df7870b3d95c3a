"""Parts of a build: sources that are compiled together, all in this process or each part in one of its own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from pcc.diagnostics import Diagnostic
from pcc.emit import OutputFile
from pcc.project.cache import BuiltWorkflow, Digests, Entry, digest_bytes
from pcc.project.choosing import choose
from pcc.project.compile import CompiledWorkflow, Loaded, compile_loaded, load_sources
from pcc.project.dependencies import Imports, follow_files
from pcc.project.settings import ProjectSettings
from pcc.project.side_by_side import map_in_order, split

__all__ = ["Part", "compile_parts"]

# Fewer sources are compiled sooner than a process has started.
_WORTH_A_PROCESS = 100


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of the sources compiles to, and what to remember of it by module.

    `own` are the files of workflows, `shared` those of environments. Workflows that need not be compiled are in it too.
    """

    workflows: tuple[BuiltWorkflow, ...]
    own: tuple[OutputFile, ...]
    shared: tuple[OutputFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    valid: bool
    entries: Mapping[str, Entry]


def compile_parts(
    settings: ProjectSettings, sources: Sequence[Path], names: Sequence[str], known: Sequence[BuiltWorkflow]
) -> list[Part]:
    """Compile sources; `known` are workflows of others. With names (slug or module) only these of all of them.

    Raises UsageError for unknown names, WorkflowError for a source that does not load.
    """
    chunks = [] if names or known else split(sources, worth=_WORTH_A_PROCESS)
    if len(chunks) > 1:
        try:
            return list(map_in_order(partial(_compile_part, settings), chunks, worth=1, at_once=1))
        except Exception:  # whatever it was, compiling in order says it at the author's line
            pass
    return [_compile_part(settings, sources, names, known)]


def _compile_part(
    settings: ProjectSettings, sources: Sequence[Path], names: Sequence[str] = (), known: Sequence[BuiltWorkflow] = ()
) -> Part:
    with follow_files() as opened:
        loaded = load_sources(sources, settings.workflows)
        every: list[BuiltWorkflow | Loaded] = [*known, *loaded]
        chosen = choose(sorted(every, key=lambda one: one.module), names, settings.workflows)
        compiled = compile_loaded([workflow for workflow in chosen if isinstance(workflow, Loaded)])
    built = {workflow.slug: workflow.summary for workflow in compiled.workflows}
    workflows = [built.get(one.slug) if isinstance(one, Loaded) else one for one in chosen]
    left_out = {one.module for one in loaded if one.slug not in built}
    whole = [source for source in sources if source.stem not in left_out]
    return Part(
        tuple(workflow for workflow in workflows if workflow),
        tuple(file for workflow in compiled.workflows for file in workflow.own),
        tuple(file for workflow in compiled.workflows for file in workflow.shared),
        compiled.diagnostics,
        compiled.valid,
        _entries(settings, whole, compiled.workflows, opened) if compiled.valid else {},
    )


def _entries(
    settings: ProjectSettings, sources: Sequence[Path], workflows: Sequence[CompiledWorkflow], opened: Iterable[Path]
) -> dict[str, Entry]:
    """What to remember of sources; nothing of those that do what cannot be followed."""
    digests, imports = Digests(settings.root), Imports(settings.workflows)
    shown = cache(partial(_shown, root=settings.root))
    by_module: dict[str, list[CompiledWorkflow]] = defaultdict(list)
    for workflow in workflows:
        by_module[workflow.module].append(workflow)
    found: dict[str, Entry] = {}
    for source in sources:
        imported = imports.of(source)
        if imported is not None:
            # Whoever read a file may have been a shared module: it counts for all that were compiled together.
            paths = tuple(sorted(shown(path) for path in {*imported, *opened}))
            found[source.stem] = _entry(digests.key(paths), paths, by_module[source.stem])
    return found


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _entry(key: str, paths: tuple[str, ...], workflows: Sequence[CompiledWorkflow]) -> Entry:
    outputs = {file.path: file.text for workflow in workflows for file in (*workflow.own, *workflow.shared)}
    digests = {path: digest_bytes(text.encode()) for path, text in outputs.items()}
    return Entry(key, paths, tuple(workflow.summary for workflow in workflows), digests)
