"""What a value of each of Postman's dynamic variables looks like, as Newman 6.2.2 makes them.

The patterns are proven against Newman itself: `fidelity/test_fidelity_dynamic.py`.
"""

import re
from datetime import UTC, datetime
from typing import Final

__all__ = ["FORMATS", "INTEGERS", "find_faults"]

WORD = r"[^\W_][\w&.,'/()+-]*"
ANY = r"[^\s{}\x00]{1,25}"
WORDS = rf"{WORD}( {WORD})*"
NAME = r"[A-Z][\w'.-]+"
LATIN = r"[a-z]+"
SENTENCE = rf"[A-Z][a-z]*( {LATIN}){{2,9}}\."
PARAGRAPH = rf"{SENTENCE}( {SENTENCE}){{2,5}}"
PARAGRAPHS = rf"{PARAGRAPH}(\n \r{PARAGRAPH}){{2}}"
LINES = rf"{SENTENCE}(\n{SENTENCE}){{0,4}}"
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
DAY = r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
DATE = rf"{DAY} [A-Z][a-z]{{2}} \d{{2}} \d{{4}} \d{{2}}:\d{{2}}:\d{{2}} GMT[+-]\d{{4}} \([^()]+\)"
PHONE = r"[2-9]\d{2}-[2-9]\d{2}-\d{4}"
USER = r"[A-Z][\w-]*(\d{1,2}|[._][A-Z][\w-]*(\d{1,2})?)"
DOMAIN_WORD = r"[a-z][a-z0-9-]*"
SUFFIX = r"(com|biz|info|name|net|org)"
EXTENSION = r"[a-z0-9][a-z0-9_-]*"
FILE = rf"[a-z0-9_]+\.{EXTENSION}"
DIRECTORY = r"(/[A-Za-z0-9+-]+)+"
BYTE = r"(25[0-5]|2[0-4]\d|1\d{2}|[1-9]?\d)"
TITLES = r"(Mr\.|Mrs\.|Ms\.|Miss|Dr\.)"
DEGREES = r"(Jr\.|Sr\.|I|II|III|IV|V|MD|DDS|PhD|DVM)"

