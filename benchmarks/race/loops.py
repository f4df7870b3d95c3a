"""The limits: the same requests in a bare loop, `python -m race.loops httpx|raw BASE ITERATIONS`.

Neither resolves, captures, tests or reports anything: the requests are ready before the first is sent. Both decode the
JSON of every answer, and stop at a wrong status.
"""

import json
import socket
import sys
from urllib.parse import urlencode, urlsplit

from race.workload import STEPS, Step, concrete

__all__ = ["main"]

_PIECE = 1 << 16
_FORM = "application/x-www-form-urlencoded"


def _headers(step: Step) -> dict[str, str]:
    written = {name: concrete(value) for name, value in step.headers.items()}
    return {**written, "Content-Type": _FORM} if step.form else written


def _content(step: Step) -> bytes:
    if step.form:
        return urlencode({key: concrete(value) for key, value in step.form.items()}).encode()
    return concrete(step.body).encode()


def run_httpx(base: str, iterations: int) -> None:
    """Send with one `httpx.Client`."""
    import httpx

    requests = [
        (step.method, f"{base}{concrete(step.path)}", _headers(step), _content(step), step.status) for step in STEPS
    ]
    with httpx.Client(trust_env=False) as client:
        for _ in range(iterations):
            for method, url, headers, content, status in requests:
                response = client.request(method, url, headers=headers, content=content)
                response.json()
                if response.status_code != status:
                    raise SystemExit(f"{method} {url} was answered with {response.status_code}")


def run_raw(base: str, iterations: int) -> None:
    """Send bytes that are ready over one socket."""
    parts = urlsplit(base)
    requests = [(_render(step, parts.netloc), f"HTTP/1.1 {step.status} ".encode()) for step in STEPS]
    with socket.create_connection((parts.hostname or "", parts.port or 80)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(iterations):
            for request, beginning in requests:
                connection.sendall(request)
                head, _, body = connection.recv(_PIECE).partition(b"\r\n\r\n")
                length = int(head.rpartition(b"Content-Length: ")[2])
                while len(body) < length:
                    body += connection.recv(_PIECE)
                json.loads(body)
                if not head.startswith(beginning):
                    raise SystemExit(f"the server answered {head[:30]!r}")


def _render(step: Step, host: str) -> bytes:
    content = _content(step)
    length = {"Content-Length": str(len(content))} if content else {}
    headers = {"Host": host, "Accept": "*/*", "Connection": "keep-alive", **_headers(step), **length}
    lines = [f"{step.method} {concrete(step.path)} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join((*lines, "", "")).encode() + content


def main() -> None:
    """Run one of the loops."""
    kind, base, iterations = sys.argv[1:]
    {"httpx": run_httpx, "raw": run_raw}[kind](base, int(iterations))


if __name__ == "__main__":
    main()
