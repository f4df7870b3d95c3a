"""A git repository of a test's own: no configuration of the machine has a part in it."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Repository"]

_SETTINGS = ("user.name=Test", "user.email=test@example.com", "commit.gpgsign=false", "init.defaultBranch=main")


@dataclass(frozen=True)
class Repository:
    """A repository at a folder."""

    root: Path

    def git(self, *arguments: str) -> str:
        """Run git in it and return what it prints."""
        settings = [word for setting in _SETTINGS for word in ("-c", setting)]
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        done = subprocess.run(
            ["git", *settings, *arguments], cwd=self.root, env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def commit(self, message: str) -> str:
        """Commit everything that is there and return the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")
