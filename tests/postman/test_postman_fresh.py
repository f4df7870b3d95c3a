"""What a collection that comes from no file looks like."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings

from pcc.model.collection import (
    PREREQUEST,
    TEST,
    Collection,
    Event,
    Item,
    ItemGroup,
    SavedResponse,
    Settings,
    Variable,
)
from pcc.model.environment import Environment
from pcc.model.request import (
    ApiKeyAuth,
    BasicAuth,
    FileBody,
    FormdataBody,
    FormFile,
    FormParam,
    GraphqlBody,
    Header,
    NoAuth,
    PathVariable,
    QueryParam,
    RawBody,
    Request,
    Url,
    UrlencodedBody,
)
from pcc.model.statement import RawScript
from pcc.postman import read_collection, write_collection, write_environment
from pcc.templating import parse_postman as text
from strategies.collections import collections

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "../shared/data/postman-collection-v2.1.0.schema.json"

COLLECTION = Collection(
    "Ledger",
    (
        ItemGroup(
            "Steps",
            (
                Item(
                    "Open an account",
                    Request(
                        "POST",
                        Url(
                            text("https://{{host}}.example.com:{{port}}/accounts/:region/"),
                            (
                                QueryParam(text("dry"), text("a&b=c")),
                                QueryParam(text("k=v"), None, description="why"),
                                QueryParam(text("off"), text(""), disabled=True),
                            ),
                            (PathVariable("region", text("{{region}}"), "where"),),
                            text("here"),
                        ),
                        (Header(text("X-Trace"), text("{{$guid}}"), disabled=True, description="d"),),
                        RawBody(text('{"owner": "{{owner}}"}'), "json"),
                        BasicAuth(text("u"), text("{{p}}")),
                        "Opens it.",
                    ),
                    (
                        Event(PREREQUEST, (RawScript("a\n\n  b"),)),
                        Event(TEST, ()),
                        Event(TEST, (RawScript("c"),), disabled=True),
                    ),
                    Settings(follow_redirects=False, timeout_ms=500),
                    (
                        SavedResponse(
                            "Opened", 201, "Created", (Header(text("A"), text("1")),), "{}", "json", None, "r1"
                        ),
                    ),
                    "i1",
                ),
            ),
            (),
            NoAuth(),
            None,
            "All steps.",
            "f1",
        ),
    ),
    variables=(Variable("n", 5, description="five"), Variable("t", text("{{n}}"), disabled=True)),
    auth=ApiKeyAuth(text("X-Key"), text("{{key}}")),
    description="Money: über alles",
    id="c1",
)

EXPECTED = """\
{
	"info": {
		"_postman_id": "c1",
		"name": "Ledger",
		"description": "Money: über alles",
		"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
	},
	"item": [
		{
			"name": "Steps",
			"id": "f1",
			"item": [
				{
					"name": "Open an account",
					"id": "i1",
					"event": [
						{
							"listen": "prerequest",
							"script": {
								"exec": [
									"a",
									"",
									"  b"
								],
								"type": "text/javascript"
							}
						},
						{
							"listen": "test",
							"script": {
								"exec": [
									"c"
								],
								"type": "text/javascript"
							},
							"disabled": true
						}
					],
					"protocolProfileBehavior": {
						"followRedirects": false,
						"requestTimeout": 500
					},
					"request": {
						"auth": {
							"type": "basic",
							"basic": [
								{
									"key": "username",
									"value": "u",
									"type": "string"
								},
								{
									"key": "password",
									"value": "{{p}}",
									"type": "string"
								}
							]
						},
						"method": "POST",
						"header": [
							{
								"key": "X-Trace",
								"value": "{{$guid}}",
								"description": "d",
								"disabled": true
							}
						],
						"body": {
							"mode": "raw",
							"raw": "{\\"owner\\": \\"{{owner}}\\"}",
							"options": {
								"raw": {
									"language": "json"
								}
							}
						},
						"url": {
							"raw": "https://{{host}}.example.com:{{port}}/accounts/:region/?dry=a%26b=c&k%3Dv#here",
							"protocol": "https",
							"host": [
								"{{host}}",
								"example",
								"com"
							],
							"port": "{{port}}",
							"path": [
								"accounts",
								":region",
								""
							],
							"query": [
								{
									"key": "dry",
									"value": "a&b=c"
								},
								{
									"key": "k=v",
									"value": null,
									"description": "why"
								},
								{
									"key": "off",
									"value": "",
									"disabled": true
								}
							],
							"hash": "here",
							"variable": [
								{
									"key": "region",
									"value": "{{region}}",
									"description": "where"
								}
							]
						},
						"description": "Opens it."
					},
					"response": [
						{
							"name": "Opened",
							"id": "r1",
							"status": "Created",
							"code": 201,
							"_postman_previewlanguage": "json",
							"header": [
								{
									"key": "A",
									"value": "1"
								}
							],
							"cookie": [],
							"body": "{}"
						}
					]
				}
			],
			"description": "All steps.",
			"auth": {
				"type": "noauth"
			}
		}
	],
	"auth": {
		"type": "apikey",
		"apikey": [
			{
				"key": "key",
				"value": "X-Key",
				"type": "string"
			},
			{
				"key": "value",
				"value": "{{key}}",
				"type": "string"
			},
			{
				"key": "in",
				"value": "header",
				"type": "string"
			}
		]
	},
	"variable": [
		{
			"key": "n",
			"value": 5,
			"description": "five"
		},
		{
			"key": "t",
			"value": "{{n}}",
			"disabled": true
		}
	]
}
"""


def test_a_fresh_collection_is_in_the_form_of_the_app() -> None:
    assert write_collection(COLLECTION) == EXPECTED


def test_an_empty_collection() -> None:
    assert json.loads(write_collection(Collection("C", ()))) == {
        "info": {"name": "C", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [],
    }


def test_the_bodies() -> None:
    bodies = (
        UrlencodedBody((FormParam(text("a"), text("1"), disabled=True, description="d"),)),
        FormdataBody(
            (
                FormParam(text("a"), text("1"), content_type="text/csv"),
                FormFile(text("b"), ("x",)),
                FormFile(text("c"), ("x", "y"), content_type="text/csv"),
                FormFile(text("d"), ()),
            )
        ),
        FileBody("x"),
        FileBody(None, disabled=True),
        GraphqlBody(text("{ a }"), text("{}"), "A"),
        RawBody(text("")),
    )
    items = tuple(Item("A", Request("POST", Url(text("h")), body=body)) for body in bodies)
    written = json.loads(write_collection(Collection("C", items)))["item"]
    assert [item["request"]["body"] for item in written] == [
        {
            "mode": "urlencoded",
            "urlencoded": [{"key": "a", "value": "1", "description": "d", "disabled": True, "type": "text"}],
        },
        {
            "mode": "formdata",
            "formdata": [
                {"key": "a", "value": "1", "contentType": "text/csv", "type": "text"},
                {"key": "b", "type": "file", "src": "x"},
                {"key": "c", "contentType": "text/csv", "type": "file", "src": ["x", "y"]},
                {"key": "d", "type": "file", "src": []},
            ],
        },
        {"mode": "file", "file": {"src": "x"}},
        {"mode": "file", "file": {}, "disabled": True},
        {"mode": "graphql", "graphql": {"query": "{ a }", "operationName": "A", "variables": "{}"}},
        {"mode": "raw", "raw": ""},
    ]


@pytest.mark.parametrize(
    ("base", "parts"),
    [
        ("{{apiPath}}/a/{{id}}", {"host": ["{{apiPath}}"], "path": ["a", "{{id}}"]}),
        ("{{a.b/c:d}}", {"host": ["{{a.b/c:d}}"]}),
        ("{{scheme}}://{{host}}/x", {"protocol": "{{scheme}}", "host": ["{{host}}"], "path": ["x"]}),
        ("{{base}}:{{port}}", {"host": ["{{base}}"], "port": "{{port}}"}),
        (
            "https://h.example.com:8080/a//b/",
            {"protocol": "https", "host": ["h", "example", "com"], "port": "8080", "path": ["a", "", "b", ""]},
        ),
        ("http://localhost", {"protocol": "http", "host": ["localhost"]}),
        ("http://localhost/", {"protocol": "http", "host": ["localhost"], "path": [""]}),
        ("http://[::1]:80/a", {"protocol": "http", "host": ["[::1]"], "port": "80", "path": ["a"]}),
        ("http://[::1]", {"protocol": "http", "host": ["[::1]"]}),
        ("u:p:q@h", {"auth": {"user": "u", "password": "p:q"}, "host": ["h"]}),
        ("u@h", {"auth": {"user": "u"}, "host": ["h"]}),
        ("{{a}}/to/http://b", {"host": ["{{a}}"], "path": ["to", "http:", "", "b"]}),
        ("/a", {"path": ["a"]}),
        ("", {}),
    ],
)
def test_a_url_is_written_in_parts(base: str, parts: dict[str, object]) -> None:
    item = Item("A", Request("GET", Url(text(base))))
    written = json.loads(write_collection(Collection("C", (item,))))["item"][0]["request"]["url"]
    assert written == {"raw": base, **parts}
    assert list(written) == ["raw", *parts]


def test_an_environment() -> None:
    variables = (
        Variable("a", text("{{b}}")),
        Variable("s", text(""), secret=True, description="d"),
        Variable("n", 1.5, disabled=True),
    )
    assert write_environment(Environment("E", variables, "e1")) == (
        '{\n\t"id": "e1",\n\t"name": "E",\n\t"values": [\n'
        '\t\t{\n\t\t\t"key": "a",\n\t\t\t"value": "{{b}}",\n\t\t\t"type": "default",\n\t\t\t"enabled": true\n\t\t},\n'
        '\t\t{\n\t\t\t"key": "s",\n\t\t\t"value": "",\n\t\t\t"type": "secret",\n\t\t\t"enabled": true,\n'
        '\t\t\t"description": "d"\n\t\t},\n'
        '\t\t{\n\t\t\t"key": "n",\n\t\t\t"value": 1.5,\n\t\t\t"type": "default",\n\t\t\t"enabled": false,\n'
        '\t\t\t"disabled": true\n\t\t}\n'
        '\t],\n\t"_postman_variable_scope": "environment"\n}\n'
    )
    assert json.loads(write_environment(Environment("G", (), globals_scope=True))) == {
        "name": "G",
        "values": [],
        "_postman_variable_scope": "globals",
    }


def test_two_processes_write_the_same_bytes() -> None:
    code = (
        "import sys; from pcc.postman import read_collection, write_collection; from dataclasses import replace;"
        "c = read_collection(sys.stdin.read()); c = replace(c, description='x', auth=None);"
        "sys.stdout.buffer.write(write_collection(c).encode())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=EXPECTED.encode(),
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(outputs) == 1


@pytest.fixture(scope="module")
def validator() -> jsonschema_rs.Validator:
    if not SCHEMA.is_file():
        pytest.skip("the schema of Collection v2.1.0 is not at hand")
    return jsonschema_rs.validator_for(json.loads(SCHEMA.read_text(encoding="utf-8")))


@settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
@given(collection=collections())
def test_every_fresh_collection_is_valid(collection: Collection, validator: jsonschema_rs.Validator) -> None:
    # The validator takes no lone surrogates; nothing else depends on them.
    text = write_collection(collection).replace("\\ud800", "")
    errors = [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(json.loads(text))]
    assert errors == []


def test_the_example_is_valid_and_reads_as_itself(validator: jsonschema_rs.Validator) -> None:
    assert validator.is_valid(json.loads(EXPECTED))
    assert write_collection(read_collection(EXPECTED)) == EXPECTED
