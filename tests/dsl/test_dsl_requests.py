"""What a step may say, and what it compiles to."""

import json

import pytest

import pcc
from pcc import Environment, Workflow, entry, example, file, graphql, literal, status, unquoted, variable, workflow
from pcc.model.collection import Item, ItemGroup, Settings
from pcc.model.request import (
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    FileBody,
    FormdataBody,
    FormFile,
    GraphqlBody,
    NoAuth,
    RawBody,
    Request,
    UrlencodedBody,
)
from pcc.model.template import Reference, Template
from pcc.templating import render_postman


class Env(Environment):
    base = variable("baseUrl", "https://api.example.<<tld>>")
    tld = variable("tld", "com")
    key = variable("key", secret=True)


env = Env()


def request_of(**options: object) -> Request:
    """The request of a workflow of one step."""
    return item_of(**options).request


def item_of(**options: object) -> Item:
    @workflow("One step", environment=Env)
    def one_step(w: Workflow) -> None:
        w.post("Send", options.pop("url", f"{env.base}/things"), **options)  # type: ignore[arg-type]

    (item,) = one_step.build().items
    assert isinstance(item, Item)
    return item


def test_both_notations_and_a_ref_mean_the_same_reference() -> None:
    urls = [f"{env.base}/x", "<<baseUrl>>/x", "{{baseUrl}}/x"]
    assert {request_of(url=url).url.base for url in urls} == {Template((Reference("baseUrl"), "/x"))}


def test_a_query_in_the_url_and_query_options_are_both_sent_in_order() -> None:
    url = request_of(url="https://h/p?a=1&b&c=<<tld>>#top", query={"d": 5, "e": entry("x", disabled=True)}).url
    assert [(render_postman(q.key), q.value and render_postman(q.value), q.disabled) for q in url.query] == [
        ("a", "1", False),
        ("b", None, False),
        ("c", "{{tld}}", False),
        ("d", "5", False),
        ("e", "x", True),
    ]
    assert url.base == Template.of("https://h/p")
    assert url.fragment == Template.of("top")


def test_path_variables_take_their_values() -> None:
    url = request_of(url=f"{env.base}/users/:user/files/:name.json", path={"user": env.key, "name": "a"}).url
    assert [(one.key, render_postman(one.value)) for one in url.variables] == [("user", "{{key}}"), ("name", "a")]


@pytest.mark.parametrize(
    ("url", "path", "said"),
    [("https://h/:id", {}, "has a segment :id"), ("https://h/x", {"id": "1"}, "has no segment :id")],
)
def test_a_path_variable_without_segment_or_value_is_refused(url: str, path: dict[str, str], said: str) -> None:
    with pytest.raises(pcc.PccError, match=said):
        request_of(url=url, path=path)


def test_repeated_disabled_and_described_headers_are_kept() -> None:
    headers = request_of(headers=[("X", "1"), ("X", entry("2", disabled=True, description="why"))]).headers
    assert [(render_postman(h.value), h.disabled, h.description) for h in headers] == [
        ("1", False, ""),
        ("2", True, "why"),
    ]


def test_a_json_body_quotes_references_and_leaves_unquoted_ones_bare() -> None:
    body = request_of(
        json={"id": env.key, "n": unquoted(env.tld), "l": [True, None, 1.5, {}], "t": 'say "<<tld>>"\n'}
    ).body
    assert isinstance(body, RawBody)
    assert body.language == "json"
    text = render_postman(body.text)
    assert '"id": "{{key}}"' in text
    assert '"n": {{tld}}' in text
    assert json.loads(text.replace("{{tld}}", "7")) == {
        "id": "{{key}}",
        "n": 7,
        "l": [True, None, 1.5, {}],
        "t": 'say "7"\n',
    }


def test_a_marker_survives_the_authors_own_json_dumps() -> None:
    body = request_of(raw=json.dumps({"id": str(env.key)}), language="json").body
    assert isinstance(body, RawBody)
    assert render_postman(body.text) == '{"id": "{{key}}"}'


def test_literal_text_holds_no_reference() -> None:
    body = request_of(raw=literal("<<tld>>") + " <<tld>>").body
    assert isinstance(body, RawBody)
    assert body.text == Template(("<<tld>> ", Reference("tld")))


