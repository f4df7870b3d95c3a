"""A first workflow: create a note, and read it back."""

from pcc import Environment, Workflow, jsonpath, sent, status, variable, workflow


class Notes(Environment):
    """The variables that a reader fills in."""

    base_url = variable("baseUrl", "https://notes.example.com")


env = Notes()


@workflow("Hello, workflow", environment=Notes, summary="Create a note and read it back.")
def hello(w: Workflow) -> None:
    created = w.post(
        "Create a note",
        f"{env.base_url}/notes",
        does="create a note",
        json={"text": "hello {{ '{{$guid}}' }}"},
        expect=[status(201), jsonpath("$.text").equals(sent("$.text"))],
    )
    note = created.capture("noteID", "$.id")
    w.get(
        "Read the note",
        f"{env.base_url}/notes/{note}",
        does="read the note",
        expect=[status(200), jsonpath("$.id").equals(note)],
    )
