"""OpenAPI descriptions (3.0 and 3.1): read, and asked for operations and schemas.

Importing this package loads neither a YAML nor a JSON Schema library.
"""

from pcc.openapi.reader import read_specification
from pcc.openapi.specification import MediaType, Operation, Parameter, RequestBody, Response, Scheme, Specification

__all__ = [
    "MediaType",
    "Operation",
    "Parameter",
    "RequestBody",
    "Response",
    "Scheme",
    "Specification",
    "read_specification",
]
