"""`pcc check --openapi`: requests against a description."""

import json
from pathlib import Path

import pytest

from cli.check_projects import collection, item
from cli.shell import PYPROJECT, Project, run_pcc

DESCRIPTION = """openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: https://shop.example.com}]
paths:
  /orders:
    get:
      responses: {"200": {description: All.}}
"""
TEST = "pm.test('ok', () => pm.response.to.have.status(200));"
ASKS = collection(
    item("List", "https://shop.example.com/orders", test=TEST),
    item("Count", "https://shop.example.com/counts", test=TEST),
)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    made = Project(tmp_path)
    made.write("shop.yaml", DESCRIPTION)
    made.write("shop.postman_collection.json", ASKS)
    return made


def ids(*options: str) -> list[str]:
    outcome = run_pcc("check", "shop.postman_collection.json", "--format", "json", *options)
    return [found["id"] for found in json.loads(outcome.out)["findings"] if found["level"] == "error"]


def test_a_request_that_the_description_has_not_got_is_an_error(shop: Project) -> None:
    outcome = run_pcc("check", "shop.postman_collection.json", "--openapi", "shop.yaml")
    assert outcome.code == 1
    assert "error[unknown-operation]" in outcome.out
    assert "at /item/1/request/url" in outcome.out
    assert "1 source: 1 error" in outcome.out
    assert ids() == []


def test_the_project_may_name_the_description(shop: Project) -> None:
    shop.write("pyproject.toml", f'{PYPROJECT}[tool.pcc.check]\nopenapi = "shop.yaml"\n')
    assert ids() == ["unknown-operation"]


def test_a_suppression_of_what_only_a_description_finds_is_not_in_vain_without_one(shop: Project) -> None:
    allow = '[[tool.pcc.check.allow]]\nid = "unknown-operation"\nsource = "shop.*"\nreason = "not described yet"\n'
    shop.write("pyproject.toml", PYPROJECT + allow)
    assert run_pcc("check", "shop.postman_collection.json", "--strict").code == 0
    outcome = run_pcc("check", "shop.postman_collection.json", "--strict", "--openapi", "shop.yaml")
    assert outcome.code == 0
    assert "1 suppressed" in outcome.out


@pytest.mark.parametrize(("text", "code"), [("swagger: '2.0'\n", 3), ("a: [1", 3), (None, 4)])
def test_a_description_that_is_none_is_refused_before_anything_is_checked(
    shop: Project, text: str | None, code: int
) -> None:
    if text is not None:
        shop.write("other.yaml", text)
    outcome = run_pcc("check", "shop.postman_collection.json", "--openapi", "other.yaml")
    assert outcome.code == code
    assert "other.yaml" in outcome.err
    assert outcome.out == ""
