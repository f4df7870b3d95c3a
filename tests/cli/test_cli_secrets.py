"""A secret is in no output, whatever it looks like and wherever it goes."""

import base64
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import pcc
from cli.shell import PYPROJECT, Outcome, Project, run_pcc
from pcc.model.ports import HttpRequest, HttpResponse

SOURCE = """
from pcc import Environment, Workflow, api_key, basic, bearer, header, jsonpath, status, variable, workflow


class Vault(Environment):
    base = variable("baseUrl", "https://vault.example.com")
    token = variable("apiToken", secret=True)


env = Vault()


@workflow("Use a secret everywhere", environment=Vault, auth=bearer(env.token))
def use_secret(w: Workflow) -> None:
    copied = w.assign("copied", f"pre {env.token} post", secret=True)
    stored = w.post(
        "In the URL, a header and JSON",
        f"{env.base}/things/{env.token}?key={env.token}#{env.token}",
        headers={"X-Key": env.token, "Cookie": f"a={env.token}"},
        json={"token": env.token, "copied": copied},
        expect=[
            status(200),
            jsonpath("$.echo").equals("another"),
            jsonpath("$.echo").matches("^no such text$"),
            jsonpath("$.all").contains("another"),
            jsonpath("$.quoted").equals(f"{env.token}!"),
            jsonpath("$.basic").has_length(99999),
            jsonpath("$.missing").exists(),
            header("X-Echo").differs(env.token),
        ],
    )
    stored.capture("plainly", "$.echo")
    stored.capture("listed", "$.all")
    stored.capture("lost", "$.missing")
    fresh = stored.capture("fresh", "$.fresh", secret=True)
    w.post("In a form", f"{env.base}/form", auth=basic("user", env.token), form={"a": env.token, "b": fresh})
    w.get("As a key", f"{env.base}/key", auth=api_key("k", fresh, in_query=True), expect=[status(404)])
    w.get("In a host", f"https://{env.token}/x")
    w.get("In a port", f"https://h:{env.token}/x")
    w.put("As text", f"{env.base}/text", raw=f"{env.token} {fresh}", headers={"Content-Type": "text/plain"})
    w.get("Where nothing is set", f"{env.base}/{fresh}/<<noteID>>", test="")
    w.get("Redirected", f"{env.base}/redirect")
""".replace("/<<noteID>>", "/{{$guid}}")

# What stands in no ordinary word, so that a hit is one.
_TEXT = st.text(
    st.one_of(
        st.sampled_from("abXY01 %+/\\\"'&=?#<>{}.:;,-_~\n\té漢🙂"),
        st.characters(exclude_categories=["Cs"], exclude_characters="•\0"),
    ),
    min_size=4,
    max_size=24,
)
SECRETS = st.builds("Zq{}7".format, _TEXT)