FORMATS: Final[dict[str, str]] = {
    "$guid": UUID,
    "$timestamp": r"\d{10}",
    "$isoTimestamp": r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z",
    "$randomUUID": UUID,
    "$randomInt": r"\d{1,3}|1000",
    "$randomBoolean": r"true|false",
    "$randomAlphaNumeric": r"[0-9a-z]",
    "$randomDatePast": DATE,
    "$randomDateFuture": DATE,
    "$randomDateRecent": DATE,
    "$randomMonth": MONTH,
    "$randomWeekday": rf"{DAY}(s|nes|rs|ur)?day",
    # People
    "$randomFirstName": NAME,
    "$randomLastName": NAME,
    "$randomFullName": rf"({TITLES} )?{NAME} {NAME}( {DEGREES})?",
    "$randomNamePrefix": TITLES,
    "$randomNameSuffix": DEGREES,
    "$randomJobTitle": rf"{NAME} {NAME} {NAME}",
    "$randomJobDescriptor": NAME,
    "$randomJobArea": NAME,
    "$randomJobType": NAME,
    "$randomCity": r"[A-Z](?=.{2,49}$)\S*( ['(A-Za-z]\S*)*",
    "$randomStreetName": rf"{NAME} [A-Z][a-z]+",
    "$randomStreetAddress": rf"\d{{3,5}} {NAME} [A-Z][a-z]+",
    "$randomCountry": r"[A-Z](?=.{3,59}$)\S*( [\w(&]\S*)*",
    "$randomCountryCode": r"[A-Z]{2}",
    "$randomLatitude": r"-?([0-8]?\d\.\d{4}|90\.0000)",
    "$randomLongitude": r"-?((1[0-7]\d|\d{1,2})\.\d{4}|180\.0000)",
    "$randomLocale": r"[a-z]{2,3}",
    "$randomPhoneNumber": PHONE,
    "$randomPhoneNumberExt": rf"[1-9]\d?-{PHONE}",
    # Business
    "$randomCompanyName": rf"{NAME}( (Inc|and Sons|LLC|Group)| - {NAME}|, {NAME} and {NAME})",
    "$randomCompanySuffix": r"Inc|and Sons|LLC|Group",
    "$randomCatchPhrase": rf"(?=[A-Z0-9]){WORD}( {WORD}){{2,6}}",
    "$randomCatchPhraseAdjective": rf"(?=[A-Z]){WORDS}",
    "$randomCatchPhraseDescriptor": WORDS,
    "$randomCatchPhraseNoun": WORDS,
    "$randomBs": rf"(?=[a-z]){WORD}( {WORD}){{2,3}}",
    "$randomBsBuzz": r"[a-z0-9-]+",
    "$randomBsAdjective": r"[a-zA-Z0-9/-]+",
    "$randomBsNoun": r"[a-zA-Z0-9-]+( [a-z-]+)?",
    "$randomDepartment": NAME,
    "$randomProductName": rf"{NAME} {NAME} {NAME}",
    "$randomProductAdjective": NAME,
    "$randomProductMaterial": NAME,
    "$randomProduct": NAME,
    # Finance
    "$randomBankAccount": r"\d{8}",
    "$randomBankAccountName": r"[A-Z][a-z]+( [A-Z][a-z]+)? Account",
    "$randomBankAccountIban": r"[A-Z]{2}\d{2}[A-Z0-9]{11,27}",
    "$randomBankAccountBic": r"[A-Z]{3}[AEIOU][A-Z]{3}1(\d{3}|[A-Z]{3})?",
    "$randomCreditCardMask": r"\d{4}",
    "$randomPrice": r"\d{1,3}\.\d{2}|1000\.00",
    "$randomTransactionType": r"deposit|withdrawal|payment|invoice",
    "$randomCurrencyCode": r"[A-Z]{3}",
    "$randomCurrencyName": r"[A-Z].{2,59}",
    "$randomCurrencySymbol": r"\S{1,6}",
    "$randomBitcoin": r"[13][1-9A-HJ-NP-Za-km-z]{24,33}",
    # Internet
    "$randomIP": rf"{BYTE}(\.{BYTE}){{3}}",
    "$randomIPV6": r"[0-9a-f]{4}(:[0-9a-f]{4}){7}",
    "$randomMACAddress": r"[0-9a-f]{2}(:[0-9a-f]{2}){5}",
    "$randomPassword": r"[A-Za-z0-9_]{15}",
    "$randomUserAgent": r"(Mozilla/5\.0|Opera/\d+\.\d+) \([^()]+\)?[ -~]*",
    "$randomProtocol": r"https?",
    "$randomDomainName": rf"{DOMAIN_WORD}\.{SUFFIX}",
    "$randomDomainSuffix": SUFFIX,
    "$randomDomainWord": DOMAIN_WORD,
    "$randomUrl": rf"https?://{DOMAIN_WORD}\.{SUFFIX}",
    "$randomEmail": rf"{USER}@(gmail|yahoo|hotmail)\.com",
    "$randomExampleEmail": rf"{USER}@example\.(com|net|org)",
    "$randomUserName": USER,
    "$randomColor": r"[a-z]+( [a-z]+)?",
    "$randomHexColor": r"#[0-9a-f]{6}",
    "$randomSemver": r"\d\.\d\.\d",
    # Images
    "$randomAvatarImage": r"https://cdn\.fakercloud\.com/avatars/\w+_128\.jpg",
    "$randomImageUrl": r"http://placeimg\.com/640/480",
    "$randomImageDataUri": r"data:image/svg\+xml;charset=UTF-8,%3Csvg%20xmlns%3D[\w%.-]+%3C%2Fsvg%3E",
    **{
        f"$random{topic.capitalize()}Image": rf"http://placeimg\.com/640/480/{topic}"
        for topic in (
            *("abstract", "animals", "business", "cats", "city", "food", "nightlife", "fashion", "people", "nature"),
            *("sports", "transport"),
        )
    },
    # Files
    "$randomFileName": FILE,
    "$randomFileType": r"[a-z]+(-[a-z]+)?",
    "$randomFileExt": EXTENSION,
    "$randomCommonFileName": FILE,
    "$randomCommonFileType": r"video|audio|image|text|application",
    "$randomCommonFileExt": EXTENSION,
    "$randomFilePath": rf"{DIRECTORY}/{FILE}",
    "$randomDirectoryPath": DIRECTORY,
    "$randomMimeType": r"[a-z-]+/[A-Za-z0-9][A-Za-z0-9.+_-]*",
    # Technology
    "$randomDatabaseColumn": r"[a-z][A-Za-z]+",
    "$randomDatabaseType": r"[a-z]+",
    "$randomDatabaseCollation": r"[a-z0-9]+(_[a-z]+){1,2}",
    "$randomDatabaseEngine": r"[A-Z][A-Za-z]+",
    "$randomAbbreviation": r"[A-Z]{2,5}",
    "$randomAdjective": r"[a-z0-9-]+( [a-z]+)?",
    "$randomNoun": r"[a-z]+( [a-z]+)?",
    "$randomVerb": r"[a-z]+( [a-z]+)?",
    "$randomIngverb": r"[a-z]+ing( [a-z]+)?",
    "$randomPhrase": r"[A-Za-z][a-z']* [\w ,'-]{15,130}!",
    # Texts
    "$randomLoremWord": LATIN,
    "$randomLoremWords": rf"{LATIN}( {LATIN}){{2}}",
    "$randomLoremSentence": SENTENCE,
    "$randomLoremSlug": rf"{LATIN}(-{LATIN}){{2}}",
    "$randomLoremSentences": rf"{SENTENCE}( {SENTENCE}){{1,5}}",
    "$randomLoremParagraph": PARAGRAPH,
    "$randomLoremParagraphs": PARAGRAPHS,
    "$randomLoremText": rf"{LATIN}( {LATIN}){{0,2}}|{LINES}|{SENTENCE}( {SENTENCE}){{0,5}}|{PARAGRAPHS}",
    "$randomLoremLines": LINES,
    "$randomWord": ANY,
    "$randomWords": rf"{ANY}( {ANY}){{1,4}}",
}

