"""HTTP/1.1 on a socket. The one module that names uvicorn, which is imported when something is served."""

import socket
import struct
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

__all__ = ["Application", "Receive", "Scope", "Send", "reset_connection", "serve_on", "wait"]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_TRANSPORT = "pcc.transport"


def serve_on(
    listener: socket.socket, application: Application, ready: threading.Event
) -> tuple[Callable[[], None], Callable[[], None]]:
    """Return what serves in its own thread, and what stops it from any other thread. `ready` is set in between."""
    import asyncio

    import uvicorn
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class OpenProtocol(H11Protocol):
        """Lets the application reach its connection, so that it can break it off."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self.app_state = {**self.app_state, _TRANSPORT: transport}

    class QuickServer(uvicorn.Server):
        """Reports that it has started, and stops when told instead of looking every 100 ms."""

        async def main_loop(self) -> None:
            self.told = asyncio.Event()
            self.loop = asyncio.get_running_loop()
            ready.set()
            await self.told.wait()

    config = uvicorn.Config(
        application,
        access_log=False,
        date_header=False,
        http=OpenProtocol,
        lifespan="off",
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=1,
        ws="none",
    )
    server = QuickServer(config)

    def stop() -> None:
        if server.started and not server.loop.is_closed():
            server.loop.call_soon_threadsafe(server.told.set)

    return lambda: server.run(sockets=[listener]), stop


async def wait(seconds: float) -> None:
    """Wait, while other requests are served."""
    import asyncio

    await asyncio.sleep(seconds)


async def reset_connection(scope: Scope) -> None:
    """Break the request's connection off: its client sees a reset, not an end."""
    transport = scope["state"][_TRANSPORT]
    # A linger time of 0 makes the kernel send RST instead of FIN.
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    # Lets uvicorn see that the connection is gone before it asks for the rest of the answer.
    await wait(0)
