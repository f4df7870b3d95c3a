"""Where the files of `templates/` are; nothing else in pcc knows."""

from functools import cache
from pathlib import Path

__all__ = ["read_template", "template_names"]

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def _folder() -> Path:
    # A wheel carries the folder inside the package; an editable install leaves it at the root of the repository.
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parent.parent / "templates"


@cache
def read_template(name: str) -> str:
    """Return the text of a template file by its path below `templates/`, such as `scripts/v1/capture.js`."""
    return (_folder() / name).read_text(encoding="utf-8")


def template_names(folder: str) -> tuple[str, ...]:
    """List the template files below a folder of `templates/`, sorted, as `read_template` takes them."""
    root = _folder()
    # An installation compiles templates of sources, too.
    files = (path for path in (root / folder).rglob("*") if path.is_file() and path.suffix != ".pyc")
    return tuple(sorted(path.relative_to(root).as_posix() for path in files))