INTEGERS = frozenset({"$timestamp", "$randomInt"})
_COMPILED = {name: re.compile(pattern) for name, pattern in FORMATS.items()}
_DAY = 24 * 3600
# Earliest and latest, in seconds from now; the text leaves out the milliseconds.
_DISTANCES = {
    "$randomDatePast": (-365 * _DAY - 1, -1),
    "$randomDateFuture": (0, 365 * _DAY),
    "$randomDateRecent": (-_DAY - 1, -1),
}


def find_faults(name: str, text: str, *, started: float, ended: float) -> str | None:
    """Say what is wrong with a value that was made between these two moments (seconds since the epoch)."""
    if not _COMPILED[name].fullmatch(text):
        return f"{name}: {text!r} does not match {FORMATS[name]}"
    if name.endswith("Iban") and int("".join(str(int(mark, 36)) for mark in text[4:] + text[:4])) % 97 != 1:
        return f"{name}: {text} has a wrong check number"
    earliest, latest = _DISTANCES.get(name, (0, 0))
    moment = _moment(name, text)
    if moment is not None and not started + earliest - 1 <= moment <= ended + latest + 1:
        return f"{name}: {text} is not between {earliest} and {latest} seconds from now"
    return None


def _moment(name: str, text: str) -> float | None:
    if name == "$timestamp":
        return float(text)
    if name == "$isoTimestamp":
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC).timestamp()
    if name in _DISTANCES:
        return datetime.strptime(text.partition(" (")[0], "%a %b %d %Y %H:%M:%S GMT%z").timestamp()
    return None
