"""A new project: the files of `templates/init`."""

from pathlib import Path

from pcc.emit import OutputFile, write_files
from pcc.errors import UsageError
from pcc.templating.jinja import render_template

__all__ = ["start_project"]

_FILES = {
    "pyproject.toml": "pyproject.toml",
    "hello.py": "collections/hello.py",
    "test_workflows.py": "tests/test_workflows.py",
}


def start_project(folder: Path) -> list[str]:
    """Write a minimal project into an empty folder and return its files. Raises UsageError when it is not empty."""
    # Hidden files may be there: a fresh repository has its .git.
    if folder.is_dir() and any(not path.name.startswith(".") for path in folder.iterdir()):
        raise UsageError(f"{folder} is not empty: `pcc init` starts a project in an empty folder")
    for source, path in _FILES.items():
        text = render_template(f"init/{source}", {"name": folder.resolve().name})
        target = folder / path
        write_files([OutputFile(target.name, text)], target.parent)
    return list(_FILES.values())