def test_forms_files_and_graphql_become_their_bodies() -> None:
    form = request_of(form={"a": env.tld, "b": entry("2", disabled=True)}).body
    multipart = request_of(multipart={"doc": file("a.txt", "b.txt", content_type="text/plain"), "n": 1}).body
    query = request_of(graphql=graphql("{ me }", variables={"id": env.key}, operation_name="Me")).body
    assert isinstance(form, UrlencodedBody)
    assert [param.disabled for param in form.params] == [False, True]
    assert isinstance(multipart, FormdataBody)
    assert isinstance(multipart.params[0], FormFile)
    assert multipart.params[0].paths == ("a.txt", "b.txt")
    assert isinstance(query, GraphqlBody)
    assert json.loads(render_postman(query.variables)) == {"id": "{{key}}"}
    assert request_of(file="body.bin").body == FileBody("body.bin")


@pytest.mark.parametrize(
    ("auth", "kind"),
    [
        (pcc.bearer("<<key>>"), BearerAuth),
        (pcc.basic("u", env.key), BasicAuth),
        (pcc.api_key("X-Key", env.key, in_query=True), ApiKeyAuth),
        (pcc.no_auth(), NoAuth),
    ],
)
def test_every_auth_has_its_own_type(auth: object, kind: type) -> None:
    assert isinstance(request_of(auth=auth).auth, kind)


def test_without_auth_a_step_inherits() -> None:
    assert request_of().auth is None


def test_settings_are_per_step_and_absent_by_default() -> None:
    assert item_of().settings is None
    assert item_of(follow_redirects=False, timeout_ms=500).settings == Settings(follow_redirects=False, timeout_ms=500)


def test_saved_examples_are_kept_with_the_request() -> None:
    item = item_of(examples=[example("Created", 201, json={"id": 1}, headers={"X": "1"})])
    (saved,) = item.responses
    assert (saved.name, saved.code, saved.status, saved.language) == ("Created", 201, "Created", "json")
    assert saved.request == item.request


def test_what_a_step_does_is_its_description() -> None:
    assert request_of(does="create a thing").description == "Create a thing."
    assert request_of(does="create a thing", description="All of it").description == "All of it"


def test_folders_scripts_and_numbers() -> None:
    @workflow("Folders", environment=Env, auth=pcc.bearer("<<key>>"), variables={"v": "<<tld>>"})
    def folders(w: Workflow) -> None:
        w.each(expect=[status.one_of([200, 201])], test="console.log('all');")
        w.prerequisites().get("Before", env.base)
        inner = w.folder("Part one", description="first", auth=pcc.no_auth())
        inner.each(prerequest="console.log('part');")
        inner.get("A", env.base)
        inner.folder("Deeper").get("B", env.base)
        w.get("C", env.base)
        w.cleanup().delete("After", env.base)

    built = folders.build()
    assert [item.name for _, item in built.walk()] == ["Before", "Step 1: A", "Step 2: B", "Step 3: C", "After"]
    assert [type(child).__name__ for child in built.items] == ["ItemGroup", "ItemGroup", "Item", "ItemGroup"]
    part = built.items[1]
    assert isinstance(part, ItemGroup)
    assert (part.description, type(part.auth).__name__, len(part.events)) == ("first", "NoAuth", 1)
    assert len(built.events) == 1
    assert built.variables[0].value == Template((Reference("tld"),))


def test_inserting_a_step_changes_no_other_id() -> None:
    def build(*, extra: bool) -> dict[str, str]:
        @workflow("Ids", environment=Env)
        def ids(w: Workflow) -> None:
            w.get("First", env.base)
            if extra:
                w.get("Inserted", env.base)
            w.get("Second", env.base)

        return {item.name.partition(": ")[2]: item.id for _, item in ids.build().walk()}

    before, after = build(extra=False), build(extra=True)
    assert before.items() <= after.items()
    assert len(set(after.values())) == 3


def test_several_environments_come_from_one_class() -> None:
    class Regions(Environment):
        tld = variable("tld", "com")
        secret = variable("token", secret=True)

    Regions("Regions Europe", tld="eu")
    built = [environment.build() for environment in Regions.declared()]
    assert [(one.name, one.variables[0].value) for one in built] == [
        ("Regions", Template.of("com")),
        ("Regions Europe", Template.of("eu")),
    ]
    assert built[0].variables[1].secret
    assert built[0].variables[1].value == Template()
    assert [environment.slug for environment in Regions.declared()] == ["regions", "regions-europe"]