@dataclass
class Echo:
    """A transport that gives the secret back in every way."""

    secret: str
    fresh: str

    def send(self, request: HttpRequest, *, timeout_ms: float | None = None, verify: bool = True) -> HttpResponse:
        if "/redirect" in request.url:
            return HttpResponse(302, "", (("Location", f"/next?t={quote(self.secret)}"),), b"", 1.0)
        headers = (
            ("Content-Type", "application/json"),
            ("X-Echo", quote(self.secret)),
            ("X-Sent", dict(request.headers).get("Authorization", "")),
            ("Set-Cookie", f"s={quote(self.secret)}; Path=/"),
            ("Location", f"/made/{quote(self.secret, safe='')}"),
        )
        return HttpResponse(201, "", headers, json.dumps(self._document(request)).encode(), 1.0)

    def _document(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "echo": self.secret,
            "all": ["one", self.secret, {"deep": f"<{self.secret}>"}],
            "quoted": quote_plus(self.secret),
            "basic": _base64(f"user:{self.secret}"),
            "url": request.url,
            "body": request.body.decode(errors="replace"),
            # Whoever does not capture it cannot know that it is secret.
            **({"fresh": self.fresh} if "/things/" in request.url else {}),
        }

    def close(self) -> None:
        pass


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def shapes(secret: str) -> set[str]:
    """How a secret may look in a text."""
    return {
        secret,
        quote(secret, safe=""),
        quote(secret),
        quote_plus(secret),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        repr(secret)[1:-1],
        _base64(secret),
        _base64(f"user:{secret}"),
        secret.encode("unicode_escape").decode(),
    }


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("vault"))
    project.write("pyproject.toml", PYPROJECT)
    project.write("collections/use_secret.py", SOURCE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", list(sys.path))
        assert pcc.build(project=project.root).valid
    return project


def replay(vault: Project, secret: str, fresh: str, *flags: str, given_by: str) -> Outcome:
    collection = vault.root / "out/use-secret.postman_collection.json"
    document = json.loads((vault.root / "out/vault.postman_environment.json").read_text())
    arguments: list[object] = ["replay", collection, *flags]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pcc.runner.transports.network.NetworkTransport", lambda *_: Echo(secret, fresh))
        match given_by:
            case "process":
                patch.setenv("PCC_VAR_apiToken", secret)
            case "line":
                arguments += ["--env-var", f"apiToken={secret}"]
            case _:
                (token,) = [entry for entry in document["values"] if entry["key"] == "apiToken"]
                token["value"] = secret
        environment = vault.root / "env.json"
        environment.write_text(json.dumps(document))
        return run_pcc(*arguments, "-e", environment)


def assert_hidden(shown: Outcome, *secrets: str) -> None:
    for secret in secrets:
        for shape in shapes(secret):
            assert shape not in shown.text, f"{shape!r} is shown"


@settings(deadline=None, max_examples=60)
@given(
    secret=SECRETS,
    fresh=SECRETS,
    given_by=st.sampled_from(["file", "line", "process"]),
    flags=st.sampled_from([(), ("--verbose",), ("--verbose", "-n", "2"), ("--bail",)]),
)
@example(secret="Zq p%C3%A9+/?&=#7", fresh='Zq"\\\n7{}', given_by="file", flags=("--verbose",))
@example(secret="Zq" + "long " * 20, fresh="Zq{{x}}7", given_by="process", flags=("--verbose",))
def test_a_secret_is_in_no_output(
    vault: Project, secret: str, fresh: str, given_by: str, flags: tuple[str, ...]
) -> None:
    shown = replay(vault, secret, fresh, *flags, given_by=given_by)
    assert shown.code == 1
    assert "--bail" in flags or "••••••" in shown.out
    assert_hidden(shown, secret, fresh)


def test_the_run_of_this_test_shows_what_it_should(vault: Project) -> None:
    shown = replay(vault, "Zq secret 7", "Zq fresh 8", given_by="file")
    assert shown.out.splitlines()[0].startswith(
        "Use a secret everywhere  →  https://vault.example.com, https://{{apiToken}}"
    )
    assert "plainly=••••••" in shown.out
    assert "expected" in shown.out
    assert "Created in https://vault.example.com" in shown.out
    assert "/made/••••••" in shown.out


def test_a_secret_in_a_file_that_is_wrong_is_not_quoted(vault: Project, tmp_path: Path) -> None:
    collection = vault.root / "out/use-secret.postman_collection.json"
    secret = "Zq secret 7"
    for text in (
        json.dumps({"name": "e", "values": [{"key": "apiToken", "value": secret, "type": 3}]}),
        json.dumps({"name": "e", "values": [{"key": "apiToken", "value": secret, "enabled": "x"}]}),
        json.dumps({"name": "e", "values": [secret]}),
        json.dumps({"name": secret, "values": {"apiToken": secret}}),
        f'{{"values": [{{"key": "apiToken", "value": "{secret}"',
        f'{{"values": [{{"key": "apiToken", "value": {secret}}}]}}',
    ):
        environment = tmp_path / "env.json"
        environment.write_text(text)
        assert_hidden(run_pcc("replay", collection, "-e", environment, "--folder", "nothing"), secret)


@pytest.mark.parametrize("text", ["Zq secret 7", "=Zq secret 7"])
def test_a_mistaken_variable_of_the_command_line_is_not_quoted(vault: Project, text: str) -> None:
    shown = run_pcc("replay", vault.root / "out/use-secret.postman_collection.json", "--env-var", text)
    assert shown.code == 2
    assert_hidden(shown, "Zq secret 7")
