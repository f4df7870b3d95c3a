"""The three formats."""

import json

from pcc.changes import KINDS, RENDERERS, Change, Severity, classify
from pcc.changes.compare import Difference
from pcc.changes.concealing import conceal, is_secret_name, mask_looks, mask_text


def change(before: str | None, after: str | None, name: str = "header-changed", step: str = "A step") -> Change:
    return Change(name, KINDS[name].severity, "a.json", step, "header X", before, after)


def test_classifying_adds_the_severity_of_the_kind_and_nothing_else() -> None:
    found = classify([Difference("step-removed", "A", "step", "GET x", None)], "a.json")
    assert found == (Change("step-removed", Severity.BREAKING, "a.json", "A", "step", "GET x", None),)


def test_text_is_grouped_by_file_and_step_and_ends_with_counts() -> None:
    changes = [
        change(None, "b"),
        change("a", None),
        change("a", "b", "method-changed", "Other"),
        change("a", "", "text-changed", ""),
    ]
    assert RENDERERS["text"](changes) == (
        "a.json\n"
        "  A step\n"
        "    behaviour  header-changed          header X: + b\n"
        "    behaviour  header-changed          header X: - a\n"
        "  Other\n"
        "    breaking   method-changed          header X: a → b\n"
        '    cosmetic   text-changed            header X: a → ""\n'
        "\n"
        "4 changes: 1 breaking, 2 behaviour, 1 cosmetic\n"
    )


def test_without_changes_the_formats_for_people_say_so() -> None:
    assert RENDERERS["text"]([]) == RENDERERS["markdown"]([]) == "No changes a reader would notice.\n"
    assert json.loads(RENDERERS["json"]([])) == {"changes": []}


def test_json_holds_whole_values() -> None:
    assert json.loads(RENDERERS["json"]([change("a" * 500, None)])) == {
        "changes": [
            {
                "id": "header-changed",
                "severity": "behaviour",
                "subject": "a.json",
                "path": "A step / header X",
                "step": "A step",
                "part": "header X",
                "before": "a" * 500,
                "after": None,
            }
        ]
    }


def test_markdown_puts_the_worst_first_and_lets_nothing_out_of_its_cell() -> None:
    text = RENDERERS["markdown"](
        [change("a|b\n`c`", "<img src=x> @team **x**"), change("a", None, "method-changed", "B|_x_")]
    )
    rows = text.splitlines()[6:]
    assert [row.split(" | ")[0] for row in rows] == ["| breaking", "| behaviour"]
    assert all(row.count("|") == 5 for row in rows)
    for forbidden in ("`", "<img", "@team", "**x", "_x_"):
        assert forbidden not in "\n".join(rows)
    assert rows[0] == "| breaking | B&#124;&#95;x&#95; / header X | method-changed | removed <code>a</code> |"


def test_a_comment_stays_within_what_github_takes() -> None:
    text = RENDERERS["markdown"]([change("a" * 500, "|" * 500)] * 2000)
    assert len(text) < 65_536
    assert text.splitlines()[-1].startswith("… and 1")


def test_values_for_people_are_cut_and_hold_no_controls() -> None:
    line = RENDERERS["text"]([change("\x1b[31m\u202e" + "x" * 500, "y")]).splitlines()[2]
    assert len(line) < 150
    assert "\x1b" not in line
    assert "\\u001b[31m\\u202exxx" in line


def test_names_of_secrets_are_known() -> None:
    names = ["password", "client_secret", "X-Api-Key", "accessToken", "Authorization", "API_KEY", "privateKey", "pin"]
    assert [name for name in names if not is_secret_name(name)] == []
    others = ["tokenLifetime", "grant_type", "name", "key", "monkey", "passwordPolicy", "", "tokens used", "opinion"]
    assert [name for name in others if is_secret_name(name)] == []


def test_a_masked_text_keeps_its_references_and_its_scheme() -> None:
    assert mask_text("Bearer {{token}}") == "Bearer {{token}}"
    assert mask_text("Basic abcdef") == "Basic •••• (6 characters)"
    assert mask_text("{{a}}:{{b}}") == "{{a}}:{{b}}"
    assert mask_text("") == ""


def test_what_looks_like_a_secret_is_masked_wherever_it_stands() -> None:
    jwt = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl"
    secrets = [jwt, "AKIAIOSFODNN7EXAMPLE", "ghp_" + "a1" * 18, "sk_live_" + "b2" * 10, "hunter2-hunter2-hunter2"]
    text = f"x {secrets[0]} {secrets[1]} {secrets[2]} {secrets[3]} https://me:{secrets[4]}@h/"
    masked = mask_looks(text)
    assert [secret for secret in secrets if secret in masked] == []
    assert mask_looks(f"Authorization: Bearer {jwt}").count("characters") == 1
    assert "hunter2" not in mask_looks('pm.environment.set("password", "hunter2");')


def test_a_known_value_is_masked_inside_of_others() -> None:
    assert conceal("https://h/?t=s3cr3t&u=s3cr3t2", {"s3cr3t", "s3cr3t2", "h"}) == (
        "https://h/?t=•••• (6 characters)&u=•••• (7 characters)"
    )
