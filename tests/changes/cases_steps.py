"""Edits of the collection, its folders and the order of its steps."""

from changes.base import Document, item
from changes.cases import BEHAVIOUR, BREAKING, COSMETIC, CREATE, NOTE, Cases


def swap(document: Document) -> None:
    items = document["item"]
    items[1]["name"], items[2]["name"] = "Step 2: Create a user", "Step 1: Read the user"
    items[1], items[2] = items[2], items[1]


def into_folder(document: Document) -> None:
    document["item"][6]["item"].append(document["item"].pop(5))


def wrap(document: Document) -> None:
    document["item"][3:5] = [{"name": "Extras", "item": document["item"][3:5]}]


def insert(document: Document) -> None:
    for number, entry in enumerate(document["item"][1:6], 2):
        entry["name"] = f"Step {number}: {entry['name'].partition(': ')[2]}"
    document["item"].insert(1, item("Step 1: Say hello", "GET", "{{apiPath}}/hello"))


STEPS: Cases = {
    "nothing": (lambda document: None, []),
    "collection name": (
        lambda document: document["info"].update(name="People"),
        [("collection-renamed", "name", COSMETIC, "Users", "People")],
    ),
    "collection description": (
        lambda document: document["info"].update(description="All of them."),
        [("text-changed", "description", COSMETIC, "All about users.", "All of them.")],
    ),
    "layout of a description": (
        lambda document: document["info"].update(description="All  about\nusers. "),
        [],
    ),
    "step added": (insert, [("step-added", "Say hello / step", BEHAVIOUR, None, "GET {{apiPath}}/hello")]),
    "step removed": (
        lambda document: document["item"].pop(5),
        [("step-removed", f"{NOTE} / step", BREAKING, "POST {{apiPath}}/notes", None)],
    ),
    "step renamed": (
        lambda document: document["item"][1].update(name="Step 1: Add somebody", id="other"),
        [("step-renamed", "Add somebody / name", COSMETIC, "Create a user", "Add somebody")],
    ),
    "two steps swapped": (
        swap,
        [
            ("step-moved", f"{CREATE} / place", BEHAVIOUR, "after “Prerequisites”", "after “Read the user”"),
            # What it reads is set after it now.
            ("variable-required", "variable userID", BREAKING, None, "needed"),
        ],
    ),
    "step moved into a folder": (
        into_folder,
        [("step-moved", f"{NOTE} / place", BEHAVIOUR, "after “Ask for it”", "in “Cleanup”, after “Delete the user”")],
    ),
    "step renamed and moved": (
        lambda document: document["item"][6]["item"].append(
            {**document["item"].pop(5), "name": "Leave a note", "id": ""}
        ),
        [
            ("step-renamed", "Leave a note / name", COSMETIC, NOTE, "Leave a note"),
            (
                "step-moved",
                "Leave a note / place",
                BEHAVIOUR,
                "after “Ask for it”",
                "in “Cleanup”, after “Delete the user”",
            ),
        ],
    ),
    "folder around steps": (wrap, [("folder-added", "Extras / folder", BEHAVIOUR, None, "a folder")]),
    "folder renamed": (
        lambda document: document["item"][6].update(name="Afterwards", id=""),
        [("folder-renamed", "Afterwards / name", COSMETIC, "Cleanup", "Afterwards")],
    ),
    "folder moved": (
        lambda document: document["item"].insert(0, document["item"].pop()),
        [
            ("folder-moved", "Cleanup / place", BEHAVIOUR, "after “Write a note”", "first"),
            ("variable-required", "variable userID", BREAKING, None, "needed"),
            ("secret-required", "variable accessToken", BREAKING, None, "needed"),
        ],
    ),
    "folder removed with its step": (
        lambda document: document["item"].pop(),
        [
            ("folder-removed", "Cleanup / folder", BEHAVIOUR, "a folder", None),
            ("step-removed", "Delete the user / step", BREAKING, "DELETE {{apiPath}}/users/{{userID}}", None),
        ],
    ),
}
