"""Building: those sources are compiled that changed; of the others it is known what they would compile to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pcc.diagnostics import Diagnostic
from pcc.emit import OutputFile, Stale, find_stale, merge_files
from pcc.project.cache import BuiltWorkflow, Digests, Entry, digest_bytes, read_cache, write_cache
from pcc.project.choosing import choose, find_source_files
from pcc.project.settings import ProjectSettings

__all__ = ["Build", "build_workflows"]


@dataclass(frozen=True, slots=True)
class Build:
    """What the sources compile to: `files` are those to write, `current` the paths of those that need not be.

    It is `complete` when every workflow of the project is in it, and `valid` when nothing that was found is an error.
    """

    workflows: tuple[BuiltWorkflow, ...]
    files: tuple[OutputFile, ...] = ()
    current: frozenset[str] = frozenset()
    diagnostics: tuple[Diagnostic, ...] = ()
    complete: bool = True
    valid: bool = True

    def find_stale(self, folder: Path) -> list[Stale]:
        """Return what is out of date in the folder that the workflows were built for."""
        return find_stale(self.files, folder, complete=self.complete, current=self.current)


def build_workflows(
    settings: ProjectSettings, names: Sequence[str] = (), *, out: Path | None = None, use_cache: bool = True
) -> Build:
    """Build the workflows of these names (slug or module), or all, for a folder.

    A source is compiled when anything that it depends on has changed since it was last, or when a file that it makes
    is not in the folder as it should be (without a folder nothing is looked at); without `use_cache` every one is.
    Raises UsageError for unknown names, WorkflowError for a source that does not load.
    """
    sources = find_source_files(settings.workflows)
    remembered = read_cache(settings.root) if use_cache else {}
    fresh = _fresh(remembered, sources, settings.root)
    kept = _standing(fresh, names, out) if out else fresh
    changed = [source for source in sources if source.stem not in kept]
    build, compiled = (
        _build_changed(settings, names, changed, kept) if changed else (_build_kept(settings, names, kept), {})
    )
    if _contradicts(build, kept):
        # Two workflows would be written to one file: compiling both says so.
        return build_workflows(settings, names, out=out, use_cache=False)
    entries = {**fresh, **compiled}
    if use_cache and entries != remembered:
        write_cache(settings.root, entries)
    return build


def _fresh(remembered: Mapping[str, Entry], sources: Sequence[Path], root: Path) -> dict[str, Entry]:
    """Those entries whose sources depend on nothing that has changed."""
    digests = Digests(root)
    found = {source.stem: remembered[source.stem] for source in sources if source.stem in remembered}
    return {module: entry for module, entry in found.items() if digests.key(entry.depends_on) == entry.key}


def _standing(entries: Mapping[str, Entry], names: Sequence[str], out: Path) -> dict[str, Entry]:
    """Those entries whose files are in the folder as they should be; what is not asked for may be missing."""
    digests = Digests(out)
    return {
        module: entry
        for module, entry in entries.items()
        if (names and not _is_named(entry, module, names))
        or all(digests.of(path) == digest for path, digest in entry.outputs.items())
    }


def _is_named(entry: Entry, module: str, names: Sequence[str]) -> bool:
    return module in names or any(workflow.slug in names for workflow in entry.workflows)


def _build_kept(settings: ProjectSettings, names: Sequence[str], kept: Mapping[str, Entry]) -> Build:
    known = [workflow for entry in kept.values() for workflow in entry.workflows]
    chosen = choose(known, names, settings.workflows)
    return Build(tuple(chosen), current=_paths(kept), complete=not names)


def _paths(entries: Mapping[str, Entry]) -> frozenset[str]:
    return frozenset(path for entry in entries.values() for path in entry.outputs)


def _build_changed(
    settings: ProjectSettings, names: Sequence[str], changed: Sequence[Path], kept: Mapping[str, Entry]
) -> tuple[Build, dict[str, Entry]]:
    """Compile what changed; return the build, and what to remember of it by module."""
    # Compiling costs its imports, which a build of nothing saves.
    from pcc.project.parts import compile_parts

    known = [workflow for entry in kept.values() for workflow in entry.workflows]
    parts = compile_parts(settings, changed, names, known)
    build = Build(
        tuple(workflow for part in parts for workflow in part.workflows),
        merge_files(
            [*(file for part in parts for file in part.own), *(file for part in parts for file in part.shared)]
        ),
        _paths(kept),
        tuple(finding for part in parts for finding in part.diagnostics),
        complete=not names,
        valid=all(part.valid for part in parts),
    )
    return build, {module: entry for part in parts for module, entry in part.entries.items()} if build.valid else {}


def _contradicts(build: Build, kept: Mapping[str, Entry]) -> bool:
    slugs = [workflow.slug for workflow in build.workflows]
    digests = {path: digest for entry in kept.values() for path, digest in entry.outputs.items()}
    changed = any(digests.get(file.path, own := digest_bytes(file.text.encode())) != own for file in build.files)
    return changed or len(set(slugs)) != len(slugs)
