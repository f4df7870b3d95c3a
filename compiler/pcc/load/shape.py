"""How much load: how many users, for how long, from which processes; and where its files go."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pcc.load.plan import LoadPlan

__all__ = ["Command", "LoadShape", "Role"]


class Role(StrEnum):
    """What a process is: all of the load, or its head over workers that connect to it, or one of those."""

    ALONE = "alone"
    MASTER = "master"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class LoadShape:
    """The shape of a load run. Times are in seconds; without `run_time` it lasts until all users are done.

    `patience` is how long users may take to finish their iteration in the end. A master of `processes` starts that many
    workers on this machine; any other waits `longest_wait` for `expect_workers` to connect to `port` of `host`, which
    for a worker is where its master is. `html` and `csv` are Locust's reports, the second the beginning of file names.
    """

    users: int = 1
    spawn_rate: float = 1.0
    run_time: float | None = None
    patience: float = 30.0
    role: Role = Role.ALONE
    processes: int = 0
    host: str = "127.0.0.1"
    port: int = 0
    expect_workers: int = 1
    longest_wait: float = 60.0
    html: Path | None = None
    csv: Path | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """What the load process is started with, and by which process; where it is `watched`, it shows how far it is."""

    plan: LoadPlan
    shape: LoadShape
    parent: int
    watched: bool = False
