"""Reading descriptions: versions, references, files, and whatever else a file may hold."""

import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openapi.described import LIBRARIES, describe, read_described
from pcc.errors import FormatError, PccError, RunError
from pcc.openapi import read_specification
from pcc.openapi.documents import Documents, read_document

OK: dict[str, Any] = {"responses": {"200": {"description": ""}}}


def test_both_versions_say_the_same() -> None:
    old, new = map(read_specification, LIBRARIES)
    assert [route.path for route in old.routes] == [route.path for route in new.routes]
    for one, other in zip(old.routes, new.routes, strict=True):
        assert one.servers == other.servers
        for method, operation in one.operations.items():
            same = other.operations[method]
            assert [each.name for each in operation.parameters] == [each.name for each in same.parameters]
            assert [each.status for each in operation.responses] == [each.status for each in same.responses]
            assert operation.security == same.security


REFUSED: dict[str, tuple[Any, str, str]] = {
    "nothing": ("", "", "this is no OpenAPI description"),
    "a list": ([], "", "expected an object with `openapi` and `paths`"),
    "text": ("openapi", "", "this is not JSON"),
    "Swagger": ({"swagger": "2.0"}, "", "OpenAPI 2.0 (Swagger) is not read: convert it to 3.0"),
    "a version to come": ({"openapi": "4.0.0"}, "/openapi", "OpenAPI 4.0.0 is not read: pcc reads 3.0 and 3.1"),
    "a version as number": ({"openapi": 3.0}, "", 'not a version as text, such as "3.0.3"'),
    "no version": ({"paths": {}}, "", "`openapi` is not a version"),
    "paths as list": ({"openapi": "3.0.0", "paths": []}, "/paths", "expected paths, an object, found a list"),
    "a path as text": (describe({"/a": "x"}), "/paths/~1a", "expected a path, an object, found text"),
    "a path without slash": (describe({"a": {}}), "/paths/a", "does not start with a slash"),
    "an operation as list": (describe({"/a": {"get": []}}), "/paths/~1a/get", "expected an operation"),
    "a parameter without name": (
        describe({"/a": {"parameters": [{"in": "query"}]}}),
        "/paths/~1a/parameters/0",
        "a parameter needs a `name`",
    ),
    "a parameter of a body": (
        describe({"/a": {"parameters": [{"name": "b", "in": "body"}]}}),
        "/paths/~1a/parameters/0",
        "is none of cookie, header, path, query",
    ),
    "a reference that leads nowhere": (
        describe({"/a": {"$ref": "#/components/pathItems/A"}}),
        "/paths/~1a/$ref",
        "leads nowhere: there is no 'components' at the top",
    ),
    "a reference to itself": (describe({"/a": {"$ref": "#/paths/~1a"}}), "/paths/~1a", "leads back to itself"),
    "a reference in a schema that leads nowhere": (
        describe({"/a": {"get": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/x"}}}}}}}),
        "/paths/~1a/get/requestBody/content/application~1json/schema/$ref",
        "leads nowhere",
    ),
    "a reference to a server": (
        describe({"/a": {"$ref": "https://example.com/a.json"}}),
        "/paths/~1a/$ref",
        "is on a server: pcc reads local references; save that file beside this one",
    ),
    "a reference out of the folder": (
        describe({"/a": {"$ref": "../../etc/passwd"}}),
        "/paths/~1a/$ref",
        "leaves the folder of the description",
    ),
    "a reference to a file that is not there": (
        describe({"/a": {"$ref": "other.json"}}),
        "/paths/~1a/$ref",
        "names a file that does not exist",
    ),
    "a reference to an anchor that is not there": (
        describe({"/a": {"$ref": "#a"}}),
        "/paths/~1a/$ref",
        "has this $anchor",
    ),
    "a reference that is no text": (describe({"/a": {"$ref": 1}}), "/paths/~1a/$ref", "expected a reference as text"),
    "a key that occurs twice": ('{"openapi": "3.0.0", "openapi": "3.1.0"}', "", "the key 'openapi' occurs twice"),
    "too deep": ("[" * 500 + "]" * 500, "/0" * 129, "nested too deeply"),
    "far too deep": ("[" * 90_000, "", "nested too deeply"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_description_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    document, pointer, words = REFUSED[name]
    with pytest.raises(FormatError) as caught:
        read_described(tmp_path, document if document != "" else "null")
    assert words in caught.value.message
    assert caught.value.pointer == pointer
    assert caught.value.file == str(tmp_path / "api.json")


YAML: dict[str, tuple[str, str]] = {
    "a bracket that is not closed": ("a: [1,\nb: 2\nc: }", "line 3, column 2"),
    "a tab": ("a:\n\tb: 1", "line 2, column 1"),
    "a key that occurs twice": ("a: 1\na: 2", "the key 'a' occurs twice (line 2, column 1)"),
    "a tag of Python": ("a: !!python/object/apply:os.system [x]", "has no value in JSON: remove it (line 1, column 4)"),
    "a binary": ("a: !!binary aGk=", "has no such value in JSON"),
    "a number that is none": ("a: !!int x", "has no such value in JSON"),
    "an alias of nothing": ("a: *b", "the alias *b names nothing before it"),
    "an alias of itself": ("a: &a [*a]", "the alias *a names nothing before it"),
    "a list as key": ("? [a]\n: 1", "a key is text"),
    "two documents": ("a: 1\n---\nb: 2", "more than one document"),
    "merging a text": ("a: {<<: b}", "`<<` merges objects"),
    "too deep": ("[" * 500, "nested too deeply: pcc reads at most 128 objects and lists inside each other (line 1"),
    "a control character": ("a: \x01", "this is not YAML"),
}


@pytest.mark.parametrize("name", YAML)
def test_what_is_no_yaml_is_refused_with_its_line(name: str, tmp_path: Path) -> None:
    text, words = YAML[name]
    path = tmp_path / "api.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        read_specification(path)
    assert words in caught.value.message
    assert caught.value.file == str(path)


def test_yaml_is_read_as_version_1_2_says(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        "a: yes\nb: 017\nc: 12:30\nd: 2020-01-01\ne: 0o17\nf: 1e3\ng: .inf\nh: ~\n200: x\ntrue: y\ni: 'on'\n"
        "base: &base {x: 1, y: 2}\nother: {<<: *base, y: 3}\nj: !!str 1\n",
        encoding="utf-8",
    )
    assert read_document(path) == {
        "a": "yes",
        "b": 17,
        "c": "12:30",
        "d": "2020-01-01",
        "e": 15,
        "f": 1000.0,
        "g": ".inf",
        "h": None,
        "200": "x",
        "true": "y",
        "i": "on",
        "base": {"x": 1, "y": 2},
        "other": {"y": 3, "x": 1},
        "j": "1",
    }


@pytest.mark.parametrize("merge", ["", "<<: "])
def test_aliases_of_aliases_end_in_an_error_or_soon(merge: str, tmp_path: Path) -> None:
    lines = ["a0: &a0 {k: v}" if merge else "a0: &a0 [x, x]"]
    for level in range(1, 60):
        inner = f"[{', '.join([f'*a{level - 1}'] * 9)}]"
        lines.append(f"a{level}: &a{level} " + (f"{{<<: {inner}, k{level}: v}}" if merge else inner))
    path = tmp_path / "bomb.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        read_specification(path)
    assert "values, aliases counted" in caught.value.message or "no OpenAPI description" in caught.value.message


def test_references_are_followed_through_files_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    schema = {
        "type": "object",
        "properties": {"next": {"$ref": "thing.yaml#/defs/a%20b~1c"}, "up": {"$ref": "../api.json#/x"}},
    }
    (tmp_path / "parts/thing.yaml").write_text(json.dumps({"defs": {"a b/c": schema}}), encoding="utf-8")
    body = {"content": {"application/json": {"schema": {"$ref": "parts/thing.yaml#/defs/a b~1c"}}}}
    (tmp_path / "parts/path.json").write_text(json.dumps({"get": {"responses": {"200": body}}}), encoding="utf-8")
    document = describe({"/a": {"$ref": "./parts/path.json"}}, x={"type": "string"})
    path = tmp_path / "parts/path.json"
    path.write_text(path.read_text(encoding="utf-8").replace("parts/thing", "thing"), encoding="utf-8")
    specification = read_described(tmp_path, document)
    (response,) = specification.routes[0].operations["GET"].responses
    shape = specification.shape(response.content[0].schema)
    assert not shape.member("next").member("next").member("up").absent
    assert shape.member("next").member("up").member("x").absent
    assert shape.member("down").absent


def test_an_error_in_another_file_names_it(tmp_path: Path) -> None:
    (tmp_path / "path.json").write_text('{"get": 1}', encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        read_described(tmp_path, describe({"/a": {"$ref": "path.json"}}))
    assert (caught.value.file, caught.value.pointer) == (str(tmp_path / "path.json"), "/get")


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.json").write_text("{}", encoding="utf-8")
    (inside / "link.json").symlink_to(tmp_path / "secret.json")
    with pytest.raises(FormatError, match="leaves the folder"):
        read_described(inside, describe({"/a": {"$ref": "link.json"}}))


def test_a_file_that_cannot_be_read_is_an_error_of_the_run(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(RunError):
            read_specification(path)


def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ruamel.yaml", None)
    with pytest.raises(RunError, match=r"install postman-collection-compiler\[openapi\], or convert it to JSON"):
        read_specification(LIBRARIES[0])
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    with pytest.raises(RunError, match=r"install postman-collection-compiler\[openapi\]"):
        read_specification(LIBRARIES[1])


def test_operations_inherit_and_override(tmp_path: Path) -> None:
    other = {"url": "https://other.example.com/{v}", "variables": {"v": {"default": "v9"}}}
    item = {
        "parameters": [
            {"name": "a", "in": "query", "schema": {"type": "string"}},
            {"name": "X-B", "in": "header", "required": True},
            {"name": "Authorization", "in": "header", "required": True},
        ],
        "get": {**OK, "parameters": [{"name": "x-b", "in": "header"}, {"name": "a", "in": "cookie"}]},
        "post": {**OK, "security": [], "servers": [other]},
    }
    document = describe(
        {"/a": item},
        security=[{"key": []}, {"none": ["x"]}],
        components={"securitySchemes": {"key": {"type": "apiKey", "in": "query", "name": "k"}}},
    )
    get, post = read_described(tmp_path, document).routes
    assert [(each.place, each.name, each.required) for each in get.operations["GET"].parameters] == [
        ("query", "a", False),
        ("header", "x-b", False),
        ("cookie", "a", False),
    ]
    assert [[each.type for each in schemes] for schemes in get.operations["GET"].security] == [["apiKey"], [""]]
    assert post.operations["POST"].security == ()
    assert post.servers[0].base == ("v9",)


KEYS = """$ref /a 200 additionalProperties allOf anyOf application/json components content default enum
exclusiveMinimum get if in info items maximum minimum name not nullable openapi oneOf parameters pattern
patternProperties paths post prefixItems properties readOnly requestBody required responses schema schemas security
securitySchemes servers style then type url variables x-a"""
WORDS = ["#/paths", "#/a", "object", "array", "/a", "query", "(", "\ud800"]
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS.split()), inner, max_size=4),
    max_leaves=20,
)
PLACES = ["", "paths", "get", "schema", "parameters", "responses"]


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JUNK, st.sampled_from(["3.0.3", "3.1.0"]), st.sampled_from(PLACES))
def test_no_document_makes_a_traceback(tmp_path: Path, junk: Any, version: str, where: str) -> None:
    content = {"content": {"application/json": {"schema": junk}}}
    documents: dict[str, Any] = {
        "": junk,
        "paths": describe(junk, version=version),
        "get": describe({"/a": {"get": junk}}, version=version),
        "schema": describe({"/a": {"get": {"requestBody": content, "responses": {"200": content}}}}, version=version),
        "parameters": describe({"/a": {"get": {"parameters": [{"name": "a", "in": "query", "schema": junk}, junk]}}}),
        "responses": describe({"/a": {"get": {"responses": junk}}}, components=junk),
    }
    try:
        specification = read_described(tmp_path, json.dumps(documents[where]))
    except PccError:
        return
    for number in specification.schemas.definitions:
        specification.schemas.find_violations(number, {"a": [1, "\0"]})
        shape = specification.shape(number)
        for part in (shape.member("a"), shape.element(0), shape.descendants(), shape.children()):
            assert isinstance(part.absent, bool)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.sampled_from(["a.yaml", "a.json", "a"]))
def test_no_text_makes_a_traceback(tmp_path: Path, text: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with suppress(FormatError):
        Documents(tmp_path).read(path)
