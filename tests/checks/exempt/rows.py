"""What is no defect: the shape of a row."""

from dataclasses import dataclass

from checks.planted.rows import Edit

__all__ = ["OK", "Exempt"]

OK = 'pm.test("ok", () => pm.response.to.be.ok);'


@dataclass(frozen=True)
class Exempt:
    """What is no defect, and how it comes about."""

    what: str
    edit: Edit
    with_environment: bool = True
    # A note says that it is worth knowing; it is no alarm.
    note: str = ""
