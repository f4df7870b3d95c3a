"""Headers, bodies and credentials of the request that goes out, as Newman 6.2.2 sends them."""

from pathlib import Path

import pytest

from pcc.model.collection import Settings
from pcc.model.request import (
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    Body,
    FileBody,
    FormdataBody,
    FormFile,
    FormParam,
    GraphqlBody,
    NoAuth,
    RawBody,
    UrlencodedBody,
)
from pcc.runner.request import UnsendableError
from pcc.version import VERSION
from runner.fakes import built, header_of, item, run, text


def form(*pairs: tuple[str, str]) -> UrlencodedBody:
    return UrlencodedBody(tuple(FormParam(text(key), text(value)) for key, value in pairs))


def test_written_headers_come_first_and_repeat() -> None:
    sent = built(item("a", header=[("X-A", "1"), ("X-B", "2"), ("X-A", "3"), ("accept", "text/x"), ("", "lost")])).http
    assert sent.headers == (
        ("X-A", "1"),
        ("X-A", "3"),
        ("X-B", "2"),
        ("accept", "text/x"),
        ("User-Agent", f"pcc/{VERSION}"),
        ("Cache-Control", "no-cache"),
        ("Host", "host.test"),
        ("Accept-Encoding", "gzip, deflate, br"),
        ("Connection", "keep-alive"),
    )


@pytest.mark.parametrize("header", [("X-A", "a\nb"), ("X-A", "€"), ("X A", "b")])
def test_a_header_that_http_cannot_carry_is_an_error(header: tuple[str, str]) -> None:
    with pytest.raises(UnsendableError, match="header"):
        built(item("a", header=[header]))


@pytest.mark.parametrize(
    ("method", "length"),
    [("POST", "0"), ("PUT", "0"), ("PATCH", "0"), ("FOO", "0"), ("post", "0"), ("DELETE", None), ("OPTIONS", None)],
)
def test_without_a_body_the_method_decides_whether_a_length_is_sent(method: str, length: str | None) -> None:
    assert header_of(built(item("a", method=method)).http.headers, "Content-Length") == length


@pytest.mark.parametrize(
    ("body", "content", "media_type"),
    [
        (RawBody(text("a // b")), b"a // b", "text/plain"),
        (
            RawBody(text('{"a": 1, // c\n"b":"x//y", /* z */ "c":"\\"//"}\n'), "json"),
            b'{"a": 1, \n"b":"x//y",  "c":"\\"//"}\n',
            "application/json",
        ),
        (RawBody(text("<a/>"), "xml"), b"<a/>", "application/xml"),
        (RawBody(text("<a/>"), "html"), b"<a/>", "text/html"),
        (RawBody(text("a//b"), "javascript"), b"a//b", "application/javascript"),
        (RawBody(text("a//b"), "text"), b"a//b", "text/plain"),
        (RawBody(text("x"), "yaml"), b"x", "text/plain"),
        (RawBody(text(""), "json"), b"", None),
        (RawBody(text("{{empty}}"), "json"), b"", None),
        (RawBody(text("x"), "json", disabled=True), b"", None),
        (
            form(("a", "x y+&=é€😀"), ("b", "!'()*~-_.;:@/?#[]%41"), ("a", "2"), ("", "e"), ("k", ""), ("1", "one")),
            b"1=one&a=x%20y%2B%26%3D%C3%A9%E2%82%AC%F0%9F%98%80&a=2"
            b"&b=%21%27%28%29%2A~-_.%3B%3A%40%2F%3F%23%5B%5D%2541&=e&k=",
            "application/x-www-form-urlencoded",
        ),
        (form(), b"", None),
        (FileBody(None), b"", None),
        (
            GraphqlBody(text('{ a "x" }'), text('{"n": 5}')),
            b'{"query":"{ a \\"x\\" }","variables":{"n": 5}}',
            "application/json",
        ),
        (
            GraphqlBody(text("q é"), operation_name="Op"),
            '{"query":"q é","operationName":"Op"}'.encode(),
            "application/json",
        ),
    ],
)
def test_a_body_goes_out_as_newman_sends_it(body: Body, content: bytes, media_type: str | None) -> None:
    sent = built(item("a", method="POST", body=body), {"empty": ""}).http
    assert sent.body == content
    assert header_of(sent.headers, "Content-Type") == media_type
    assert header_of(sent.headers, "Content-Length") == str(len(content))


