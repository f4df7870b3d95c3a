"""The data flow of a subject: who reads, sets and removes which variable, in the order of the run."""

from pcc.checks.flow.access import Access, Phase
from pcc.checks.flow.build import Flow, flow_of
from pcc.checks.flow.holders import Holder, Script
from pcc.checks.flow.parts import Field, Keys, Part, auth_parts, request_parts
from pcc.checks.flow.statements import is_opaque
from pcc.checks.flow.steps import FlowStep, Placed
from pcc.checks.flow.values import NEAREST_FIRST, Held, Initial, Reading, Timeline

__all__ = [
    "NEAREST_FIRST",
    "Access",
    "Field",
    "Flow",
    "FlowStep",
    "Held",
    "Holder",
    "Initial",
    "Keys",
    "Part",
    "Phase",
    "Placed",
    "Reading",
    "Script",
    "Timeline",
    "auth_parts",
    "flow_of",
    "is_opaque",
    "request_parts",
]
