"""Postman's files of a workflow and of an environment."""

from pcc.emit.files import OutputFile
from pcc.model.collection import Collection
from pcc.model.environment import Environment
from pcc.postman import write_collection, write_environment

__all__ = ["emit_collection", "emit_environment"]


def emit_collection(collection: Collection, slug: str) -> OutputFile:
    """Return the collection file of a workflow."""
    return OutputFile(f"{slug}.postman_collection.json", write_collection(collection))


def emit_environment(environment: Environment, slug: str) -> OutputFile:
    """Return the environment file."""
    return OutputFile(f"{slug}.postman_environment.json", write_environment(environment))
