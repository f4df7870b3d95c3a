"""Where pcc sends or takes otherwise than Newman, on purpose: what each of them does."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from fidelity.newman_driver import Newman, NewmanJob
from fidelity.recording import Recorded, Reply
from fidelity.test_fidelity_wire_responses import response, seen_by_both
from fidelity.wire_runs import Both, Seen, WireCase, collection_of, replay, run_cases
from loopback_tls import Authority, serve_tls
from pcc.runner import RunOptions
from pcc.runner.transports.network import NetworkOptions


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("A note.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("B\n", encoding="utf-8")
    return tmp_path


def both_of(newman: Newman, files: Path, *cases: WireCase, replies: Any = None, **others: Any) -> Both:
    return run_cases(
        newman, files, lambda url: collection_of(*(case.item(url) for case in cases)), replies or {}, **others
    )


def header(request: Recorded, name: str) -> str | None:
    return next((value for key, value in request.headers if key.lower() == name.lower()), None)


def moved(status: int, location: str, *cookies: str) -> Reply:
    return Reply(status, (("Location", location), *(("Set-Cookie", cookie) for cookie in cookies)))


def test_pcc_names_itself_and_sends_no_token_of_postman(newman: Newman, files: Path) -> None:
    both = both_of(newman, files, WireCase("plain"))
    newmans, ours = both.expected[0], both.found[0]
    assert (header(newmans, "User-Agent") or "").startswith("PostmanRuntime/")
    assert (header(ours, "User-Agent") or "").startswith("pcc/")
    assert header(newmans, "Postman-Token") is not None
    assert header(ours, "Postman-Token") is None


def test_white_space_around_a_header_is_no_part_of_it(newman: Newman, files: Path) -> None:
    both = both_of(
        newman, files, WireCase("value", headers=(("X-A", " 1 "),)), WireCase("name", headers=((" X-B ", "2"),))
    )
    assert [header(request, "X-A") for request in both.expected] == ["1 "]
    assert [seen.failed for seen in both.judged] == [False, True]
    assert [(header(request, "X-A"), header(request, "X-B")) for request in both.found] == [("1", None), (None, "2")]


def test_names_in_two_spellings_are_all_sent(newman: Newman, files: Path) -> None:
    both = both_of(newman, files, WireCase("spellings", headers=(("X-A", "1"), ("x-a", "2"))))
    pairs = [[pair for pair in sent[0].headers if pair[0].lower() == "x-a"] for sent in (both.expected, both.found)]
    assert pairs == [[("x-a", "2")], [("X-A", "1"), ("x-a", "2")]]


def test_a_file_that_cannot_be_read_fails_its_item(newman: Newman, files: Path) -> None:
    missing = {"key": "f", "type": "file", "src": "missing"}
    form = {"mode": "formdata", "formdata": [{"key": "a", "value": "b", "type": "text"}, missing]}
    cases = [
        WireCase("form", method="POST", body=form),
        WireCase("file", "/x", "POST", (), {"mode": "file", "file": {"src": "no"}}),
    ]
    both = both_of(newman, files, *cases)
    assert [
        b"missing" in request.body or not request.body or b'name="f"' not in request.body for request in both.expected
    ] == [True, True]
    assert both.found == []
    assert all((error or "").startswith("the file to send: cannot read") for error in both.errors)


def test_files_behind_a_field_of_several_files_are_sent(newman: Newman, files: Path) -> None:
    several = {"key": "f", "type": "file", "src": ["a.txt", "b.txt"]}
    form = {"mode": "formdata", "formdata": [several, {"key": "last", "type": "file", "src": "b.txt"}]}
    both = both_of(newman, files, WireCase("several", method="POST", body=form))
    contents = [sent[0].body.count(b"B\n") for sent in (both.expected, both.found)]
    assert contents == [1, 2]


def test_a_file_goes_along_with_a_redirect_that_keeps_the_method(newman: Newman, files: Path) -> None:
    body = {"mode": "file", "file": {"src": "a.txt"}}
    case = WireCase("file", "/to", "POST", (), body)
    both = both_of(newman, files, case, replies={"/to": moved(307, "/landed")}, theirs={"timeoutRequest": 1500})
    assert [seen.failed for seen in both.judged] == [True]
    assert [(request.target, request.body) for request in both.found] == [
        ("/to", b"A note.\n"),
        ("/landed", b"A note.\n"),
    ]


def test_a_quote_in_the_name_of_a_field_is_escaped(newman: Newman, files: Path) -> None:
    form = {"mode": "formdata", "formdata": [{"key": 'q"k', "value": "1", "type": "text"}]}
    both = both_of(newman, files, WireCase("quote", method="POST", body=form))
    assert b'name="q"k"' in both.expected[0].body
    assert b'name="q%22k"' in both.found[0].body


@pytest.mark.parametrize(
    ("body", "newmans", "ours"),
    [
        ({"mode": "raw", "raw": 5}, b"", b"5"),
        ({"mode": "graphql", "graphql": {}}, b"{}", b'{"query":""}'),
        ({"mode": "urlencoded", "urlencoded": [{"key": None, "value": "x"}]}, b"null=x", b"=x"),
        ({"mode": "urlencoded", "urlencoded": [{"key": "o", "value": {"x": 1}}]}, b"o=", b"o=%7B%22x%22%3A1%7D"),
    ],
)
def test_values_of_other_types_are_sent_as_they_are_written(
    body: dict[str, Any], newmans: bytes, ours: bytes, newman: Newman, files: Path
) -> None:
    both = both_of(newman, files, WireCase("odd", method="POST", body=body))
    assert [both.expected[0].body, both.found[0].body] == [newmans, ours]


@pytest.mark.parametrize(
    ("parts", "newmans", "ours"),
    [
        ({"path": ["p", ":id"], "variable": [{"key": "id", "value": 5}]}, "/p/:id", "/p/5"),
        ({"path": ["p"], "query": [{"key": 5, "value": "v"}]}, "/p?=v", "/p?5=v"),
    ],
)
def test_numbers_in_a_url_are_written_out(
    parts: dict[str, Any], newmans: str, ours: str, newman: Newman, files: Path
) -> None:
    def make(url: str) -> dict[str, Any]:
        host, port = url.removeprefix("http://").split(":")
        place = {"protocol": "http", "host": host.split("."), "port": port, **parts}
        return collection_of(WireCase("url", place).item(url))

    both = run_cases(newman, files, make, {})
    assert [both.expected[0].target, both.found[0].target] == [newmans, ours]


def test_the_referer_has_no_fragment_and_no_credentials(newman: Newman, files: Path) -> None:
    def make(url: str) -> dict[str, Any]:
        return collection_of(WireCase("referer", url.replace("://", "://user:pass@") + "/to#part").item(url))

    both = run_cases(newman, files, make, {"/to": moved(302, "/landed")})
    referers = [header(sent[1], "Referer") or "" for sent in (both.expected, both.found)]
    assert "user:pass@" in referers[0]
    assert referers[0].endswith("/to#part")
    assert referers[1].endswith("/to")
    assert "user:pass@" not in referers[1]


def test_cookies_stay_with_their_host_on_a_redirect(newman: Newman, files: Path) -> None:
    replies: dict[str, Any] = {}

    def make(url: str) -> dict[str, Any]:
        replies["/away"] = moved(302, url.replace("127.0.0.1", "localhost") + "/landed", "here=1; Path=/")
        cases = [WireCase("first", "/away"), WireCase("second", "/away", headers=(("Cookie", "own=1"),))]
        return collection_of(*(case.item(url) for case in cases))

    both = run_cases(newman, files, make, replies)
    landed = [
        [header(request, "Cookie") for request in sent if request.target == "/landed"]
        for sent in (both.expected, both.found)
    ]
    # The first time Newman has no cookie yet when it leaves; the second time it takes along what it sent before.
    assert landed == [[None, "own=1; here=1"], [None, None]]


def test_content_that_breaks_off_is_an_error(newman: Newman, tmp_path: Path) -> None:
    packed = gzip.compress(b"x" * 10_000)
    answers = {"/cut": response(packed[:-6], "Content-Encoding: gzip")}
    judged, replayed = seen_by_both(newman, tmp_path, answers)
    assert judged["/cut"] == Seen(200, b"x" * 10_000)
    assert replayed["/cut"].failed


def test_a_response_past_the_limit_is_an_error(newman: Newman, files: Path) -> None:

    replies = {"/large": Reply(body=b"x" * 2000), "/fits": Reply(body=b"x" * 1000)}
    network = NetworkOptions(max_response_bytes=1000)
    both = both_of(
        newman, files, WireCase("large", "/large"), WireCase("fits", "/fits"), replies=replies, network=network
    )
    assert [seen.code for seen in both.judged] == [200, 200]
    assert both.errors == ["the response is larger than 1000 bytes (--max-response-size)", None]


def test_a_certificate_that_a_request_names_is_read(newman: Newman, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    certificate, key, _ = authority.issue("client")
    named = {"cert": {"src": str(certificate)}, "key": {"src": str(key)}}
    with serve_tls(authority.server_context(asks=True)) as server:
        case = WireCase("own", f"{server.base_url}/x", request={"certificate": named}, settings={"strictSSL": False})
        document = collection_of(case.item(server.base_url))
        file = tmp_path / "collection.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        newman.records(NewmanJob(file))
        replay(document)
    assert [seen.split()[0] for seen in server.seen] == ["none", "client"]


def test_links_out_of_the_working_directory_are_refused(newman: Newman, tmp_path: Path) -> None:
    inside = tmp_path / "work"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (inside / "link.txt").symlink_to(tmp_path / "secret.txt")
    cases = [
        WireCase(src, method="POST", body={"mode": "file", "file": {"src": src}})
        for src in ("link.txt", "../secret.txt")
    ]
    options = RunOptions(working_dir=inside, insecure_file_read=False)
    both = both_of(newman, inside, *cases, ours=options, theirs={"insecureFileRead": False})
    assert [request.body for request in both.expected] == [b"secret", b""]
    assert both.found == []
