"""What a note does to a name on purpose, by a slip, or on its way through programs."""

from __future__ import annotations

import random
import re
import unicodedata

from bench.notes.people import Case, Person

_ONES = "zero one two three four five six seven eight nine".split()
_UNIDADES = "cero uno dos tres cuatro cinco seis siete ocho nueve".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen".split()
_DECENAS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()


def phone_in_words(rng: random.Random, who: Person, _: Case) -> str:
    """Digit by digit, or the last four by twos."""
    a, b, c = re.findall("[0-9]+", who.phone)
    if rng.random() < 0.5:
        groups = [" ".join(_UNIDADES[int(d)] for d in part) for part in (a, b, c)]
        if int(c[2:]) >= 30 and rng.random() < 0.5:
            tens, ones = _DECENAS[int(c[2]) - 3], int(c[3])
            said = f"{tens} y {_UNIDADES[ones]}" if ones else tens
            groups[2] = f"cero uno {said}"
        return ", ".join(groups)
    zero = rng.choice(["zero", "oh"])
    parts = [[zero if d == "0" else _ONES[int(d)] for d in part] for part in (a, b, c)]
    if 10 <= int(c[2:]) <= 16 and rng.random() < 0.5:
        parts[2] = [zero, "one", _TEENS[int(c[2:]) - 10]]
    groups = [rng.choice([" ", "-"]).join(part) for part in parts]
    return rng.choice([", ", " ", "; "]).join(groups)


def phone_in_other_digits(rng: random.Random, who: Person, _: Case) -> str:
    """Put in digits of full width, of another script, or letters for some."""
    said = "-".join(re.findall("[0-9]+", who.phone))
    kind = rng.choice(["wide", "arabic", "bold", "letters", "lines"])
    if kind == "lines":
        return said.replace("-", rng.choice(["-\n", "\n> ", "-\n    "]), 2)
    if kind == "letters":
        return said.replace("0", rng.choice("Oo")).replace("1", rng.choice("Il"))
    first = {"wide": 0xFF10, "arabic": 0x660, "bold": 0x1D7CE}[kind]
    return "".join(chr(first + int(c)) if c.isdecimal() else c for c in said)


def mail_broken(rng: random.Random, who: Person, _: Case) -> str:
    """With the end of a line in it, with and without a hyphen."""
    at = rng.randrange(2, len(who.email) - 2)
    end = rng.choice(["-\n", "\n", "-\n> ", "\n    "])
    return who.email[:at] + end + who.email[at:]


def wide(rng: random.Random, who: Person, _: Case) -> str:
    """With every letter apart."""
    apart = rng.choice([" ", ".", "-"])
    said = "   ".join(apart.join(word) for word in who.parts)
    return rng.choice([said, said.upper()])


#: Letters of other alphabets, each beside the Latin one that it looks like.
_TWINS = (
    ("aceiopxyABCEHIKMOPTXs", "асеіорхуАВСЕНІКМОРТХѕ"),
    ("ABEHIKMNOPTXYo", "ΑΒΕΗΙΚΜΝΟΡΤΧΥο"),
)


def twins(rng: random.Random, who: Person, _: Case) -> str | None:
    """With one letter, or all that can be, of another alphabet."""
    said = rng.choice([who.name, who.given, who.family])
    latin, other = rng.choice(_TWINS)
    places = [place for place, char in enumerate(said) if char in latin]
    if not places:
        return None
    chosen = places if rng.random() < 0.3 else [rng.choice(places)]
    pairs = dict(zip(latin, other, strict=True))
    return "".join(pairs[c] if at in chosen else c for at, c in enumerate(said))


def bare(text: str) -> str:
    """Give a text in the letters of ASCII."""
    plain = text.translate(str.maketrans("łŁđĐ", "lLdD"))
    apart = unicodedata.normalize("NFD", plain)
    return "".join(c for c in apart if not unicodedata.combining(c))


def dressed(rng: random.Random, who: Person, _: Case) -> str:
    """In letters of full width, bold, circled, or with marks of direction around."""
    kind = rng.choice(["wide", "bold", "circled", "bidi"])
    said = rng.choice([who.name, who.family])
    if kind == "bidi":
        return f"\u2067{said}\u2069"
    if kind == "wide":
        return "".join(
            chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in bare(said)
        )
    upper, lower = {"bold": (0x1D400, 0x1D41A), "circled": (0x24B6, 0x24D0)}[kind]
    base = {**dict.fromkeys(map(chr, range(65, 91)), upper - 65)}
    base |= dict.fromkeys(map(chr, range(97, 123)), lower - 97)
    return "".join(chr(ord(c) + base[c]) if c in base else c for c in bare(said))