def test_comments_are_stripped_when_only_a_written_header_says_json() -> None:
    step = item(
        "a",
        method="POST",
        body=RawBody(text('{"a":1 /*x*/}')),
        header=[("Content-Type", "application/vnd.x+json; charset=utf-8")],
    )
    assert built(step).http.body == b'{"a":1 }'


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("application/json", "application/x-www-form-urlencoded"),
        ("application/x-www-form-urlencoded; charset=utf-8", "application/x-www-form-urlencoded; charset=utf-8"),
    ],
)
def test_a_form_replaces_any_other_content_type(written: str, sent: str) -> None:
    step = item("a", method="POST", body=form(("a", "b")), header=[("content-type", written)])
    assert header_of(built(step).http.headers, "content-type") == sent


def test_a_form_with_files_is_multipart(tmp_path: Path) -> None:
    (tmp_path / "f.txt").write_text("file body")
    (tmp_path / "g.json").write_text("{}")
    body = FormdataBody(
        (
            FormParam(text("a"), text("x é")),
            FormParam(text('q"k'), text("2"), content_type="application/json"),
            FormFile(text("f"), ("f.txt", "g.json")),
            FormFile(text("c"), ("g.json",), content_type="text/x"),
            FormFile(text("n"), ()),
            FormParam(text("d"), text("disabled"), disabled=True),
        )
    )
    sent = built(item("a", method="POST", body=body), working_dir=tmp_path).http
    boundary = "-" * 26 + "000000000000400080000000"
    assert header_of(sent.headers, "Content-Type") == f"multipart/form-data; boundary={boundary}"
    fields = [
        'name="a"\r\n\r\nx é',
        'name="q%22k"\r\nContent-Type: application/json\r\n\r\n2',
        'name="f"; filename="f.txt"\r\nContent-Type: text/plain\r\n\r\nfile body',
        'name="f"; filename="g.json"\r\nContent-Type: application/json\r\n\r\n{}',
        'name="c"; filename="g.json"\r\nContent-Type: text/x\r\n\r\n{}',
        'name="n"; filename=""\r\n\r\n',
    ]
    parts = "".join(f"--{boundary}\r\nContent-Disposition: form-data; {part}\r\n" for part in fields)
    assert sent.body.decode() == f"{parts}--{boundary}--\r\n"


def test_a_written_boundary_is_used() -> None:
    body = FormdataBody((FormParam(text("a"), text("b")),))
    step = item("a", method="POST", body=body, header=[("Content-Type", "multipart/form-data; boundary=XX")])
    sent = built(step).http
    assert sent.body == b'--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--XX--\r\n'


def test_a_file_is_sent_with_the_type_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "g.json").write_text("{}")
    sent = built(item("a", method="POST", body=FileBody("g.json")), working_dir=tmp_path).http
    assert sent.body == b"{}"
    assert header_of(sent.headers, "Content-Type") == "application/json"


@pytest.mark.parametrize("body", [FileBody("gone.bin"), FormdataBody((FormFile(text("f"), ("gone.bin",)),))])
def test_a_missing_file_is_an_error_that_names_it(body: Body) -> None:
    done = run(item("a", method="POST", body=body))
    assert done.sent == []
    assert "gone.bin" in (done.result.items[0].error or "")


@pytest.mark.parametrize("method", ["GET", "COPY", "HEAD", "PURGE", "UNLOCK"])
def test_a_method_without_body_drops_it_unless_told_otherwise(method: str) -> None:
    body = RawBody(text("{}"), "json")
    dropped = built(item("a", method=method, body=body))
    assert dropped.http.body == b""
    assert dropped.text == "{}"
    kept = built(item("a", method=method, body=body, settings=Settings(disable_body_pruning=True)))
    assert kept.http.body == b"{}"


def test_auth_replaces_a_written_header() -> None:
    header = [("authorization", "mine"), ("x-key", "old")]
    values = {"n": "5", "sp": "a b"}
    bearer = built(item("a", header=header, auth=BearerAuth(text("T{{n}}"))), values).http.headers
    basic = built(item("a", header=header, auth=BasicAuth(text("ü"), text("{{sp}}"))), values).http.headers
    key = built(item("a", header=header, auth=ApiKeyAuth(text("X-Key"), text("v v")))).http.headers
    assert header_of(bearer, "Authorization") == "Bearer T5"
    assert header_of(basic, "Authorization") == "Basic w7w6YSBi"
    assert [value for name, value in key if name.lower() == "x-key"] == ["v v"]


@pytest.mark.parametrize("auth", [BearerAuth(text("")), NoAuth(), None, ApiKeyAuth(text(""), text(""))])
def test_auth_that_says_nothing_leaves_a_written_header(auth: BearerAuth | NoAuth | ApiKeyAuth | None) -> None:
    assert (
        header_of(built(item("a", header=[("Authorization", "mine")], auth=auth)).http.headers, "Authorization")
        == "mine"
    )
