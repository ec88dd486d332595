"""How a note writes what a file knows: one function per guise.

Each gives the text that stands in the note, or None where the value has no such guise.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

from bench.notes import odd
from bench.notes.people import Case, Person

Guise = Callable[[random.Random, Person, Case], str | None]

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _mention(rng: random.Random, who: Person) -> str:
    """Give the name as a note has it: whole, the given or the family name."""
    return rng.choice([who.name, who.given, who.family])


def exact(rng: random.Random, who: Person, _: Case) -> str:
    """As the file has it."""
    return _mention(rng, who)


def upper(rng: random.Random, who: Person, _: Case) -> str:
    """In capitals."""
    return _mention(rng, who).upper()


def lower(rng: random.Random, who: Person, _: Case) -> str:
    """Without a capital."""
    return _mention(rng, who).lower()


def possessive(rng: random.Random, who: Person, _: Case) -> str:
    """With an s, after one apostrophe or another, or none."""
    return _mention(rng, who) + rng.choice(["'s", "\u2019s", "s"])


def last_first(_: random.Random, who: Person, __: Case) -> str:
    """Put the family name first."""
    return f"{who.family}, {who.given}"


def plain(rng: random.Random, who: Person, _: Case) -> str | None:
    """Without accents."""
    said = _mention(rng, who)
    pairs = str.maketrans("łŁđĐ", "lLdD")
    bare = unicodedata.normalize("NFD", said.translate(pairs))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return bare if bare != said else None


def decomposed(rng: random.Random, who: Person, _: Case) -> str | None:
    """With accents as characters of their own."""
    said = _mention(rng, who)
    apart = unicodedata.normalize("NFD", said)
    return apart if apart != said else None


def invisible(rng: random.Random, who: Person, _: Case) -> str:
    """With a character inside that nobody sees."""
    said = _mention(rng, who)
    at = rng.randrange(1, len(said))
    return said[:at] + rng.choice("\u200b\u200d\u00ad\ufeff") + said[at:]


def hyphenated(rng: random.Random, who: Person, _: Case) -> str | None:
    """Broken by a hyphen at the end of a line."""
    long = [word for word in who.parts if len(word) >= 5]
    if not long:
        return None
    word = rng.choice(long)
    at = rng.randrange(2, len(word) - 1)
    return f"{word[:at]}-\n{word[at:]}"


def spread(rng: random.Random, who: Person, _: Case) -> str:
    """Put the words of the name on two lines."""
    return who.name.replace(" ", rng.choice(["\n", "  ", "\n    "]))


def initials(rng: random.Random, who: Person, _: Case) -> str:
    """First letters alone."""
    first, last = who.given[0].upper(), who.family[0].upper()
    forms = (
        f"{first}.{last}.",
        f"{first}. {last}.",
        f"{first}{last}",
        f"{first}.{last}",
    )
    return rng.choice(forms)


def phone(rng: random.Random, who: Person, _: Case) -> str:
    """In another of the usual forms."""
    a, b, c = re.findall("[0-9]+", who.phone)
    forms = (
        f"{a}-{b}-{c}",
        f"{a}.{b}.{c}",
        f"{a} {b} {c}",
        f"({a}) {b}-{c}",
        f"({a}){b}-{c}",
        f"+1 {a} {b} {c}",
        f"1-{a}-{b}-{c}",
        f"{a}{b}{c}",
        f"{a}/{b}-{c}",
        f"{a}-{b}\n{c}",
        " ".join(a + b + c),
    )
    return rng.choice(forms)


def last_seven(rng: random.Random, who: Person, _: Case) -> str:
    """Without the area code."""
    _a, b, c = re.findall("[0-9]+", who.phone)
    return rng.choice([f"{b}-{c}", f"{b} {c}", f"{b}.{c}", f"{b}{c}"])


_SHORT = {
    "Avenue": ("Ave", "Ave.", "Av"),
    "Street": ("St", "St."),
    "Drive": ("Dr", "Dr."),
    "Lane": ("Ln", "Ln."),
    "Boulevard": ("Blvd", "Blvd."),
    "Court": ("Ct", "Ct."),
    "Road": ("Rd", "Rd."),
}


def street(rng: random.Random, who: Person, _: Case) -> str:
    """With its type abbreviated, and perhaps without the unit."""
    said = rng.choice([who.street, who.street.partition(" Apt")[0]])
    said = said.replace(" Apt ", rng.choice([" Apt ", " #", " apt. "]))
    said = said.replace(" North ", rng.choice([" North ", " N ", " N. "]))
    for whole, short in _SHORT.items():
        said = said.replace(whole, rng.choice(short))
    return rng.choice([said, said.lower()])


def email(rng: random.Random, who: Person, _: Case) -> str:
    """As it is, in capitals, or its own part alone."""
    return rng.choice([who.email, who.email.upper(), who.email.partition("@")[0]])


_EN = (
    "January February March April May June July August September October November "
    "December"
).split()
_ES = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre"
).split()


def born(rng: random.Random, who: Person, _: Case) -> str:
    """In one of eight renderings."""
    day = who.born
    name, nombre = _EN[day.month - 1], _ES[day.month - 1]
    forms = (
        day.isoformat(),
        f"{day.month}/{day.day}/{day.year}",
        f"{day.month:02d}/{day.day:02d}/{day.year % 100:02d}",
        f"{day.day}-{name[:3]}-{day.year}",
        f"{name} {day.day}, {day.year}",
        f"{name[:3]}. {day.day}, {day.year}",
        f"{day.day} {name} {day.year}",
        f"{day.day} de {nombre} de {day.year}",
    )
    return rng.choice(forms)


def number(rng: random.Random, _: Person, held: Case) -> str:
    """Put other signs between the parts of the case number."""
    return held.number.replace("-", rng.choice(["-", " ", "", "/"]))


def plate(rng: random.Random, _: Person, held: Case) -> str:
    """Put another sign into the license plate, or none."""
    said = held.plate.replace("-", rng.choice(["-", " ", ""]))
    return rng.choice([said, said.lower()])


def _typo(rng: random.Random, word: str) -> str:
    at = rng.randrange(len(word))
    kind = rng.choice(["put in", "left out", "changed", "swapped"])
    other = rng.choice(LETTERS)
    if kind == "put in":
        return word[:at] + other + word[at:]
    if kind == "left out":
        return word[:at] + word[at + 1 :]
    if kind == "changed":
        return word[:at] + other + word[at + 1 :]
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _mistyped(rng: random.Random, words: list[str]) -> str | None:
    if not words:
        return None
    word = rng.choice(words)
    said = _typo(rng, word)
    return said if said.lower() != word.lower() else None


def typo(rng: random.Random, who: Person, _: Case) -> str | None:
    """Get one letter of a name of five or more wrong, or swap two."""
    return _mistyped(rng, [word for word in who.parts if len(word) >= 5])


def short_typo(rng: random.Random, who: Person, _: Case) -> str | None:
    """Get one letter of a shorter name wrong."""
    return _mistyped(rng, [word for word in who.parts if 3 <= len(word) < 5])


_MISREAD = (
    ("o", "0"), ("O", "0"), ("l", "1"), ("l", "I"), ("i", "l"), ("i", "1"), ("I", "l"),
    ("s", "5"), ("S", "5"), ("B", "8"), ("b", "6"), ("m", "rn"), ("w", "vv"),
    ("d", "cl"), ("e", "c"), ("h", "b"), ("u", "v"), ("n", "ri"),
)  # fmt: skip


def scanned(rng: random.Random, who: Person, _: Case) -> str | None:
    """With one character as a scanner misreads it."""
    word = max(who.parts, key=len)
    fits = [(a, b) for a, b in _MISREAD if a in word]
    if not fits:
        return None
    seen, read = rng.choice(fits)
    return word.replace(seen, read, 1)


#: Guises that must always go.
CERTAIN: dict[str, Guise] = {
    "exact": exact,
    "upper case": upper,
    "lower case": lower,
    "possessive": possessive,
    "last, first": last_first,
    "diacritics dropped": plain,
    "diacritics apart": decomposed,
    "invisible inside": invisible,
    "line-break hyphen": hyphenated,
    "line break between": spread,
    "phone formats": phone,
    "street abbreviated": street,
    "e-mail": email,
    "dates": born,
    "case number": number,
    "plate": plate,
    "phone in words": odd.phone_in_words,
    "phone, other digits": odd.phone_in_other_digits,
    "e-mail broken": odd.mail_broken,
    "letters apart": odd.wide,
    "letters of other alphabets": odd.twins,
    "full width, bold, circled": odd.dressed,
    "markup": odd.emphasized,
    "quoted lines": odd.quoted,
    "handle of the name": odd.handle,
    "middle initial": odd.middle,
}
#: Guises that a person is shown.
FLAGGED: dict[str, Guise] = {
    "initials": initials,
    "initials around others": odd.initials_around,
    "phone, last 7": last_seven,
}
#: Guises of which most go.
TYPED: dict[str, Guise] = {"typo, 5 and more": typo}
#: Guises that are measured and promised nothing of.
MEASURED: dict[str, Guise] = {
    "typo, 3 and 4": short_typo,
    "nickname": odd.nickname,
    "small form, Spanish": odd.small,
    "OCR, one character": scanned,
}
GUISES: dict[str, Guise] = {**CERTAIN, **FLAGGED, **TYPED, **MEASURED}
