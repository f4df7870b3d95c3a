"""What a script may use."""

from dataclasses import dataclass

__all__ = ["SandboxLimits"]


@dataclass(frozen=True, slots=True)
class SandboxLimits:
    """The limits of a script; Newman has none.

    `timeout_ms` is a script's own time, its timers included and its requests not; None or 0 is no limit. `heap_mb` is
    V8's heap. `resident_mb` is the memory of the whole child process, 100 to 150 MB at rest: it covers what V8 keeps
    outside of its heap. `output_mb` is what one script may say, results included. `boot_ms` is for starting.
    """

    timeout_ms: float | None = 30_000
    heap_mb: int = 256
    resident_mb: int = 768
    output_mb: int = 64
    boot_ms: float = 30_000
