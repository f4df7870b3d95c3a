"""What comes back is seen alike: content codings, framing, and what is not quite HTTP."""

import gzip
import json
import zlib
from pathlib import Path

import brotli

from fidelity.newman_driver import Newman, NewmanJob
from fidelity.wire_runs import Seen, WireCase, collection_of, newmans_view, our_view, replay
from fidelity.wire_socket import serve_bytes
from pcc.runner import RunOptions

CONTENT = b'{"name": "value"}' * 50


def response(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body) if length is None else length}", "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def coded(coding: str, body: bytes) -> bytes:
    return response(body, f"Content-Encoding: {coding}")


def raw_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + end


PACKED = gzip.compress(CONTENT, mtime=0)
ALIKE = {
    "/gzip": coded("gzip", PACKED),
    "/gzip/case": coded(" GZip ", PACKED),
    "/gzip/members": coded("gzip", PACKED + PACKED),
    "/gzip/padded": coded("gzip", PACKED + b"\0\0\0"),
    "/gzip/empty": coded("gzip", b""),
    "/gzip/wrong": coded("gzip", b"not gzip at all"),
    "/deflate": coded("deflate", zlib.compress(CONTENT)),
    "/deflate/raw": coded("deflate", raw_deflate(CONTENT)),
    "/br": coded("br", brotli.compress(CONTENT)),
    "/br/wrong": coded("br", b"not brotli at all"),
    "/identity": coded("identity", CONTENT),
    "/unknown": coded("zstd-x", CONTENT),
    "/list": coded("identity, gzip", PACKED),
    "/x-gzip": coded("x-gzip", PACKED),
    "/no-content": b"HTTP/1.1 204 No Content\r\nContent-Encoding: gzip\r\n\r\n",
    "/not-modified": b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
    "/chunked": chunked(b"ab", CONTENT, b"c"),
    "/chunked/trailer": chunked(b"ab", end=b"0\r\nX-Trailer: 1\r\n\r\n"),
    "/until-close": b"HTTP/1.1 200 OK\r\n\r\n" + CONTENT,
    "/old": b"HTTP/1.0 200 OK\r\n\r\n" + CONTENT,
    "/interim": b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + response(b"final"),
    "/reason": response(b"x", status="299 Sch\xc3\xb6n"),
    "/no-reason": response(b"x", status="200"),
    "/status": response(b"x", status="799 Odd"),
    "/large": response(b"x" * 300_000),
    "/short": response(b"abc", length=10),
    "/chunked/short": chunked(b"abc", end=b""),
    "/chunked/cut": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nabc",
    "/head-only": b"HTTP/1.1 200 OK\r\nContent-",
    "/nothing": b"",
    "/not-http": b"SSH-2.0-OpenSSH\r\n\r\n",
    "/html": b"<html>hello</html>",
}
# Node's strict parser refuses these; `insecureHTTPParser` takes some of them.
INVALID = {
    "/name": b"HTTP/1.1 200 OK\r\nBad Name: 1\r\nContent-Length: 2\r\n\r\n{}",
    "/value": b"HTTP/1.1 200 OK\r\nX-A: a\x01b\r\nContent-Length: 2\r\n\r\n{}",
    "/two-lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "/bare-lf": b"HTTP/1.1 200 OK\nContent-Length: 2\n\n{}",
    "/space-before-colon": b"HTTP/1.1 200 OK\r\nX-A : 1\r\nContent-Length: 2\r\n\r\n{}",
    "/chunk-size": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2 \r\n{}\r\n0\r\n\r\n",
    "/length": b"HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n{}",
    "/version": b"HTTP/1.7 200 OK\r\nContent-Length: 2\r\n\r\n{}",
}


def seen_by_both(
    newman: Newman, folder: Path, answers: dict[str, bytes], **settings: bool
) -> tuple[dict[str, Seen], dict[str, Seen]]:
    with serve_bytes(answers) as base:
        cases = [WireCase(path, path, settings=dict(settings)) for path in answers]
        document = collection_of(*(case.item(base) for case in cases))
        file = folder / "collection.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        (record,) = newman.records(NewmanJob(file))
        run = replay(document, RunOptions(timeout_request_ms=10_000))
    assert [item.name for item in run.items] == list(answers)
    return (
        dict(zip(answers, newmans_view(record), strict=True)),
        {item.name: our_view(item) for item in run.items},
    )


def test_responses_are_seen_alike(newman: Newman, tmp_path: Path) -> None:
    judged, replayed = seen_by_both(newman, tmp_path, ALIKE)
    assert replayed == judged
    failed = {path for path, seen in replayed.items() if seen.failed}
    assert failed == {
        *("/gzip/wrong", "/br/wrong", "/short", "/chunked/short", "/chunked/cut"),
        *("/head-only", "/nothing", "/not-http", "/html"),
    }


def test_what_breaks_the_rules_of_http_is_refused_alike(newman: Newman, tmp_path: Path) -> None:
    judged, replayed = seen_by_both(newman, tmp_path, INVALID)
    assert replayed == judged
    assert [seen.failed for seen in replayed.values()].count(True) >= 5


def test_the_lenient_parser_takes_the_same(newman: Newman, tmp_path: Path) -> None:
    judged, replayed = seen_by_both(newman, tmp_path, INVALID, insecureHTTPParser=True)
    assert replayed == judged
    assert [seen.failed for seen in replayed.values()].count(False) >= 5
