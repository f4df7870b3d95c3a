"""Every kind of change with its severity. docs/diff.md shows this table, with an example for each."""

from dataclasses import dataclass
from typing import Final

from pcc.changes.change import Severity

__all__ = ["KINDS", "Kind"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change: its severity, and what it says in a few words."""

    severity: Severity
    says: str


_BREAKING, _BEHAVIOUR, _COSMETIC = Severity.BREAKING, Severity.BEHAVIOUR, Severity.COSMETIC

# Breaking: the reader has to do something, or what they relied on is gone or is another thing. Behaviour: a run does
# something else, and whoever takes the new file needs to do nothing. Cosmetic: a run does the same.
KINDS: Final[dict[str, Kind]] = {
    "collection-added": Kind(_BEHAVIOUR, "a collection that was not there"),
    "collection-removed": Kind(_BREAKING, "a collection is gone"),
    "collection-renamed": Kind(_COSMETIC, "the name of the collection"),
    "environment-added": Kind(_BEHAVIOUR, "an environment that was not there"),
    "environment-removed": Kind(_BREAKING, "an environment is gone"),
    "environment-renamed": Kind(_COSMETIC, "the name of the environment"),
    "file-renamed": Kind(_BEHAVIOUR, "the same collection or environment in a file of another name"),
    "folder-added": Kind(_BEHAVIOUR, "a folder that was not there"),
    "folder-removed": Kind(_BEHAVIOUR, "a folder is gone; steps that went with it are told themselves"),
    "folder-renamed": Kind(_COSMETIC, "the name of a folder"),
    "folder-moved": Kind(_BEHAVIOUR, "a folder stands in another folder, or at another place"),
    "step-added": Kind(_BEHAVIOUR, "a step that was not there"),
    "step-removed": Kind(_BREAKING, "a step is gone"),
    "step-renamed": Kind(_COSMETIC, "the title of a step, without its number"),
    "step-moved": Kind(_BEHAVIOUR, "a step runs at another place"),
    "method-changed": Kind(_BREAKING, "the method"),
    "url-changed": Kind(_BREAKING, "the URL before its query"),
    "path-variable-added": Kind(_BEHAVIOUR, "a value for a `:name` in the path"),
    "path-variable-removed": Kind(_BEHAVIOUR, "a value for a `:name` in the path is gone"),
    "path-variable-changed": Kind(_BEHAVIOUR, "the value for a `:name` in the path"),
    "query-added": Kind(_BEHAVIOUR, "a query parameter is sent that was not"),
    "query-removed": Kind(_BEHAVIOUR, "a query parameter is not sent any more"),
    "query-changed": Kind(_BEHAVIOUR, "the value of a query parameter, or whether it is enabled"),
    "header-added": Kind(_BEHAVIOUR, "a header is sent that was not"),
    "header-removed": Kind(_BEHAVIOUR, "a header is not sent any more"),
    "header-changed": Kind(_BEHAVIOUR, "the value of a header, or whether it is enabled"),
    "body-added": Kind(_BEHAVIOUR, "the request has a body now"),
    "body-removed": Kind(_BEHAVIOUR, "the request has no body any more"),
    "body-kind-changed": Kind(_BEHAVIOUR, "the kind or the language of the body"),
    "body-field-added": Kind(_BEHAVIOUR, "a field of the JSON or of the form"),
    "body-field-removed": Kind(_BEHAVIOUR, "a field of the JSON or of the form is gone"),
    "body-field-changed": Kind(_BEHAVIOUR, "the value of a field, or whether it is enabled"),
    "body-text-changed": Kind(_BEHAVIOUR, "the text of a body that has no fields, a GraphQL query, the file to send"),
    "auth-changed": Kind(_BREAKING, "the type of the credentials"),
    "auth-attribute-added": Kind(_BEHAVIOUR, "an attribute of the credentials"),
    "auth-attribute-removed": Kind(_BEHAVIOUR, "an attribute of the credentials is gone"),
    "auth-attribute-changed": Kind(_BEHAVIOUR, "the value of an attribute of the credentials"),
    "auth-moved": Kind(_COSMETIC, "the same credentials are inherited now, or are the step's own"),
    "setting-changed": Kind(_BEHAVIOUR, "how a request is sent (`protocolProfileBehavior`)"),
    "connection-changed": Kind(_BEHAVIOUR, "the proxy or the client certificate of a request"),
    "capture-added": Kind(_BEHAVIOUR, "a variable is stored that was not"),
    "capture-removed": Kind(_BREAKING, "a variable is not stored any more"),
    "capture-changed": Kind(_BEHAVIOUR, "where a variable comes from, its default, whether it is secret"),
    "assertion-added": Kind(_BEHAVIOUR, "something is asserted that was not"),
    "assertion-removed": Kind(_BEHAVIOUR, "something is not asserted any more"),
    "assertion-weakened": Kind(_BEHAVIOUR, "an assertion lets more pass"),
    "assertion-strengthened": Kind(_BEHAVIOUR, "an assertion lets less pass"),
    "assertion-changed": Kind(_BEHAVIOUR, "an assertion asserts something else"),
    "assignment-added": Kind(_BEHAVIOUR, "a variable is set before sending that was not"),
    "assignment-removed": Kind(_BEHAVIOUR, "a variable is not set before sending any more"),
    "assignment-changed": Kind(_BEHAVIOUR, "what a variable is set to before sending"),
    "script-added": Kind(_BEHAVIOUR, "JavaScript that is none of pcc's statements"),
    "script-removed": Kind(_BEHAVIOUR, "such JavaScript is gone"),
    "script-changed": Kind(_BEHAVIOUR, "the lines of such JavaScript"),
    "variable-added": Kind(_BEHAVIOUR, "a variable of the collection or the environment"),
    "variable-removed": Kind(_BREAKING, "a variable of the collection or the environment is gone"),
    "variable-changed": Kind(_BEHAVIOUR, "the value of a variable, or whether it is secret"),
    "variable-disabled": Kind(_BREAKING, "a variable does not count any more"),
    "variable-enabled": Kind(_BEHAVIOUR, "a variable counts now"),
    "variable-renamed": Kind(_BEHAVIOUR, "a variable that the collection sets has another name everywhere"),
    "required-variable-renamed": Kind(_BREAKING, "a variable that the reader fills in has another name everywhere"),
    "variable-required": Kind(_BREAKING, "the reader has to fill in a variable, and had not before"),
    "variable-not-required": Kind(_BEHAVIOUR, "the reader need not fill in a variable any more"),
    "secret-required": Kind(_BREAKING, "the reader has to fill in a secret, and had not before"),
    "secret-not-required": Kind(_BEHAVIOUR, "the reader need not fill in a secret any more"),
    "disabled-changed": Kind(_COSMETIC, "something that is disabled on both sides"),
    "example-added": Kind(_COSMETIC, "a saved example"),
    "example-removed": Kind(_COSMETIC, "a saved example is gone"),
    "example-changed": Kind(_COSMETIC, "the content of a saved example"),
    "text-changed": Kind(_COSMETIC, "text for people: descriptions, comments of scripts, the fragment of a URL"),
}