def emphasized(rng: random.Random, who: Person, _: Case) -> str:
    """With the signs of markup around its words, or in the middle of one."""
    sign = rng.choice(["*", "**", "_", "__"])
    if rng.random() < 0.5:
        return " ".join(f"{sign}{word}{sign}" for word in who.parts)
    word = max(who.parts, key=len)
    at = rng.randrange(1, len(word))
    return f"{sign}{word[:at]}{sign}{word[at:]}"


def quoted(rng: random.Random, who: Person, _: Case) -> str:
    """Over two lines, or a word over two, with what a mail program puts before each."""
    end = rng.choice(["\n> ", "\n>> ", "\n    ", "\n\t", "\r\n"])
    long = [word for word in who.parts if len(word) >= 5]
    if not long or rng.random() < 0.5:
        return who.name.replace(" ", end)
    word = rng.choice(long)
    at = rng.randrange(2, len(word) - 1)
    return f"{word[:at]}-{end}{word[at:]}"


def handle(rng: random.Random, who: Person, _: Case) -> str:
    """As a handle made of the name, perhaps with a number."""
    words = re.findall("[A-Za-z]+", bare(who.name))
    number = rng.choice(["", str(rng.randint(2, 99)), str(rng.randint(1950, 2009))])
    forms = (
        "@" + "".join(word[0].upper() + word[1:] for word in words) + number,
        "_".join(words).lower() + number,
        ".".join(words).lower() + number,
    )
    return rng.choice(forms)


def middle(rng: random.Random, who: Person, _: Case) -> str:
    """With an initial between that no file has."""
    other = rng.choice("BCDFGHJKLNPRSVWZ")
    first = who.given[0].upper()
    forms = (
        f"{who.given} {other}. {who.family}",
        f"{first}.{other}. {who.family}",
        f"{who.family}, {first}.{other}.",
    )
    return rng.choice(forms)


def initials_around(rng: random.Random, who: Person, _: Case) -> str:
    """First letters, around one or two that no file has."""
    first, last = who.given[0].upper(), who.family[0].upper()
    others = [rng.choice("BCDFGHJKLNPRSVWZ") for _ in range(rng.choice([1, 1, 2]))]
    letters = [first, *others, last]
    apart = rng.choice([".", ". ", " ", ""])
    return apart.join(letters) + ("." if "." in apart else "")


#: Short forms as a reader would list them; not the scrubber's table.
_CALLED = {
    "Robert": ("Bob", "Bobby", "Robbie", "Rob"),
    "William": ("Bill", "Billy", "Will", "Liam", "Willie"),
    "Margaret": ("Peggy", "Meg", "Maggie", "Greta", "Marge"),
    "Elizabeth": ("Liz", "Beth", "Betsy", "Libby", "Lizzie", "Eliza"),
    "Katherine": ("Kate", "Kathy", "Katie", "Kit", "Kay"),
    "James": ("Jim", "Jimmy", "Jamie"),
    "Thomas": ("Tom", "Tommy"),
    "Susan": ("Sue", "Suzie", "Susie"),
    "Patricia": ("Pat", "Patty", "Trish", "Tricia"),
    "Edward": ("Ed", "Eddie", "Ted", "Ned"),
    "José": ("Pepe", "Chepe", "Pepito"),
    "Francisco": ("Paco", "Pancho", "Kiko", "Cisco", "Frank"),
    "Guadalupe": ("Lupe", "Lupita", "Pita"),
    "Jesús": ("Chuy", "Chucho"),
    "Guillermo": ("Memo", "Memito", "Guille"),
    "Dolores": ("Lola", "Lolita", "Loli"),
    "Ignacio": ("Nacho", "Nachito"),
    "Concepción": ("Concha", "Conchita", "Chona"),
    "Lucía": ("Lucy", "Luci", "Chía"),
    "Ximena": ("Xime", "Mena"),
    "Ángela": ("Angie", "Angelita"),
}


def nickname(rng: random.Random, who: Person, _: Case) -> str | None:
    """By the short form of a given name."""
    forms = _CALLED.get(who.given)
    return rng.choice(forms) if forms else None


#: Small forms as a reader would list them.
_SMALL = {
    "José": "Joseíto", "Ximena": "Ximenita", "Ángela": "Angelita", "Begoña": "Begoñita",
    "Francisco": "Francisquito", "Jesús": "Jesusito", "Guillermo": "Guillermito",
    "Dolores": "Doloritas", "Ignacio": "Ignacito", "Zulema": "Zulemita",
    "Renán": "Renancito", "Íñigo": "Iñiguito", "Nazaret": "Nazaretita",
    "Lucía": "Lucita",
}  # fmt: skip


def small(_: random.Random, who: Person, __: Case) -> str | None:
    """By the small form of a Spanish given name."""
    return _SMALL.get(who.given)
