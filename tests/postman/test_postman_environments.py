"""Environments and globals."""

import pytest

from pcc.model.collection import Variable
from pcc.model.environment import Environment
from pcc.postman import read_environment, write_environment
from pcc.postman.document.text import read_json, write_json
from pcc.templating import parse_postman as text

APP = """\
{
	"id": "9c0d2a0e",
	"name": "Local",
	"values": [
		{
			"key": "baseUrl",
			"value": "http://{{host}}:8080",
			"type": "default",
			"enabled": true
		},
		{
			"key": "token",
			"value": "t",
			"type": "secret",
			"enabled": false
		},
		{
			"key": "off",
			"value": 5,
			"type": "any",
			"enabled": true,
			"disabled": true
		},
		{
			"key": "n",
			"value": "5",
			"type": "number"
		}
	],
	"color": null,
	"_postman_variable_scope": "globals",
	"_postman_exported_at": "2025-01-01T00:00:00.000Z",
	"_postman_exported_using": "Postman/11"
}
"""


def test_an_environment_of_the_app_is_read() -> None:
    assert read_environment(APP) == Environment(
        "Local",
        (
            Variable("baseUrl", text("http://{{host}}:8080")),
            # Runners resolve a variable that is only not enabled: so does pcc.
            Variable("token", text("t"), secret=True),
            Variable("off", 5, disabled=True),
            Variable("n", 5),
        ),
        "9c0d2a0e",
        globals_scope=True,
    )


def test_an_environment_of_the_app_is_written_as_it_was() -> None:
    assert write_environment(read_environment(APP)) == APP


@pytest.mark.parametrize(
    "source",
    ['{"values": []}', '{"name": null, "values": [{}, {"key": null, "value": null}], "timestamp": 1, "synced": false}'],
)
def test_an_old_environment_is_written_as_it_was(source: str) -> None:
    assert write_environment(read_environment(source)) == write_json(read_json(source))
