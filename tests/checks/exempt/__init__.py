"""What looks like a defect and is none: each row is what a rule exempts."""

from checks.exempt.flow import FLOW
from checks.exempt.requests import REQUESTS
from checks.exempt.rows import Exempt
from checks.exempt.secrets import SECRETS

__all__ = ["EXEMPT", "Exempt"]

EXEMPT = [*FLOW, *REQUESTS, *SECRETS]
