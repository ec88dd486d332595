"""What is alike for a search: one form for each way of writing, by version.

A normaliser gives the tokens of a stored value, and the alternatives of what is asked:
a value matches when all tokens of some alternative are among its own. A version, once
given, never changes: what is stored was made by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from attrs import frozen

from fjcore.errors import IndexRefused, MissingExtra

Tokens = Callable[[str], frozenset[str]]
Asked = Callable[[str], tuple[frozenset[str], ...]]

_SPLIT = re.compile(r"[\s\-\u2010-\u2015]+")
_PHONE = re.compile(r"\+?[0-9]{7,15}")
_FULL, _MONTH = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"\d{4}-\d{2}")


@frozen(kw_only=True)
class Normaliser:
    """One way of making values alike.

    Units: ``domain_bits`` is how many bits the values have at most, as a planner counts
    them: 36,525 days of a century are 15.
    """

    id: str
    domain_bits: int
    tokens: Tokens
    asked: Asked

    def matches(self, stored: str, asked: str) -> bool:
        """Whether a stored value is what was asked for, as search sees it."""
        held = self.tokens(stored)
        return any(one <= held for one in self.asked(asked))


def _plain(text: str) -> str:
    """Give letters and digits without marks, in one case; all else falls away."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    spread = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in spread if char.isalnum())


def _words(text: str) -> list[str]:
    return [word for part in _SPLIT.split(text) if (word := _plain(part))]


def _name(text: str) -> frozenset[str]:
    words = _words(text)
    return frozenset((*words, "".join(words))) if words else frozenset()


def _name_asked(text: str) -> tuple[frozenset[str], ...]:
    words = _words(text)
    if not words:
        return ()
    return tuple({frozenset(words): 0, frozenset(("".join(words),)): 0})


def _sounds(text: str) -> frozenset[str]:
    sound = _metaphone()
    if sound is None:
        raise MissingExtra("intake")
    return frozenset(made for word in _words(text) if (made := sound(word)))


def _metaphone() -> Callable[[str], str] | None:
    try:
        from jellyfish import metaphone
    except ImportError:
        return None
    return metaphone


def _all_of(tokens: Tokens) -> Asked:
    def asked(text: str) -> tuple[frozenset[str], ...]:
        found = tokens(text)
        return (found,) if found else ()

    return asked


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _FULL.fullmatch(text) else None
    except ValueError:
        return None


def _birth(text: str) -> frozenset[str]:
    """Give the day, its month, and the day with day and month changed over."""
    if _MONTH.fullmatch(text):
        return frozenset({f"m:{text}"})
    day = _day(text)
    if day is None:
        return frozenset()
    found = {f"d:{text}", f"m:{text[:7]}"}
    if day.day <= 12:
        found.add(f"s:{text[:4]}-{text[8:]}-{text[5:7]}")
    return frozenset(found)


def _birth_asked(text: str) -> tuple[frozenset[str], ...]:
    if _MONTH.fullmatch(text):
        return (frozenset({f"m:{text}"}),)
    if _day(text) is None:
        return ()
    return frozenset({f"d:{text}"}), frozenset({f"s:{text}"})


def _phone(text: str) -> frozenset[str]:
    """Give E.164; a number of ten digits without a country is one of North America."""
    digits = re.sub(r"[\s().\-\u2010-\u2015/]", "", unicodedata.normalize("NFKC", text))
    if not _PHONE.fullmatch(digits):
        return frozenset()
    if digits.startswith("+"):
        return frozenset({digits})
    if len(digits) == 10:
        return frozenset({f"+1{digits}"})
    return frozenset({f"+{digits}"}) if len(digits) == 11 else frozenset()


def _email(text: str) -> frozenset[str]:
    found = unicodedata.normalize("NFKC", text).strip().casefold()
    local, _, host = found.rpartition("@")
    return frozenset({found}) if local and host and " " not in found else frozenset()


def _number(text: str) -> frozenset[str]:
    found = _plain(text)
    return frozenset({found}) if found else frozenset()


def _made(name: str, bits: int, tokens: Tokens, asked: Asked | None = None) -> None:
    _ALL[name] = Normaliser(
        id=name, domain_bits=bits, tokens=tokens, asked=asked or _all_of(tokens)
    )


_ALL: dict[str, Normaliser] = {}
_made("name.v1", 17, _name, _name_asked)
_made("name_sound.v1", 12, _sounds)
_made("dob.v1", 15, _birth, _birth_asked)
_made("phone.v1", 33, _phone)
_made("email.v1", 32, _email)
_made("number.v1", 32, _number)

#: Every normaliser of this version, by id; ``name_sound.v1`` needs the extra intake.
NORMALISERS: Mapping[str, Normaliser] = MappingProxyType(_ALL)


def normaliser(name: str) -> Normaliser:
    """Give a normaliser by its id.

    Raises: IndexRefused, when there is none of that name.
    """
    found = NORMALISERS.get(name)
    if found is None:
        raise IndexRefused("normaliser")
    return found
