"""Dynamic variables about people: names, jobs, addresses, telephones."""

from collections.abc import Mapping
from string import digits
from typing import Final

from pcc.runner.dynamic.draw import Draw, Generator

__all__ = ["PEOPLE"]

_PREFIXES = ("Mr.", "Mrs.", "Ms.", "Miss", "Dr.")
_SUFFIXES = ("Jr.", "Sr.", "II", "III", "IV", "MD", "DDS", "PhD", "DVM")
_JOB_DESCRIPTORS = (
    *("Acting", "Assistant", "Associate", "Chief", "Corporate", "Deputy", "Executive", "Global", "Group", "Interim"),
    *("Junior", "Lead", "Principal", "Regional", "Senior", "Staff"),
)
_JOB_AREAS = (
    *("Accounts", "Analytics", "Brand", "Communications", "Compliance", "Content", "Data", "Design", "Facilities"),
    *("Finance", "Identity", "Integration", "Logistics", "Operations", "Platform", "Procurement", "Quality"),
    *("Research", "Safety", "Security", "Support", "Training"),
)
_JOB_TYPES = (
    *("Administrator", "Advisor", "Analyst", "Architect", "Consultant", "Coordinator", "Designer", "Developer"),
    *("Director", "Engineer", "Manager", "Officer", "Planner", "Specialist", "Supervisor", "Technician"),
)


def _full_name(draw: Draw) -> str:
    name = f"{draw.words.first_name()} {draw.words.last_name()}"
    # One in nine has a prefix, one in nine a suffix.
    match draw.integer(0, 8):
        case 0:
            return f"{draw.pick(_PREFIXES)} {name}"
        case 1:
            return f"{name} {draw.pick(_SUFFIXES)}"
        case _:
            return name


def _job(draw: Draw) -> str:
    return " ".join(map(draw.pick, (_JOB_DESCRIPTORS, _JOB_AREAS, _JOB_TYPES)))


def _street_address(draw: Draw) -> str:
    return f"{draw.text(digits, draw.integer(3, 5))} {draw.words.street_name()}"


def _phone(draw: Draw) -> str:
    # Neither area nor exchange begins with 0 or 1 (North American Numbering Plan).
    area, exchange = (draw.pick("23456789") + draw.text(digits, 2) for _ in range(2))
    return f"{area}-{exchange}-{draw.text(digits, 4)}"


PEOPLE: Final[Mapping[str, Generator]] = {
    "$randomFirstName": lambda draw: draw.words.first_name(),
    "$randomLastName": lambda draw: draw.words.last_name(),
    "$randomFullName": _full_name,
    "$randomNamePrefix": lambda draw: draw.pick(_PREFIXES),
    "$randomNameSuffix": lambda draw: draw.pick(_SUFFIXES),
    "$randomJobTitle": _job,
    "$randomJobDescriptor": lambda draw: draw.pick(_JOB_DESCRIPTORS),
    "$randomJobArea": lambda draw: draw.pick(_JOB_AREAS),
    "$randomJobType": lambda draw: draw.pick(_JOB_TYPES),
    "$randomCity": lambda draw: draw.words.city(),
    "$randomStreetName": lambda draw: draw.words.street_name(),
    "$randomStreetAddress": _street_address,
    "$randomCountry": lambda draw: draw.words.country(),
    "$randomCountryCode": lambda draw: draw.words.country_code(),
    "$randomLatitude": lambda draw: draw.fixed(-90, 90, 4),
    "$randomLongitude": lambda draw: draw.fixed(-180, 180, 4),
    "$randomLocale": lambda draw: draw.words.language_code(),
    "$randomPhoneNumber": _phone,
    "$randomPhoneNumberExt": lambda draw: f"{draw.integer(1, 99)}-{_phone(draw)}",
}
