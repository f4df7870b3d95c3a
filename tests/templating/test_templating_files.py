from pathlib import Path

import pytest

from pcc.project import cache
from pcc.templating import files


def test_what_an_installation_adds_to_the_templates_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = cache._compiler.__wrapped__()
    for name in (*files.template_names("pages"), *files.template_names("scripts"), *files.template_names("init")):
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(files.read_template(name), encoding="utf-8")
    (tmp_path / "init/__pycache__").mkdir()
    (tmp_path / "init/__pycache__/hello.cpython-311.pyc").write_bytes(b"\xa7\r\r\n")
    names = files.template_names("init")
    monkeypatch.setattr(files, "_folder", lambda: tmp_path)
    assert files.template_names("init") == names
    assert cache._compiler.__wrapped__() == known
