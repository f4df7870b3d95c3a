"""Other people's runners: found, or installed from npm into the user's cache, in the versions of the lock files."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

__all__ = ["BRUNO", "NEWMAN", "POSTMAN", "Tool", "ToolMissingError", "find_tool"]

_HERE = Path(__file__).resolve().parents[1]
_FIDELITY = _HERE.parent / "tests/fidelity"


@dataclass(frozen=True, slots=True)
class Tool:
    """A command of an npm package. `lock` is the folder with the package.json and package-lock.json that pin it."""

    name: str
    package: str
    script: str
    lock: Path

    @property
    def version(self) -> str:
        """The version that is pinned."""
        wanted: str = json.loads((self.lock / "package.json").read_text(encoding="utf-8"))["dependencies"][self.package]
        return wanted


NEWMAN = Tool("Newman", "newman", "newman/bin/newman.js", _FIDELITY)
BRUNO = Tool("Bruno", "@usebruno/cli", "@usebruno/cli/bin/bru.js", _HERE / "npm")
POSTMAN = Tool("Postman CLI", "postman-cli", "postman-cli/bin/postman.js", _HERE / "npm")


class ToolMissingError(Exception):
    """A tool is not there, and cannot be brought: the reason in a sentence."""


def find_tool(tool: Tool) -> list[str]:
    """Return the command that starts the tool, installing it when it is not there.

    The fidelity tests' own Newman is used when they have installed it. Raises ToolMissingError.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise ToolMissingError("Node and npm are not on PATH")
    own = tool.lock / "node_modules" / tool.script
    return [node, str(own if own.exists() else _install(tool, npm))]


def _install(tool: Tool, npm: str) -> Path:
    lock = (tool.lock / "package-lock.json").read_bytes()
    folder = _cache() / f"benchmarks-{hashlib.sha256(lock).hexdigest()[:12]}"
    # npm writes this file last: an install that was cut short has none.
    if not (folder / "node_modules/.package-lock.json").exists():
        print(f"installing {tool.package} {tool.version} into {folder} …", file=sys.stderr)  # noqa: T201
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(tool.lock / name, folder / name)
        # Not `npm ci`: that refuses a lock file without the programs of other systems, of which Postman's has five.
        command = [npm, "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise ToolMissingError(f"npm install failed:\n{done.stderr}")
    return folder / "node_modules" / tool.script


def _cache() -> Path:
    root = os.environ.get("XDG_CACHE_HOME")
    return (Path(root) if root else Path.home() / ".cache") / "pcc"
