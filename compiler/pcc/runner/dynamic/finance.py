"""Dynamic variables about money and banks."""

from collections.abc import Mapping
from string import ascii_uppercase, digits
from typing import Final

from pcc.runner.dynamic.draw import Draw, Generator

__all__ = ["FINANCE"]

_ACCOUNTS = ("Business", "Checking", "Credit Card", "Home Loan", "Investment", "Joint", "Retirement", "Savings")
# The letters and digits of base 58, which leaves out 0, O, I and l.
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ALPHABETS: Final[Mapping[str, str]] = {"n": digits, "a": ascii_uppercase, "c": digits + ascii_uppercase}
# The account part by country (registry of ISO 13616): n a digit, a a letter, c either.
_BBAN: Final = (
    ("AT", "n" * 16),
    ("BE", "n" * 12),
    ("CH", "n" * 5 + "c" * 12),
    ("DE", "n" * 18),
    ("DK", "n" * 14),
    ("ES", "n" * 20),
    ("FI", "n" * 14),
    ("FR", "n" * 10 + "c" * 11 + "n" * 2),
    ("GB", "a" * 4 + "n" * 14),
    ("GR", "n" * 7 + "c" * 16),
    ("IE", "a" * 4 + "n" * 14),
    ("IT", "a" + "n" * 10 + "c" * 12),
    ("LU", "n" * 3 + "c" * 13),
    ("NL", "a" * 4 + "n" * 10),
    ("NO", "n" * 11),
    ("PL", "n" * 24),
    ("PT", "n" * 21),
    ("SE", "n" * 20),
)


def _account_name(draw: Draw) -> str:
    return f"{draw.pick(_ACCOUNTS)} Account"


def _iban(draw: Draw) -> str:
    country, structure = draw.pick(_BBAN)
    account = "".join(draw.pick(_ALPHABETS[kind]) for kind in structure)
    # ISO 7064, MOD 97-10: letters count from 10, and the whole must leave a rest of 1.
    number = int("".join(str(int(mark, 36)) for mark in f"{account}{country}00"))
    return f"{country}{98 - number % 97:02d}{account}"


def _bic(draw: Draw) -> str:
    bank = draw.text(ascii_uppercase, 3) + draw.pick("AEIOU")
    branch = draw.pick(("", draw.text(digits, 3), draw.text(ascii_uppercase, 3)))
    return f"{bank}{draw.words.country_code()}{draw.pick(ascii_uppercase)}1{branch}"


def _bitcoin(draw: Draw) -> str:
    return draw.pick("13") + draw.text(_BASE58, draw.integer(24, 33))


def _symbol(draw: Draw) -> str:
    from pcc.runner.dynamic.library import symbols_of_currencies

    return draw.pick(symbols_of_currencies())


FINANCE: Final[Mapping[str, Generator]] = {
    "$randomBankAccount": lambda draw: draw.text(digits, 8),
    "$randomBankAccountName": _account_name,
    "$randomBankAccountIban": _iban,
    "$randomBankAccountBic": _bic,
    "$randomCreditCardMask": lambda draw: draw.text(digits, 4),
    "$randomPrice": lambda draw: draw.fixed(0, 1000, 2),
    "$randomTransactionType": lambda draw: draw.pick(("deposit", "invoice", "payment", "withdrawal")),
    "$randomCurrencyCode": lambda draw: draw.words.currency_code(),
    "$randomCurrencyName": lambda draw: draw.words.currency_name(),
    "$randomCurrencySymbol": _symbol,
    "$randomBitcoin": _bitcoin,
}
