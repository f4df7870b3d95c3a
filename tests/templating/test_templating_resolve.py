"""Resolution of references, against a plain reading of Postman's: replace all of them, again and again."""

import re

from hypothesis import given
from hypothesis import strategies as st

from pcc.templating import MISSING, resolve_text
from pcc.templating.notation import TOKEN

TEXTS = st.lists(
    st.sampled_from(["{{a}}", "{{b}}", "{{none}}", "{{", "}}", "{", "a", " ", "\ud83d", "\ude00"]), max_size=8
).map("".join)


def plain(text: str, values: dict[str, str]) -> str:
    for _ in range(19):
        text = TOKEN.sub(lambda match: values.get(match[1], match[0]), text)
    return re.sub("[\ud800-\udbff][\udc00-\udfff]", "\N{GRINNING FACE}", text)


@given(TEXTS, st.dictionaries(st.sampled_from(["a", "b"]), st.sampled_from(["x", "{{b}}", "{{", "}}", "\ud83d"])))
def test_a_text_is_resolved_as_if_it_were_replaced_again_and_again(text: str, values: dict[str, str]) -> None:
    for _ in range(2):
        assert resolve_text(text, lambda name: values.get(name, MISSING)) == plain(text, values)


@given(TEXTS)
def test_references_are_asked_for_in_order_and_once_a_pass(text: str) -> None:
    asked: list[str] = []

    def look_up(name: str) -> str:
        asked.append(name)
        return "v"

    resolve_text(text, look_up)
    assert asked[: len(TOKEN.findall(text))] == TOKEN.findall(text)
