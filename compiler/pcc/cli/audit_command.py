"""`pcc audit`."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from pcc.claims import Finding
from pcc.diagnostics import Level
from pcc.project.auditing import AuditResult, PageAudit, audit

__all__ = ["command"]

_FORMATS = ("auto", "text", "markdown", "html")


@click.command("audit")
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option(
    "--against",
    metavar="NAME|FILE",
    help="What to hold the pages against: a workflow, or any collection file. Without it each page is held against the "
    "workflow that its file is called after.",
)
@click.option(
    "-e", "--environment", type=click.Path(path_type=Path), help="Environment file whose variables a FILE may use."
)
@click.option(
    "--page-format",
    type=click.Choice(_FORMATS),
    default="auto",
    show_default=True,
    help="How the pages are written; auto goes by the file's extension, then by how it begins.",
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
@click.option("--ignore", multiple=True, metavar="ID", help="Leave out findings of this kind; repeatable.")
def command(
    pages: tuple[str, ...],
    against: str | None,
    environment: Path | None,
    page_format: str,
    output: str,
    ignore: tuple[str, ...],
) -> int:
    """Hold what published pages claim against what workflows do.

    PAGE is a file (text, Markdown or HTML), or - for the standard input.
    """
    result = audit(*pages, against=against, environment=environment, page_format=page_format, ignore=ignore)
    click.echo(_render_json(result) if output == "json" else "\n".join(_render_text(result)))
    return 0 if result.passed else 1


def _render_json(result: AuditResult) -> str:
    findings = [_as_json(page, finding) for page in result.pages for finding in page.findings]
    # ASCII, so that no half of a character of a page stops the output.
    return json.dumps({"findings": findings}, indent=2)


def _as_json(page: PageAudit, finding: Finding) -> dict[str, str | int]:
    return {
        "id": finding.id,
        "level": finding.level.value,
        "step": finding.step,
        "line": finding.place.line,
        "claimed": finding.claimed,
        "actual": finding.actual,
        "page": page.page,
        "against": page.against,
        "column": finding.place.column,
        "message": finding.message,
        "advice": finding.advice,
    }


def _render_text(result: AuditResult) -> Iterator[str]:
    for page in result.pages:
        for finding in page.findings:
            yield from map(_printable, _render_finding(page, finding))
            yield ""
    for page in result.pages:
        yield f"{_printable(page.page)} against {page.against}: {_counts(page.findings)}"
    if len(result.pages) > 1:
        yield f"{len(result.pages)} pages: {_counts(result.findings)}"


def _render_finding(page: PageAudit, finding: Finding) -> Iterator[str]:
    place = finding.place
    gutter = " " * len(str(place.line))
    step = f'  step "{finding.step}"' if finding.step else ""
    yield f"{finding.level.value}[{finding.id}]: {finding.message}"
    yield f"  --> {page.page}:{place.line}:{place.column}{step}"
    if place.excerpt.strip():
        caret = " " * place.indent + "^" * max(min(place.width, len(place.excerpt) - place.indent), 1)
        yield f"{gutter} |"
        yield f"{place.line} | {place.excerpt}"
        yield f"{gutter} | {caret} {finding.advice}".rstrip()
    else:
        yield f"  {finding.advice}"
    if finding.claimed:
        yield f"  page says: {finding.claimed}"
    if finding.actual:
        yield f"  workflow:  {finding.actual}"


def _counts(findings: tuple[Finding, ...]) -> str:
    count = Counter(finding.level for finding in findings)
    parts = [f"{count[level]} {level.value}{'' if count[level] == 1 else 's'}" for level in Level if count[level]]
    return ", ".join(parts) or "agrees"


def _printable(line: str) -> str:
    """A page must not steer the terminal, and halves of characters cannot be written."""
    return "".join(
        " " if char == "\t" else char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line
    )
