"""The corpus: files that somebody may hand to `pcc replay`, and how each has to end."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hostile.samples import ENVIRONMENT, SCHEMA, URL, collection, dump, everything, item, request, script
from pcc.model.statement import Assignment
from pcc.scripts import render_script
from pcc.templating import parse_postman

__all__ = ["CASES", "Case", "encode"]

Content = bytes | str | dict[str, Any] | list[Any] | Callable[[], str]


@dataclass(frozen=True)
class Case:
    """A collection file (and an environment file), the exit code, and what is said: of a file on stderr, of an item on
    stdout. `sent` is what goes out."""

    content: Content
    code: int
    said: str = ""
    environment: Content | None = None
    sent: tuple[str, ...] | None = None
    arguments: tuple[str, ...] = field(default=())


def encode(content: Content) -> bytes:
    """The bytes of a file."""
    if callable(content):
        content = content()
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else dump(content)).encode("utf-8", "surrogatepass")


def one(url: Any = URL, **more: Any) -> dict[str, Any]:
    return collection(item(request={"method": "GET", "url": url}), **more)


def variables(**values: str) -> dict[str, Any]:
    return one("http://h.example/{{a}}", variable=[{"key": key, "value": value} for key, value in values.items()])


def secrets(**values: str) -> dict[str, Any]:
    return {"values": [{"key": key, "value": value, "type": "secret"} for key, value in values.items()]}


def nested(opening: str, closing: str, depth: int) -> str:
    return dump(one(x="@")).replace('"@"', opening * depth + closing * depth)


def folders(depth: int) -> str:
    start, end = '{"name": "F", "item": [' * depth, "]}" * depth
    return f'{{"info": {{"name": "deep"}}, "item": [{start}{dump(item())}{end}]}}'


def many_items(count: int) -> str:
    return f'{{"info": {{"name": "many"}}, "item": [{",".join([dump(item())] * count)}]}}'


SYNTAX = "this is not JSON: "
WHOLE = json.dumps(everything(), indent=1)
GOOD = dump(one())

TRUNCATED = {f"cut at {at}": Case(WHOLE[:at], 3, SYNTAX) for at in range(0, len(WHOLE), len(WHOLE) // 60)}

TEXTS = {
    "empty": Case("", 3, "this is not JSON: it is empty (line 1, column 1)"),
    "white space": Case(" \n\t\r\n", 3, "this is not JSON: it is empty"),
    "a byte order mark alone": Case(b"\xef\xbb\xbf", 3, "it is empty"),
    "a brace": Case("{", 3, "(line 1, column 2)"),
    "a comma too many": Case(GOOD[:-1] + ",}", 3, SYNTAX),
    "a comment": Case("// hello\n" + GOOD, 3, "(line 1, column 1)"),
    "single quotes": Case(GOOD.replace('"', "'"), 3, SYNTAX),
    "text behind the end": Case(GOOD + "\nx", 3, "extra data (line 2, column 1)"),
    "two documents": Case(GOOD + GOOD, 3, "extra data"),
    "a NUL behind the end": Case(GOOD + "\0", 3, "extra data"),
    "a NUL in a string": Case(GOOD.replace("Hostile", "Hos\0tile"), 3, "invalid control character"),
    "nothing but NULs": Case(b"\0" * 1000, 3, SYNTAX),
    "a line break in a string": Case(GOOD.replace("Hostile", "Hos\ntile"), 3, "invalid control character"),
    "a wrong escape": Case(GOOD.replace("Hostile", "\\x41"), 3, "escape"),
    "half an escape": Case(GOOD.replace("Hostile", "\\u12"), 3, "escape"),
    "NaN": Case(GOOD[:-1] + ', "x": [0, NaN]}', 3, "at /x/1: NaN is not JSON"),
    "Infinity": Case(GOOD[:-1] + ', "x": Infinity}', 3, "at /x: Infinity is not JSON"),
    "minus Infinity": Case(GOOD[:-1] + ', "x": {"y": -Infinity}}', 3, "at /x/y: -Infinity is not JSON"),
    "hexadecimal": Case(GOOD[:-1] + ', "x": 0x1F}', 3, SYNTAX),
    "a leading zero": Case(GOOD[:-1] + ', "x": 01}', 3, SYNTAX),
    "a key twice": Case(GOOD[:-1] + ', "item": []}', 3, "at /item: this key occurs twice in its object"),
    "a key twice, far down": Case(GOOD[:-1] + ', "x": [{"a": {"b": 1, "b": 2}}]}', 3, "at /x/0/a/b: this key"),
    "a key twice behind 200000 others": Case(
        lambda: GOOD[:-1] + ', "x": {' + ",".join(f'"k{i}": 0' for i in range(200_000)) + ', "k199999": 1}}',
        3,
        "at /x/k199999: this key occurs twice in its object",
    ),
    "a key of many characters twice": Case('{"' + "k" * 10**6 + '": 1, "' + "k" * 10**6 + '": 2}', 3, "occurs twice"),
    "a key that steers the terminal twice": Case('{"\\u001b[2J": 1, "\\u001b[2J": 2}', 3, "\\x1b[2J: this key"),
    "yaml": Case("name: A\nitem: []\n", 3, "this is YAML"),
    "a web page": Case("<!DOCTYPE html><html><body>Sign in</body></html>", 3, "this is HTML or XML"),
    "a picture": Case(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 3, "not UTF-8 at byte 0"),
    "10 lists inside each other": Case(nested("[", "]", 10), 0),
    "100 objects inside each other": Case(nested('{"a":', "}", 100).replace(":}", ":0}"), 0),
    "1000 lists inside each other": Case(nested("[", "]", 1000), 3, "nested too deeply"),
    "1000 objects inside each other": Case(
        nested('{"a":', "}", 1000).replace(":}", ":0}"), 3, "nested too deeply: pcc reads at most 128"
    ),
    "100000 lists inside each other": Case(nested("[", "]", 100_000), 3, "(line 1, column "),
    "100000 lists never closed": Case("[" * 100_000, 3, "(line 1, column 129)"),
    "100000 objects inside each other": Case('{"a":' * 100_000 + "1" + "}" * 100_000, 3, "nested too deeply"),
    "brackets in a string": Case(one(x="[{" * 100_000), 0),
    "60 folders inside each other": Case(folders(60), 0),
    "1000 folders inside each other": Case(folders(1000), 3, "nested too deeply"),
    "10000 folders inside each other": Case(folders(10_000), 3, "nested too deeply"),
}

ENCODINGS = {
    "utf-8 with a byte order mark": Case(b"\xef\xbb\xbf" + GOOD.encode(), 0),
    "utf-16 le with a byte order mark": Case(b"\xff\xfe" + GOOD.encode("utf-16-le"), 0),
    "utf-16 be with a byte order mark": Case(b"\xfe\xff" + GOOD.encode("utf-16-be"), 0),
    "utf-16 le": Case(GOOD.encode("utf-16-le"), 0),
    "utf-16 be": Case(GOOD.encode("utf-16-be"), 0),
    "utf-32": Case(GOOD.encode("utf-32"), 0),
    "latin-1": Case(GOOD.replace("Hostile", "é").encode("latin-1"), 3, "not UTF-8 at byte 19: save it as UTF-8"),
    "windows-1252": Case(GOOD.replace("Hostile", "“”").encode("cp1252"), 3, "not UTF-8 at byte 19"),
    "shift-jis": Case(GOOD.replace("Hostile", "表").encode("shift-jis"), 3, "not UTF-8 at byte 19"),
    "half of a character at the end": Case(GOOD.encode() + b"\xc3", 3, "not UTF-8 at byte"),
    "an overlong form": Case(GOOD.encode().replace(b"Hostile", b"\xc0\xaf"), 3, "not UTF-8 at byte 19"),
    "half a surrogate pair as bytes": Case(GOOD.encode().replace(b"Hostile", b"\xed\xa0\x80"), 3, "not UTF-8"),
    "utf-16 cut in a character": Case(b"\xff\xfe" + GOOD.encode("utf-16-le")[:-1], 3, "not UTF-16 at byte"),
    "utf-16 with half a surrogate pair": Case(
        b"\xff\xfe" + GOOD.replace("Hostile", "\ud800").encode("utf-16-le", "surrogatepass"), 3, "not UTF-16 at byte"
    ),
    "three byte order marks": Case("\ufeff\ufeff\ufeff" + GOOD, 3, SYNTAX),
    "half a surrogate pair as an escape": Case(GOOD.replace("Hostile", "\\ud800"), 0),
}

V3_REQUEST = '$kind: http-request\nurl: "{{baseUrl}}/x"\nmethod: GET\norder: 1000\n'
FORMATS = {
    "an empty object": Case({}, 3, "this is not a Postman collection: it has no `info`"),
    "an empty list": Case([], 3, "expected a collection, found a list"),
    "a text": Case('"x"', 3, "expected a collection, found text"),
    "a number": Case("7", 3, "expected a collection, found a number"),
    "null": Case("null", 3, "expected a collection, found nothing"),
    "true": Case("true", 3, "expected a collection, found true"),
    "a list of collections": Case([one()], 3, "expected a collection, found a list"),
    "no info": Case({"item": [item()]}, 3, "it has no `info`"),
    "no items": Case({"info": {"name": "x"}}, 3, "at /item: expected a list of items, found nothing"),
    "an empty list of items": Case(collection(), 3, "at /item: there is no request in it"),
    "only empty folders": Case(collection({"name": "F", "item": []}, {"item": None}), 3, "there is no request in it"),
    "a folder and no items chosen": Case(
        collection({"name": "F", "item": []}, item()), 2, "holds no request", arguments=("--folder", "F")
    ),
    "v1": Case({"id": "1", "name": "x", "order": ["r"], "requests": [{"id": "r", "url": URL}]}, 3, "format v1"),
    "v1, empty": Case({"id": "1", "name": "x", "order": [], "requests": []}, 3, "export it as Collection v2.1"),
    "v2.0": Case({**one(), "info": {"name": "x", "schema": SCHEMA.replace("v2.1", "v2.0")}}, 0),
    "v2.2": Case(
        {**one(), "info": {"schema": SCHEMA.replace("v2.1", "v2.2")}}, 3, "at /info/schema: this is a collection in"
    ),
    "v3 in JSON": Case({"$kind": "collection", "name": "x"}, 3, "a collection in format v3"),
    "v3, a request": Case(V3_REQUEST, 3, "this is a part of a collection in format v3"),
    "v3, a definition": Case("# comment\n$kind: 'collection'\nname: x\n", 3, "export it as Collection v2.1"),
    "wrapped by the API": Case({"collection": one()}, 0, sent=(f"GET {URL}",)),
    "wrapped by the API and wrong": Case({"collection": collection(5)}, 3, "at /collection/item/0: expected"),
    "wrapped by the API, no info": Case({"collection": {"item": []}}, 3, "at /collection: this is not a Postman"),
    "wrapped twice": Case({"collection": {"collection": one()}}, 3, "it is wrapped as the Postman API does"),
    "an environment": Case(ENVIRONMENT, 3, "it is an environment"),
    "globals": Case({**ENVIRONMENT, "_postman_variable_scope": "globals"}, 3, "it is an environment"),
    "a report of Newman": Case({"collection": one(), "run": {}}, 3, "it is the report of a run"),
    "openapi": Case({"openapi": "3.1.0", "info": {"title": "x"}, "paths": {}}, 3, "OpenAPI"),
    "swagger": Case({"swagger": "2.0", "paths": {}}, 3, "it is an OpenAPI description"),
    "a HTTP archive": Case({"log": {"version": "1.2", "entries": []}}, 3, "HTTP archive"),
    "a data export": Case({"version": 1, "collections": [one()], "environments": []}, 3, "a whole workspace"),
    "an error of the API": Case({"error": {"name": "AuthenticationError"}}, 3, "it has no `info`"),
}

ITEMS = {
    "an item of nothing": Case(collection(None), 3, "at /item/0: expected an object, found nothing"),
    "an item of a list": Case(collection([item()]), 3, "at /item/0: expected an object, found a list"),
    "an item without a request": Case(collection(item(), {"name": "x"}), 3, "at /item/1: expected an item or a folder"),
    "an empty item": Case(collection({}), 3, "at /item/0: expected an item or a folder"),
    "a request of null": Case(collection(item(request=None)), 3, "at /item/0/request: expected an object or text"),
    "an empty request": Case(collection(item(request={})), 1, "the URL has no host"),
    "a request of text": Case(collection(item(request=URL)), 0, sent=(f"GET {URL}",)),
    "an empty request, and a good one": Case(
        collection(item(name="bad", request={}), item(name="good")), 1, "not sent", sent=(f"GET {URL}",)
    ),
    "both items and a request": Case(collection(item(item=[item()])), 0, sent=(f"GET {URL}",)),
    "100000 items": Case(lambda: many_items(100_000), 0, arguments=("--folder", "A")),
    "no name": Case(collection({"request": URL}), 0),
    "equal names": Case(collection(item(), item(), item()), 0),
    "everything disabled": Case(
        collection(
            item(
                event=[{"listen": "test", "disabled": True, "script": {"exec": ["throw 1"]}}],
                request={
                    "method": "POST",
                    "url": {"host": "h.example", "query": [{"key": "a", "value": "1", "disabled": True}]},
                    "header": [{"key": "\n", "value": "\n", "disabled": True}],
                    "body": {"mode": "file", "file": {"src": "missing"}, "disabled": True},
                },
            ),
            variable=[{"key": "a", "value": "{{a}}", "disabled": True}],
        ),
        0,
        sent=("POST http://h.example/",),
    ),
    "a folder of no name that is there": Case(
        lambda: many_items(50_000).replace('"A"', '"' + "A" * 10**6 + '"', 1),
        2,
        "no folder or item of “many” has the name or id “B”; the nearest is “A”",
        arguments=("--folder", "B"),
    ),
    "hosts by the hundred": Case(
        collection(*(item(request={"url": f"http://h{number}.example/"}) for number in range(100))), 0, "and 90 more"
    ),
}

NAMES = {
    "empty": "",
    "white space": " \t\n",
    "a line break": "a\r\nb",
    "an escape sequence": "\x1b[31mred\x1b[2J",
    "a bell": "\a\b\x7f\x9b",
    "half a surrogate pair": "\ud83d",
    "both halves": "😀",
    "right to left": "\u202eabc\u2066",
    "a NUL": "a\0b",
    "markup": "<script>alert(1)</script>]]>&",
    "a variable": "{{a}} {{}}",
    "a path": "../../etc/passwd",
    "a prototype": "__proto__",
    "a format": "%s {0} {x} ${y} %n",
    "100000 characters": "x" * 100_000,
    "combining marks": "e" + "\u0301" * 1000,
    "a line separator": "a\u2028b\u2029c",
}
NAMED = {
    f"an item named with {what}": Case(collection({"name": name, "item": [item(name=name, id=name)]}), 0)
    for what, name in NAMES.items()
}
ENVIRONMENTS_NAMED = {
    f"a variable named with {what}": Case(
        one("http://h.example/{{" + name + "}}"),
        0,
        environment={"name": name, "values": [{"key": name, "value": name, "type": "secret"}, {"key": "b"}]},
    )
    for what, name in NAMES.items()
}

URLS: dict[str, tuple[Any, int, str]] = {
    "nothing": (None, 1, "the URL has no host"),
    "empty": ("", 1, "the URL has no host"),
    "white space": ("  ", 1, ""),
    "an empty object": ({}, 1, "the URL has no host"),
    "only raw": ({"raw": URL}, 1, "the URL has no host"),
    "a scheme alone": ("http://", 1, "the URL has no host"),
    "a scheme and a path": ("http:///x", 0, ""),
    "an open bracket": ("http://[", 1, "“[” is not a host name"),
    "brackets of nothing": ("http://[]/", 1, "“[]” is not a host name"),
    "an IPv6 address": ("http://[::1]:80/", 0, ""),
    "half an IPv6 address": ("http://[::1/", 1, "is not a host name"),
    "a zone of IPv6": ("http://[fe80::1%25eth0]/", 1, ""),
    "port 0": ("http://h.example:0/", 0, ""),
    "port 65536": ("http://h.example:65536/", 1, "“65536” is not a port"),
    "a port of text": ("http://h.example:abc/", 1, "“abc” is not a port"),
    "a negative port": ("http://h.example:-1/", 1, "“-1” is not a port"),
    "an empty port": ("http://h.example:/", 0, ""),
    "a port of 5000 digits": ("http://h.example:" + "9" * 5000 + "/", 1, "is not a port"),
    "a port of 5000 zeros": ("http://h.example:" + "0" * 5000 + "80/", 1, "is not a port"),
    "a port of other digits": ("http://h.example:٣/", 1, "is not a port"),
    "a space in the host": ("http://a b/", 1, "“a b” is not a host name"),
    "a tab in the host": ("http://a\tb/", 1, "is not a host name"),
    "a line break in the host": ("http://a\r\nX: y/", 1, "is not a"),
    "a NUL in the host": ("http://a\0b/", 1, "is not a host name"),
    "two dots": ("http://a..b/", 1, "“a..b” is not a host name"),
    "a dot": ("http://./", 1, "“.” is not a host name"),
    "a dot at the end": ("http://h.example./", 0, ""),
    "a label of 64": ("http://" + "a" * 64 + ".example/", 1, "is not a host name"),
    "a host of 300": ("http://" + "a." * 150 + "b/", 1, "is not a host name"),
    "a host of 100000": ("http://" + "a" * 100_000 + "/", 1, "a text of 100000 characters is not a host name"),
    "a percent sign in the host": ("http://h%20.example/", 1, "is not a host name"),
    "IDNA": ("http://müller.example/ü", 0, ""),
    "IDNA that cannot be": ("http://" + "ü" * 100 + ".example/", 1, "is not a host name"),
    "IDNA of half a character": ("http://\ud800.example/", 1, "is not a host name"),
    "IDNA of 100000 characters": ("http://" + "ü" * 100_000 + "/", 1, "is not a host name"),
    "half a character in the path": ("http://h.example/\ud800?\udc00", 0, ""),
    "ftp": ("ftp://h.example/x", 1, "“ftp” is not a scheme that can be sent"),
    "file": ("file:///etc/passwd", 1, "“file” is not a scheme"),
    "javascript": ("javascript:alert(1)", 1, ""),
    "data": ("data:text/plain,x", 1, ""),
    "a scheme of nothing": ("://h.example/", 1, "is not a scheme"),
    "a scheme of 100000": ("x" * 100_000 + "://h.example/", 1, "is not a scheme"),
    "a variable for all": ("{{nothing}}", 1, "nothing sets {{nothing}}, so the URL has no host"),
    "a variable for the port": ("http://h.example:{{port}}/", 1, "nothing sets {{port}}"),
    "a variable never closed": ("http://h.example/{{a", 0, ""),
    "braces": ("http://h.example/" + "{" * 1000 + "}" * 1000, 0, ""),
    "braces by the hundred thousand": ("http://h.example/" + "{{" * 100_000, 0, ""),
    "an empty variable": ("http://h.example/{{}}", 0, ""),
    "a path of 100000": ("http://h.example/" + "x/" * 50_000, 0, ""),
    "100000 parameters": ("http://h.example/?" + "a&" * 100_000, 0, ""),
    "backslashes": ("http:\\\\h.example\\x", 0, ""),
    "credentials": ("http://u:p@q:r@h.example/", 0, ""),
    "a line break in the path": ("http://h.example/a\r\nX: y", 0, ""),
    "a scheme of text with a host of nothing": ({"protocol": "http", "host": []}, 1, "the URL has no host"),
    "a port with spaces": ({"host": ["h"], "port": " 80"}, 1, "“ 80” is not a port"),
    "a port as a number": ({"host": ["h"], "port": 80}, 0, ""),
    "a port as an endless number": ({"host": ["h"], "port": 1e308}, 1, "is not a port"),
    "a host of numbers": ({"host": [127, 0, 0, 1]}, 0, ""),
    "a segment of a list": ({"host": ["h"], "path": [["a"]]}, 3, "at /item/0/request/url/path/0: expected text"),
    "a segment without a text": (
        {"host": ["h"], "path": [{"value": {}}]},
        3,
        "at /item/0/request/url/path/0/value: expected text, found an object",
    ),
    "a path variable of itself": (
        {"host": ["h"], "path": [":a"], "variable": [{"key": "a", "value": ":a"}]},
        0,
        "",
    ),
    "an encoding switched off": ("http://h.example/a b", 0, ""),
}
URL_CASES = {f"a URL: {what}": Case(one(url), code, said) for what, (url, code, said) in URLS.items()}
URL_CASES |= {
    "a URL that must be encoded": Case(
        collection(item(request=f"{URL} y", protocolProfileBehavior={"disableUrlEncoding": True})), 1, "must be encoded"
    ),
}

REQUESTS = {
    "a method with a space": Case(request(method="GE T"), 1, "“GE T” is not a method of HTTP"),
    "a method that splits": Case(request(method="GET / HTTP/1.1\r\nX: y"), 1, "is not a method of HTTP"),
    "a method that is not ASCII": Case(request(method="GÉT"), 1, "is not a method of HTTP"),
    "an empty method": Case(request(method=""), 0, sent=(f"GET {URL}",)),
    "an unknown method": Case(request(method="brew"), 0, sent=(f"BREW {URL}",)),
    "a header with a space": Case(request(header=[{"key": "A B", "value": "1"}]), 1, "is not the name of a header"),
    "a header that splits": Case(request(header=[{"key": "A", "value": "1\r\nB: 2"}]), 1, "HTTP cannot carry"),
    "a header of a NUL": Case(request(header=[{"key": "A", "value": "\0"}]), 1, "HTTP cannot carry"),
    "a header that is not Latin-1": Case(request(header=[{"key": "A", "value": "漢"}]), 1, "HTTP cannot carry"),
    "a header of half a character": Case(request(header=[{"key": "A", "value": "\ud800"}]), 1, "HTTP cannot carry"),
    "a header without a name": Case(request(header=[{"key": "", "value": "1"}, {"value": "2"}]), 0),
    "a header of 1000000": Case(request(header=[{"key": "A", "value": "x" * 10**6}]), 0),
    "headers of an object": Case(request(header={"A": "1"}), 3, "at /item/0/request/header: expected a list"),
    "headers of text": Case(request(header="A: 1\nnonsense\nB: 2"), 0),
    "an auth of an unknown type": Case(request(auth={"type": "azure", "azure": []}), 1, "auth type “azure” is none of"),
    "an auth of the type `type`": Case(
        request(auth={"type": "type"}), 3, "at /item/0/request/auth/type: expected a list"
    ),
    "an auth without attributes": Case(request(auth={"type": "basic"}), 0),
    "an auth without a type": Case(request(auth={"basic": []}), 0),
    "a token of an object": Case(
        request(auth={"type": "bearer", "bearer": [{"key": "x"}, {"key": "token", "value": {}}]}),
        3,
        "at /item/0/request/auth/bearer/1/value: expected text, found an object",
    ),
    "a token of an object, in the form of old": Case(
        request(auth={"type": "bearer", "bearer": {"token": []}}), 3, "at /item/0/request/auth/bearer/token: expected"
    ),
    "a token that splits": Case(
        request(auth={"type": "bearer", "bearer": [{"key": "token", "value": "a\r\nB: 1"}]}), 1, "HTTP cannot carry"
    ),
    "an API key without a good name": Case(
        request(auth={"type": "apikey", "apikey": [{"key": "key", "value": "a b"}, {"key": "value", "value": "1"}]}),
        1,
        "“a b” is not the name of a header",
    ),
    "a body of an unknown mode": Case(request(body={"mode": "protobuf", "protobuf": "x", "raw": "RAW"}), 0),
    "a body of a list": Case(request(body=[]), 3, "at /item/0/request/body: expected an object, text or null"),
    "a mode of a number": Case(request(body={"mode": 5}), 3, "at /item/0/request/body/mode: expected text"),
    "a mode without its payload": Case(request(body={"mode": "urlencoded"}), 0),
    "a form of a text": Case(
        request(body={"mode": "formdata", "formdata": "a=1"}), 3, "/body/formdata: expected a list"
    ),
    "a body file that is not there": Case(
        request(body={"mode": "file", "file": {"src": "missing.bin"}}), 1, "missing.bin: No such file or directory"
    ),
    "a body file that is a folder": Case(request(body={"mode": "file", "file": {"src": "."}}), 1, "it is a folder"),
    "a body file that is a device": Case(
        request(body={"mode": "file", "file": {"src": "/dev/zero"}}), 1, "cannot read /dev/zero: it is a device"
    ),
    "a body file with a NUL": Case(request(body={"mode": "file", "file": {"src": "a\0b"}}), 1, "can have this name"),
    "a body file of half a character": Case(
        request(body={"mode": "file", "file": {"src": "\ud800"}}), 1, "can have this name"
    ),
    "a body file with a long name": Case(request(body={"mode": "file", "file": {"src": "x" * 10_000}}), 1, "too long"),
    "a form file that is not there": Case(
        request(body={"mode": "formdata", "formdata": [{"key": "f", "type": "file", "src": ["missing.bin"]}]}),
        1,
        "missing.bin: No such file or directory",
    ),
    "a form file of a number": Case(
        request(body={"mode": "formdata", "formdata": [{"key": "f", "type": "file", "src": [5]}]}),
        3,
        "at /item/0/request/body/formdata/0/src/0: expected text, found a number",
    ),
    "a part whose type splits": Case(
        request(body={"mode": "formdata", "formdata": [{"key": "a", "value": "1", "contentType": "a\r\nB: \ud800"}]}), 0
    ),
    "a boundary of half a character": Case(
        request(
            header=[{"key": "Content-Type", "value": "multipart/form-data; boundary=\ud800"}],
            body={"mode": "formdata", "formdata": [{"key": "\ud800", "value": "\ud800"}]},
        ),
        1,
        "HTTP cannot carry",
    ),
    "GraphQL that is none": Case(request(body={"mode": "graphql", "graphql": {"query": "}{", "variables": "}{"}}), 0),
    "comments without an end": Case(
        request(body={"mode": "raw", "raw": "/*" * 100_000, "options": {"raw": {"language": "json"}}}), 0
    ),
    "a string without an end": Case(
        request(body={"mode": "raw", "raw": '"' + '\\"' * 100_000 + "\\", "options": {"raw": {"language": "json"}}}), 0
    ),
    "a body of 5 MB": Case(lambda: dump(request(body={"mode": "raw", "raw": "x" * 5_000_000})), 0),
    "a negative time limit": Case(
        collection(item(protocolProfileBehavior={"requestTimeout": -1})),
        3,
        "at /item/0/protocolProfileBehavior/requestTimeout: expected a whole number from 0",
    ),
    "an endless time limit": Case(
        collection(item(protocolProfileBehavior={"requestTimeout": 10**30})), 3, "expected a whole number from 0"
    ),
    "redirects by a huge number": Case(
        collection(item(protocolProfileBehavior={"maxRedirects": 10**400})), 3, "/maxRedirects: expected a whole number"
    ),
    "redirects by a number without an end": Case(
        '{"info": {}, "item": [{"request": "h", "protocolProfileBehavior": {"maxRedirects": 1e999}}]}',
        3,
        "/maxRedirects: expected a whole number",
    ),
    "a huge status of a saved response": Case(
        collection(item(response=[{"code": 10**400}, {"code": 1e300}])), 0, sent=(f"GET {URL}",)
    ),
}

SCRIPTS = {
    "events of an object": Case(collection(item(event={"listen": "test"})), 3, "at /item/0/event: expected a list"),
    "an event of text": Case(collection(item(event=["x"])), 3, "at /item/0/event/0: expected an object, found text"),
    "no listen": Case(collection(item(event=[{"script": "x"}])), 3, "at /item/0/event/0/listen: expected `prerequest`"),
    "a listen of a number": Case(script(listen=5), 3, "at /item/0/event/0/listen: expected `prerequest` or `test`"),
    "a script of a number": Case(script(script=5), 3, "at /item/0/event/0/script: expected text or a list of lines"),
    "a script of text": Case(script(script="throw 1"), 4, "has JavaScript of its own"),
    "a script of null": Case(script(script=None), 0),
    "no script": Case(script(), 0),
    "an empty script": Case(script(script={}), 0),
    "exec of text": Case(script(script={"exec": "throw 1"}), 4, "has JavaScript of its own"),
    "exec of a list": Case(script(script={"exec": ["throw ", "1"]}), 4, "has JavaScript of its own"),
    "exec of null": Case(script(script={"exec": None}), 0),
    "exec of nulls": Case(script(script={"exec": [None, "", None]}), 0),
    "exec of a number": Case(script(script={"exec": 5}), 3, "at /item/0/event/0/script/exec: expected text or a list"),
    "exec of an object": Case(script(script={"exec": {}}), 3, "at /item/0/event/0/script/exec: expected text"),
    "exec of everything": Case(
        script(script={"exec": ["a", None, 5]}), 3, "at /item/0/event/0/script/exec/2: expected text, found a number"
    ),
    "exec of lists": Case(script(script={"exec": [["a"]]}), 3, "at /item/0/event/0/script/exec/0: expected text"),
    "a script of another type": Case(script(script={"type": "text/x-python", "exec": ["import os"]}), 4, "JavaScript"),
    "a disabled of text": Case(script(disabled="no"), 3, "at /item/0/event/0/disabled: expected true or false"),
    "a header with a path of 10000 brackets": Case(
        script(script={"exec": ['// expect "$' + "[0]" * 10_000 + '" exists']}), 4, "has JavaScript of its own"
    ),
    "a header with a filter of 10000 brackets": Case(
        script(script={"exec": ['// expect "$[?' + "(" * 10_000 + '@.a" exists']}), 4, "has JavaScript of its own"
    ),
    "a header with a pattern of 10000 groups": Case(
        script(script={"exec": ['// expect "$" matches "' + "(" * 10_000 + ")" * 10_000 + '"']}), 4, "JavaScript"
    ),
    "a header with a value nested deeply": Case(
        script(script={"exec": ['// expect "$" equals ' + "[" * 100_000]}), 4, "has JavaScript of its own"
    ),
    "a header with a number of 5000 digits": Case(
        script(script={"exec": ['// expect "$" equals ' + "9" * 5000]}), 4, "has JavaScript of its own"
    ),
    "a script of 100000 lines": Case(
        lambda: dump(script(script={"exec": ["// set "] * 100_000})), 4, "has JavaScript of its own"
    ),
}

NO_NUMBERS: list[Any] = ["", "x", [], {}, None, True]
KINDS: list[Any] = [None, True, 1e300, [1, [2]], {"a": 1e300}, -0.0, ""]
TWICE = {chr(97 + at): f"{{{{{chr(98 + at)}}}}}" * 10 for at in range(20)}
CHAIN = {("a" if at == 0 else f"a{at}"): f"{{{{a{at + 1}}}}}" for at in range(2000)}
SETTING = render_script((Assignment("x", parse_postman("{{a}}")),))
VARIABLES = {
    "a cycle": Case(variables(a="{{b}}", b="{{a}}"), 0, "nothing sets {{b}}"),
    "a cycle of three": Case(variables(a="{{b}}", b="{{c}}", c="{{a}}"), 0, "nothing sets {{"),
    "a self reference": Case(variables(a="{{a}}"), 0, "nothing sets {{a}}"),
    "a self reference that grows": Case(variables(a="x{{a}}"), 0, sent=None),
    "a self reference that doubles": Case(variables(a="{{a}}{{a}}{{a}}{{a}}"), 1, "the variables grow beyond"),
    "ten times ten times ten": Case(variables(**TWICE), 1, "the variables grow beyond"),
    "a chain of 2000": Case(variables(**CHAIN), 0),
    "a cycle of secrets": Case(variables(), 0, "nothing sets ••••••", environment=secrets(a="{{b}}", b="{{a}}")),
    "a secret of itself that doubles": Case(
        variables(), 1, "the variables grow beyond", environment=secrets(a="{{a}}{{a}}{{a}}{{a}}")
    ),
    "secrets ten times ten times ten": Case(variables(), 1, "grow beyond", environment=secrets(**TWICE)),
    "a chain of 2000 secrets": Case(variables(), 0, environment=secrets(**CHAIN)),
    "one value of 1 MB a thousand times": Case(
        request(url="http://h.example/", body={"mode": "raw", "raw": "{{big}}" * 1000}, header=[])
        | {"variable": [{"key": "big", "value": "x" * 10**6}]},
        1,
        "the variables grow beyond 67108864 characters at {{big}}",
    ),
    "a script that sets what grows": Case(
        collection(item(event=[{"listen": "prerequest", "script": {"exec": SETTING.split("\n")}}]))
        | {"variable": [{"key": key, "value": value} for key, value in TWICE.items()]},
        1,
        "the variables grow beyond 67108864 characters",
    ),
    "a host of itself": Case(one("http://{{a}}/", variable=[{"key": "a", "value": "{{a}}{{a}}{{a}}{{a}}"}]), 1, "grow"),
    "a number by its prefix": Case(one(variable=[{"key": "a", "value": "0x" + "f" * 10_000, "type": "number"}]), 0),
    "a number of 10000 digits": Case(one(variable=[{"key": "a", "value": "9" * 10_000, "type": "number"}]), 0),
    "numbers that are none": Case(
        one(variable=[{"key": str(n), "value": v, "type": "number"} for n, v in enumerate(NO_NUMBERS)]),
        0,
    ),
    "a value of every kind": Case(
        one(
            "http://h.example/{{0}}/{{1}}/{{2}}/{{3}}/{{4}}/{{5}}",
            variable=[{"key": str(n), "value": v} for n, v in enumerate(KINDS)],
        ),
        0,
    ),
    "a huge number in a URL": Case(
        dump(one("http://h.example/{{a}}", variable=[{"key": "a", "value": 1}])).replace(
            '"value": 1', '"value": 1e999'
        ),
        0,
        sent=("GET http://h.example/Infinity",),
    ),
    "an integer of 4000 digits in a URL": Case(
        dump(one("http://h.example/{{a}}", variable=[{"key": "a", "value": 1}])).replace(
            '"value": 1', f'"value": {"9" * 4000}'
        ),
        0,
        sent=("GET http://h.example/Infinity",),
    ),
}

ENVIRONMENTS = {
    "an environment that is empty": Case(one(), 3, "this is not JSON: it is empty", ""),
    "an environment that is cut": Case(one(), 3, SYNTAX, dump(ENVIRONMENT)[:-1]),
    "an environment of nothing": Case(one(), 3, "expected an environment, found nothing", "null"),
    "an environment of a list": Case(one(), 3, "expected an environment, found a list", []),
    "an environment of an object": Case(one(), 3, "at /values: expected a list of variables, found nothing", {}),
    "a collection as the environment": Case(one(), 3, "this is a collection, not an environment", one()),
    "an environment wrapped by the API": Case(
        variables(), 0, "", {"environment": {"values": [{"key": "a", "value": "1"}]}}, ("GET http://h.example/1",)
    ),
    "an environment wrapped by the API and wrong": Case(
        one(), 3, "at /environment/values/0/key: expected text", {"environment": {"values": [{"key": 5}]}}
    ),
    "an environment in YAML": Case(one(), 3, "this is YAML", "name: Local\nvalues:\n  - key: a\n    value: b\n"),
    "values of an object": Case(one(), 3, "at /values: expected a list of variables", {"values": {"a": "1"}}),
    "a variable of text": Case(one(), 3, "at /values/0: expected an object, found text", {"values": ["a"]}),
    "a variable of null": Case(one(), 3, "at /values/0: expected an object, found nothing", {"values": [None]}),
    "a variable without a key": Case(one(), 0, "", {"values": [{"value": "1"}]}),
    "an environment in utf-16": Case(
        variables(),
        0,
        "",
        '{"values": [{"key": "a", "value": "ü"}]}'.encode("utf-16"),
        ("GET http://h.example/%C3%BC",),
    ),
    "an environment in latin-1": Case(one(), 3, "not UTF-8 at byte", '{"name": "ü"}'.encode("latin-1")),
    "an environment nested deeply": Case(one(), 3, "nested too deeply", '{"values": ' + "[" * 10_000),
    "an environment with a key twice": Case(
        one(), 3, "at /values: this key occurs twice", '{"values": [], "values": []}'
    ),
    "secrets of every kind": Case(
        one(),
        0,
        "",
        {"values": [{"key": str(n), "value": v, "type": "secret"} for n, v in enumerate(KINDS)]},
    ),
    "20000 secrets of three letters": Case(
        lambda: dump(one()),
        0,
        "",
        lambda: dump(secrets(**{f"k{n}": f"{n:x}"[-3:] for n in range(20_000)})),
    ),
}

CASES: dict[str, Case] = {
    **TRUNCATED,
    **TEXTS,
    **ENCODINGS,
    **FORMATS,
    **ITEMS,
    **NAMED,
    **ENVIRONMENTS_NAMED,
    **URL_CASES,
    **REQUESTS,
    **SCRIPTS,
    **VARIABLES,
    **ENVIRONMENTS,
}
