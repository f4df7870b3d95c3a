"""Laws: what a page of pcc itself says is right, and one change of it is one finding; any text can be read."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.library import FACTS, lend_a_book
from pcc.claims import Facts, PageFormat, hold_claims, read_claims, read_facts
from pcc.emit import emit_page
from pcc.model.collection import Collection, Item, ItemGroup
from pcc.model.request import QueryParam, Request, Url
from pcc.templating import parse_postman

SEGMENTS = [
    "users",
    "photo",
    "brand",
    "as",
    "token",
    "v1",
    "to",
    "sign-on",
    "a.b",
    "{{userID}}",
    "{{x}}",
    "x-{{id}}.json",
]
BASES = ["{{apiPath}}", "https://api.example.com", "http://localhost:8080", "{{authPath}}/{{envID}}"]
WORDS = ["the token", "user", "create", "a reader", "list", "for", "library's", "read", "Go", "application"]


def _item(number: int, method: str, base: str, segments: list[str], title: list[str], does: list[str]) -> Item:
    url = Url(parse_postman("/".join([base, *segments])), (QueryParam(parse_postman("a"), parse_postman("{{b}}")),))
    return Item(f"Step {number}: {' '.join(title)}", Request(method, url), does=" ".join(does))


@st.composite
def workflows(draw: st.DrawFn) -> Collection:
    """Workflows of requests of any shape, equal ones among them."""
    words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)
    parts = st.tuples(
        st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "X-OTHER"]),
        st.sampled_from(BASES),
        st.lists(st.sampled_from(SEGMENTS), min_size=1, max_size=4),
        words,
        st.one_of(st.just([]), words),
    )
    steps = draw(st.lists(parts, min_size=1, max_size=8))
    items = tuple(_item(number, *step) for number, step in enumerate(steps, start=1))
    special = (
        ItemGroup("Prerequisites", (Item("Get a token", Request("POST", Url(parse_postman("{{apiPath}}/t")))),)),
    )
    return Collection("A workflow", (*special, *items))


def held(text: str, facts: Facts) -> list[tuple[str, str]]:
    return [(finding.id, finding.step) for finding in hold_claims(read_claims(text, PageFormat.MARKDOWN), facts)]


@given(workflows())
def test_the_page_of_a_workflow_agrees_with_it(collection: Collection) -> None:
    assert held(emit_page(collection, "x").text, read_facts(collection)) == []


@given(workflows(), st.data())
def test_a_step_taken_out_of_a_page_is_one_missing_step(collection: Collection, data: st.DataObject) -> None:
    lines = emit_page(collection, "x").text.splitlines()
    steps = [index for index, line in enumerate(lines) if line[:1].isdigit()]
    lines.pop(data.draw(st.sampled_from(steps)))
    found = [kind for kind, _ in held("\n".join(lines), read_facts(collection))]
    assert found == (["missing-step"] if len(steps) > 1 else ["no-steps"])


@given(workflows(), st.data())
def test_a_step_added_to_a_page_is_one_extra_step(collection: Collection, data: st.DataObject) -> None:
    lines = emit_page(collection, "x").text.splitlines()
    steps = [index for index, line in enumerate(lines) if line[:1].isdigit()]
    at = data.draw(st.sampled_from(steps))
    number = lines[at].partition(".")[0]
    lines.insert(
        at, f"{number}. **Feed the cat.** Make a `HEAD` request to `/cats/{{{{apiPath}}}}/feeding/bowls/full`."
    )
    assert [kind for kind, _ in held("\n".join(lines), read_facts(collection))] == ["extra-step"]


@pytest.mark.parametrize("index", range(10))
def test_each_step_taken_out_of_the_page_of_the_library_is_that_missing_step(index: int) -> None:
    lines = emit_page(lend_a_book.build(), "x").text.splitlines()
    steps = [line for line in lines if line[:1].isdigit()]
    lines.remove(steps[index])
    assert held("\n".join(lines), FACTS) == [("missing-step", FACTS.steps[index].name)]


@pytest.mark.parametrize("index", range(10))
def test_another_method_on_the_page_of_the_library_is_that_wrong_method(index: int) -> None:
    text = emit_page(lend_a_book.build(), "x").text
    step = FACTS.steps[index]
    (line,) = [line for line in text.splitlines() if line.startswith(f"{index + 1}. ")]
    for other in {"GET", "POST", "PUT", "PATCH", "DELETE"} - {step.method}:
        wrong = text.replace(line, line.replace(f"`{step.method}`", f"`{other}`"))
        assert held(wrong, FACTS) == [("wrong-method", step.name)]


@pytest.mark.parametrize("index", range(9))
def test_neighbours_that_change_places_are_one_wrong_order(index: int) -> None:
    text = emit_page(lend_a_book.build(), "x").text
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{index + 1}. "))
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    assert [kind for kind, _ in held("\n".join(lines), FACTS)] == ["wrong-order"]
    for line, number in ((at, index + 1), (at + 1, index + 2)):
        lines[line] = f"{number}. {lines[line].partition(' ')[2]}"
    assert [kind for kind, _ in held("\n".join(lines), FACTS)] == ["wrong-order"]


PIECES = [
    *(
        "Make a ",
        "POST",
        "request",
        " to ",
        "/a/",
        "{{x}}",
        "<<x>>",
        "{{",
        "}}",
        "<",
        "<!--",
        "-->",
        "<li>",
        "<ol>",
        "</ol>",
    ),
    *(
        "<pre>",
        "<script>",
        "&lt;",
        "&#0;",
        "&#1114112;",
        "\\",
        "`",
        "*",
        "_",
        "[",
        "](",
        ")",
        "\n",
        "\r",
        " ",
        "\t",
        "- ",
        "1. ",
    ),
    *(
        "Step 3: ",
        "step 9",
        "Number of APIs: 3",
        "operations are supported:\n",
        "Create a ",
        "|",
        "#",
        "\ud800",
        "\x00",
        "é",
    ),
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=60).map("".join)), st.sampled_from(PageFormat))
def test_any_text_is_read_and_held(text: str, kind: PageFormat) -> None:
    lines = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for finding in hold_claims(read_claims(text, kind), FACTS):
        assert 1 <= finding.place.line <= lines
        assert finding.place.column >= 1


@given(st.text(max_size=200), st.sampled_from(PageFormat))
def test_every_character_knows_where_it_came_from(text: str, kind: PageFormat) -> None:
    prose = read_claims(text, kind).prose
    assert len(prose.text) == len(prose.offsets)
    assert list(prose.offsets) == sorted(prose.offsets)
    assert all(0 <= offset < max(len(text), 1) for offset in prose.offsets)


HOSTILE = [
    *(
        "<!--",
        "<a ",
        '<a b="',
        "<![CDATA[",
        "</",
        "<script>",
        "<?",
        "&",
        "&#",
        "<",
        "<<",
        "{{",
        "{{a",
        "{{a}}",
        "[",
        "[a](",
    ),
    *(
        "_",
        "*",
        "`",
        "\\",
        "make a ",
        "make another ",
        "make a POST request to ",
        "make a POST request to /a ",
        "POST /a ",
    ),
    *(
        "step 1, ",
        "Step 1: ",
        "Step 1: POST ",
        "1. ",
        "- ",
        "\n- ",
        "operations are supported: ",
        "created in step ",
        "a ",
    ),
    *("/a", "a/", "Number of APIs: ", "<ol><li>", "<pre>", "# ", "A b\n", "eyJ", "token=", "\r", "\n", "  "),
]


@pytest.mark.parametrize("unit", HOSTILE)
@pytest.mark.parametrize("kind", [PageFormat.TEXT, PageFormat.HTML])
def test_reading_takes_time_in_proportion_to_the_page(unit: str, kind: PageFormat) -> None:
    # Were it the square, each of these would take minutes.
    claims = read_claims(unit * (60_000 // len(unit)), kind)
    assert len(claims.prose.text) == len(claims.prose.offsets)


def test_a_collection_without_numbers_is_numbered_by_its_order() -> None:
    collection = lend_a_book.build()
    items = tuple(
        replace(item, name=item.name.partition(": ")[2]) if isinstance(item, Item) else item
        for item in collection.items
    )
    facts = read_facts(replace(collection, items=items))
    assert [step.name for step in facts.steps] == [step.name for step in FACTS.steps]
