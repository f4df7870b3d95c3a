"""`pcc.audit`: published pages held against what workflows really do."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pcc.claims import LEVELS, Finding, PageFormat, hold_claims, read_claims, read_facts
from pcc.diagnostics import Level, nearest, shown_path
from pcc.errors import FormatError, RunError, UsageError
from pcc.project.sources import Source, read_sources
from pcc.reading import MAX_BYTES, decode_text, read_text

__all__ = ["AuditResult", "PageAudit", "audit"]

STDIN = "-"


@dataclass(frozen=True, slots=True)
class PageAudit:
    """A page, what it was held against, and where the two disagree, in the order of the page."""

    page: str
    against: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class AuditResult:
    """The audits of all pages, in their order."""

    pages: tuple[PageAudit, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all pages."""
        return tuple(finding for audited in self.pages for finding in audited.findings)

    @property
    def passed(self) -> bool:
        """Whether nothing was found but notes."""
        return all(finding.level is Level.NOTE for finding in self.findings)


def audit(
    *pages: str | Path,
    against: str | Path | None = None,
    project: Path | None = None,
    environment: Path | None = None,
    page_format: str = "auto",
    ignore: Iterable[str] = (),
) -> AuditResult:
    """Hold pages (files, or `-` for the standard input) against a workflow by name, or against any collection file.

    Without `against` each page is held against the workflow that its file is called after. `environment` is a file
    whose variables a collection FILE may use. `page_format` is `auto`, `text`, `markdown` or `html`; findings of the
    kinds in `ignore` are left out. Raises UsageError for unknown names, formats and kinds, WorkflowError for a workflow
    that does not compile, FormatError for a page or a file that cannot be read.
    """
    kind, ignored = _format(page_format), _ignored(ignore)
    named = [str(page) for page in pages]
    targets = [str(against) if against else _name_of(page) for page in named]
    if named.count(STDIN) > 1:
        raise UsageError("the standard input can be read once")
    sources = _sources(targets, against, project=project, environment=environment)
    facts = {name: read_facts(source.collection, source.environment) for name, source in sources.items()}
    audited: list[PageAudit] = []
    for page, target in zip(named, targets, strict=True):
        claims = read_claims(_read_page(page), kind, name=page)
        found = [finding for finding in hold_claims(claims, facts[target]) if finding.id not in ignored]
        audited.append(PageAudit(_shown(page), sources[target].name, tuple(found)))
    return AuditResult(tuple(audited))


def _format(name: str) -> PageFormat:
    try:
        return PageFormat(name)
    except ValueError:
        known = ", ".join(kind.value for kind in PageFormat)
        raise UsageError(f"no page format {name!r}: there are {known}") from None


def _ignored(names: Iterable[str]) -> frozenset[str]:
    ignored = frozenset(names)
    for name in sorted(ignored - LEVELS.keys()):
        similar = nearest(name, list(LEVELS))
        raise UsageError(f"no finding {name!r}: " + (f"did you mean {similar!r}?" if similar else ", ".join(LEVELS)))
    return ignored


def _name_of(page: str) -> str:
    if page == STDIN:
        raise UsageError("the standard input has no name to go by: say which workflow with --against")
    return Path(page).name.partition(".")[0]


def _sources(targets: Sequence[str], against: str | Path | None, **options: Path | None) -> dict[str, Source]:
    names = list(dict.fromkeys(targets))
    try:
        read = read_sources(names, **options) if names else []
        if len(read) != len(names):
            _refuse_several(names, **options)
    except RunError as error:
        raise FormatError(str(error)) from error
    except UsageError as error:
        raise error if against else UsageError(f"{error}; --against says what a page is held against") from error
    return dict(zip(names, read, strict=True))


def _refuse_several(names: Sequence[str], **options: Path | None) -> None:
    for name in names:
        slugs = [source.name for source in read_sources([name], **options)]
        if len(slugs) > 1:
            raise UsageError(f"{name!r} holds several workflows: name one of {', '.join(slugs)}")


def _read_page(page: str) -> str:
    try:
        return read_text(Path(page)) if page != STDIN else _read_stdin()
    except RunError as error:
        raise FormatError(str(error)) from error


def _read_stdin() -> str:
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise FormatError(f"it is larger than {MAX_BYTES // 2**20} MiB", file=_shown(STDIN))
    return decode_text(data, file=_shown(STDIN))


def _shown(page: str) -> str:
    return "standard input" if page == STDIN else shown_path(Path(page))
