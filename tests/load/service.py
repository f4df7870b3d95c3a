"""A counting server in a process of its own, and collections that ask it."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pcc.model.statement import Statement
from pcc.scripts import render_script

__all__ = ["STATUS", "Service", "item", "script", "serving", "write_collection"]

_SERVER = Path(__file__).with_name("counting_server.py")
_SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"

STATUS = ("// expect status 200", 'pm.test("status is 200", () => {', "    pm.response.to.have.status(200);", "});")


class Service:
    """What was asked so far."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"

    def told(self) -> dict[str, Any]:
        """Everything that the server knows."""
        with urllib.request.urlopen(f"{self.base}/_count") as answer:
            return dict(json.load(answer))

    def counted(self) -> dict[str, int]:
        """How often each method and path was asked for."""
        return dict(self.told()["counted"])

    def await_first(self) -> None:
        """Wait until something was asked."""
        while not self.counted():
            pass


@contextmanager
def serving(delay_ms: float = 0) -> Iterator[Service]:
    """Serve until the block ends."""
    with subprocess.Popen([sys.executable, _SERVER, str(delay_ms)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Service(int(process.stdout.readline()))
        finally:
            process.kill()


def item(name: str, method: str, path: str, *, body: str = "", test: Sequence[str] = (), before: str = "") -> Any:
    """A request of a collection."""
    request: dict[str, Any] = {"method": method, "url": f"{{{{base}}}}{path}"}
    if body:
        request["body"] = {"mode": "raw", "raw": body}
    scripts = {"prerequest": [before] if before else [], "test": list(test)}
    events = [{"listen": listen, "script": {"exec": lines}} for listen, lines in scripts.items() if lines]
    return {"name": name, "request": request, "event": events}


def script(*statements: Statement) -> Sequence[str]:
    """The lines of a script, as pcc writes them."""
    return render_script(statements).split("\n")


def write_collection(folder: Path, *items: Any, name: str = "Things", variables: dict[str, str] | None = None) -> Path:
    """Write a collection file."""
    file = folder / f"{name.lower()}.postman_collection.json"
    values = [{"key": key, "value": value} for key, value in (variables or {}).items()]
    document = {"info": {"name": name, "schema": _SCHEMA}, "item": list(items), "variable": values}
    file.write_text(json.dumps(document), encoding="utf-8")
    return file
