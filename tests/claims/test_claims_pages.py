"""Pages that are right, in every format and with every kind of damage: nothing is found on them."""

from dataclasses import replace

import pytest

from claims.library import FACTS, PAGES, found, page
from pcc.claims import PageFormat, read_claims
from pcc.claims.markup import detect_format

PAGE_NAMES = sorted(path.name for path in PAGES.iterdir())
LISTS = {"broken.txt": 2, "glued.txt": 1, "page.html": 1, "page.md": 2, "whole.txt": 1}


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_nothing_is_found_on_a_page_that_is_right(name: str) -> None:
    assert found(page(name), name) == []


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_every_list_of_a_page_is_read_whole(name: str) -> None:
    lists = read_claims(page(name), name=name).lists
    assert [requests.numbers for requests in lists] == [tuple(range(1, 11))] * LISTS[name]
    for requests in lists:
        assert [claim.method for claim in requests.claims] == [step.method for step in FACTS.steps]


@pytest.mark.parametrize("name", ["whole.txt", "glued.txt", "broken.txt"])
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_change_nothing(name: str, end: str) -> None:
    assert found(page(name).replace("\n", end), name) == []


def test_a_line_is_that_of_the_page_whatever_its_line_ends() -> None:
    text = page("broken.txt").replace(
        "POST\nrequest to/branches/{{branchID}}/shelves", "PUT\nrequest to/branches/{{branchID}}/shelves"
    )
    for end in ("\n", "\r\n", "\r"):
        (wrong,) = found(text.replace("\n", end))
        assert (wrong.id, wrong.place.line, wrong.place.column, wrong.place.excerpt) == ("wrong-method", 21, 1, "PUT")


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.html", "plain", PageFormat.HTML),
        ("a.HTM", "plain", PageFormat.HTML),
        ("a.md", "<p>", PageFormat.MARKDOWN),
        ("a.txt", "<p>", PageFormat.TEXT),
        ("-", "\n <!DOCTYPE html>", PageFormat.HTML),
        ("page", "<ol><li>", PageFormat.HTML),
        ("page", "# Title", PageFormat.TEXT),
    ],
)
def test_a_format_goes_by_the_extension_and_then_by_how_a_page_begins(name: str, text: str, kind: PageFormat) -> None:
    assert detect_format(text, name) is kind


@pytest.mark.parametrize(
    "sentence",
    [
        "Make a POST request to {}",
        "make another `POST` request to `{}`",
        "To go on, make a “POST” call to “{}”",
        "Make aPOSTrequestto{} to go on",
        "Make\na\nPOST\nrequest\nto\n{}\nto go on",
        "Send a post request to the endpoint {}.",
        "Make a <code>POST</code> request to <code>{}</code>, and go on",
        "Make a POST request to {}, which goes on",
        "Make a POST request to {}to go on",
        "Make a POST request to {}.Make no other",
        "Make a POST\u200b request\u00a0to {}",
        "Step 1: Go on POST {}",
        "| 1 | Go on | POST | {} |",
        "1. Go on: POST {}",
    ],
)
def test_a_request_is_read_however_the_sentence_goes(sentence: str) -> None:
    claims = read_claims(sentence.format("/a/{{b}}/users"))
    assert [(claim.method, "/a/{{b}}/users" in claim.readings) for r in claims.lists for claim in r.claims] == [
        ("POST", True)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Make an API request to /users",
        "Run the token request endpoint",
        "See GET a token. POST it to us",
        "The POST request failed",
        "Make a POST request to the service",
        "Steps 1 to 3 GET you there",
    ],
)
def test_prose_that_names_no_request_is_none(sentence: str) -> None:
    assert read_claims(sentence).lists == ()


CELLS = "<tr><td>{0.number}</td><td>{0.title}</td><td>{0.method}</td><td>{0.address.host}{0.address.path}</td></tr>"
SECTION = (
    "### Step {0.number}: {0.title}\n\nGo on.\n\n```http\n{0.method} {0.address.host}{0.address.path} HTTP/1.1\n```\n"
)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("page.html", CELLS),
        ("page.md", SECTION),
        ("page.txt", "-\nMake a\n{0.method}request to{0.address.path}to go on. "),
        ("page.txt", "Make a\n{0.method}\nrequest to{0.address.path}\nto go on."),
        ("page.html", "{0.number}. Make a {0.method} request to {0.address.path} to go on. "),
        ("page.md", "* **Step {0.number}**: {0.title} `{0.method}` `{0.address.host}{0.address.path}`\n"),
        ("page.md", "{0.number}. {0.title}: `{0.method} {0.address.path}`\n"),
        ("page.md", "* {0.title}: `{0.method} {0.address.path}`\n"),
        ("page.txt", "{0.title} {0.method} {0.address.host}{0.address.path}\n"),
    ],
)
def test_steps_are_read_in_whatever_form_they_are_listed(name: str, form: str) -> None:
    text = "".join(form.format(step) for step in FACTS.steps)
    assert found(text, name) == []
    wrong = "".join(form.format(replace(step, method="DELETE") if step.number == 5 else step) for step in FACTS.steps)
    assert [(finding.id, finding.step) for finding in found(wrong, name)] == [("wrong-method", "Step 5: Set the label")]


@pytest.mark.parametrize("segment", ["photo", "brand", "rate-limit-for", "wisdom.of"])
def test_a_path_may_end_like_a_word_that_is_glued_to_it(segment: str) -> None:
    text = f"Make a POST request to /{segment} to go on."
    (requests,) = read_claims(text).lists
    assert requests.claims[0].readings[0] == f"/{segment}"


def test_a_variable_keeps_its_name_in_every_notation() -> None:
    text = "{{a}} <<b>> \\{\\{c\\}\\} {{d\\_e}} &lt;&lt;f&gt;&gt; &#123;&#123;g&#x7d;&#x7d; "
    text += "{{<code>h</code>}} {{ i }} {{`j`}} {{$guid}}"
    assert [use.name for use in read_claims(text).variables] == ["a", "b", "c", "d_e", "f", "g", "h", "i", "j", "$guid"]
    html = read_claims(f"<p>{text}</p>", PageFormat.HTML)
    assert {"a", "b", "f", "g", "h", "i"} <= {use.name for use in html.variables}
