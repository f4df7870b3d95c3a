"""Who takes part in a load, what each was dealt, and whether all that was done has arrived."""

from dataclasses import dataclass, field
from typing import Any

from pcc.load.crew import Count

__all__ = ["LOCAL", "Ledger", "Member"]

# The member of a load that has no workers.
LOCAL = "local"

_REPORTED_EVERY = 3


@dataclass(slots=True)
class Member:
    """A process of users. `received` counts the steps that it reported, `done` is its own count in the end."""

    name: str
    pid: int = 0
    dealt: int = 0
    finished: int = 0
    received: int = 0
    done: dict[str, Any] | None = None
    lost: str = ""

    @property
    def complete(self) -> bool:
        """Whether it has ended and everything that it counted is here."""
        return self.done is not None and self.received == self.done["steps"]


@dataclass(slots=True)
class Ledger:
    """The members of a load of so many users, by the id that messages name."""

    users: int
    members: dict[str, Member] = field(default_factory=dict)
    count: Count = field(default_factory=Count)
    dealt: int = 0

    def join(self, member: str, name: str, pid: int = 0) -> None:
        """Let a process take part."""
        self.members.setdefault(member, Member(name, pid))

    def deal(self, member: str) -> int:
        """Return the number of the next user, which is in this process. Numbers count from 0; nobody else has it."""
        number, self.dealt = self.dealt, self.dealt + 1
        self.members[member].dealt += 1
        return number

    def finish(self, member: str) -> None:
        """Note that a user has done all its iterations."""
        self.members[member].finished += 1

    def receive(self, member: str, steps: int, count: dict[str, int]) -> None:
        """Note what a report of a process brought."""
        self.count.add(**count)
        if member in self.members:
            self.members[member].received += steps

    def close(self, member: str, done: dict[str, Any]) -> None:
        """Note that a process has ended, and what it counted in all."""
        self.members[member].done = done

    def lose(self, member: str, how: str) -> None:
        """Note that a process is gone; `how` ends the sentence that begins with its name."""
        found = self.members.get(member)
        if found is not None and not found.lost and found.done is None:
            found.lost = f"{found.name} {how}"

    @property
    def live(self) -> dict[str, Member]:
        """The processes that are still there."""
        return {key: member for key, member in self.members.items() if not member.lost}

    def finished(self, *, spawned: bool) -> bool:
        """Whether every user has done all its iterations. `spawned`: no more users will begin.

        Those of a lost process never finish, and those that were meant for it may never begin.
        """
        live = self.live.values()
        idle = all(member.finished == member.dealt for member in live)
        return idle and (self.dealt >= self.users or (spawned and len(live) < len(self.members)))

    def complete(self) -> bool:
        """Whether every process that is left has ended and brought all that it counted."""
        return all(member.complete for member in self.live.values())

    def busiest(self) -> float:
        """Return the largest share of a core that a process needed."""
        return max((member.done["busy"] for member in self.members.values() if member.done is not None), default=0.0)

    def losses(self) -> tuple[str, ...]:
        """Return in sentences what is missing in the figures."""
        found = []
        for member in self.members.values():
            if member.lost:
                users = f"{member.dealt} user" + ("s" if member.dealt != 1 else "")
                found.append(f"{member.lost}: {users} and what it did in its last {_REPORTED_EVERY} s are not counted")
            elif member.done is None:
                found.append(f"{member.name} did not end in time: its last {_REPORTED_EVERY} s are not counted")
            elif not member.complete:
                found.append(f"{member.name} counted {member.done['steps']} steps, of which {member.received} arrived")
        return tuple(found)
