"""From a request as it is written to the request that goes out, as Postman's runtime builds it."""

from pcc.runner.request.auth import Challenge, Tools
from pcc.runner.request.build import BuiltRequest, build_request
from pcc.runner.request.files import BodyFiles
from pcc.runner.request.unsendable import UnsendableError

__all__ = ["BodyFiles", "BuiltRequest", "Challenge", "Tools", "UnsendableError", "build_request"]
