"""A server that costs little and counts what it is asked: HTTP/1.1 on loopback, run as a process of its own.

It prints its port. Its one argument is how long it waits before it answers, in ms. Paths: `/_count` tells what was
counted so far, and is not; `/again/N` redirects N times; `/status/N` answers with that status; `/silent` never answers;
everything else gets its path, its body, an id and a token.
"""

import asyncio
import json
import sys
from collections import Counter
from typing import ClassVar

__all__ = ["main"]


class Service(asyncio.Protocol):
    """One connection."""

    counted: ClassVar[Counter[str]] = Counter()
    bodies: ClassVar[list[str]] = []
    cookies: ClassVar[Counter[str]] = Counter()
    delay_s = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.data = b""

    def data_received(self, data: bytes) -> None:
        self.data += data
        while True:
            head, found, rest = self.data.partition(b"\r\n\r\n")
            if not found:
                return
            length = 0
            at = head.lower().find(b"content-length:")
            if at >= 0:
                length = int(head[at + 15 :].partition(b"\r\n")[0])
            if len(rest) < length:
                return
            self.data = rest[length:]
            answer = self.answer(head, rest[:length])
            if self.delay_s:
                asyncio.get_running_loop().call_later(self.delay_s, self.write, answer)
            else:
                self.write(answer)

    def write(self, answer: bytes) -> None:
        if answer and not self.transport.is_closing():
            self.transport.write(answer)  # type: ignore[attr-defined]

    def answer(self, head: bytes, body: bytes) -> bytes:
        method, target, _ = head.split(b" ", 2)
        path = target.decode()
        if path == "/_count":
            told = {"counted": self.counted, "bodies": self.bodies, "cookies": self.cookies}
            return reply(200, json.dumps(told).encode())
        self.counted[f"{method.decode()} {path.partition('?')[0]}"] += 1
        if body:
            self.bodies.append(body.decode())
        if b"\r\nCookie: " in head:
            self.cookies[head.partition(b"\r\nCookie: ")[2].partition(b"\r\n")[0].decode()] += 1
        first, _, rest = path[1:].partition("/")
        if first == "silent":
            return b""
        if first == "again" and int(rest):
            return reply(302, b"", f"Location: /again/{int(rest) - 1}\r\n".encode())
        status = int(rest) if first == "status" else 200
        number = sum(self.counted.values())
        told_ = {"path": path, "id": f"id-{number}", "token": "sesame-0123456789", "value": body.decode()}
        return reply(status, json.dumps(told_).encode(), f"Set-Cookie: visit=v{number}\r\n".encode())


def reply(status: int, body: bytes, headers: bytes = b"") -> bytes:
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n".encode()
    return head + headers + b"\r\n" + body


async def main() -> None:
    """Serve until the process is ended."""
    Service.delay_s = float(sys.argv[1]) / 1000 if len(sys.argv) > 1 else 0.0
    server = await asyncio.get_running_loop().create_server(Service, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
