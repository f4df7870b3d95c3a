"""The engine of other people's scripts: Postman's own sandbox in V8, in a child process (reference newman.md, 3).

Nothing of the host is in reach of a script. It is a text that goes in as JSON; what it asks for, and what it did, are
JSON that comes out. `pcc.sandbox.fetch` brings the engine; a run does not load it.
"""

from pcc.sandbox.context import SandboxContext, ScriptInfo, render_request
from pcc.sandbox.engine import Bundle, Engine, cache_folder, find_engine
from pcc.sandbox.host import CookieStore, SandboxHost, SubResponse
from pcc.sandbox.limits import SandboxLimits
from pcc.sandbox.result import (
    NextRequest,
    SandboxAssertion,
    SandboxResult,
    ScopeChange,
    ScopeResult,
    ScriptError,
    SubRequest,
)
from pcc.sandbox.sandbox import Sandbox

__all__ = [
    "Bundle",
    "CookieStore",
    "Engine",
    "NextRequest",
    "Sandbox",
    "SandboxAssertion",
    "SandboxContext",
    "SandboxHost",
    "SandboxLimits",
    "SandboxResult",
    "ScopeChange",
    "ScopeResult",
    "ScriptError",
    "ScriptInfo",
    "SubRequest",
    "SubResponse",
    "cache_folder",
    "find_engine",
    "render_request",
]
