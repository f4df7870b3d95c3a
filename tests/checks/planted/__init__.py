"""Defects, each planted into a collection without one: exactly one finding comes of it, of exactly this id.

Rows are added at the end of the list of their topic; another topic is a module beside these.
"""

from checks.planted.flow import FLOW
from checks.planted.requests import REQUESTS
from checks.planted.rows import Planted
from checks.planted.secrets import SECRETS

__all__ = ["PLANTED", "Planted"]

PLANTED = [*FLOW, *REQUESTS, *SECRETS]
