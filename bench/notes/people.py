"""Invented people, by the language of their names, and what a file holds of them."""

from __future__ import annotations

import random
from datetime import date, timedelta

from attrs import frozen

#: Given names and family names; each pair is nobody's.
NAMES: dict[str, tuple[list[str], list[str]]] = {
    "en": (
        (
            "Mirel Darrow Ione Corvane Tamsin Orla Bexley Halden Wrenna Jorvik Robert "
            "William Margaret Elizabeth Katherine James Thomas Susan Patricia Edward"
        ).split(),
        (
            "Tavaroy Whitcombe Brannick O'Corrigan Ashgrove Penhallam Vexley Dunmarrow "
            "Harrowby Quillfeather Stanwick McAverty Thornebury Castlowe"
        ).split(),
    ),
    "es": (
        (
            "Lucía Nazaret José Ximena Ángela Íñigo Begoña Zulema Adalíz Francisco "
            "Renán "
            "Guadalupe Jesús Guillermo Dolores Ignacio Concepción"
        ).split(),
        (
            "Núñez|Quesada Peñaroja|Ibáñez de|la|Olmeda Zárateco Güemezar|Rúa "
            "Salvatorra Iturrigoyen Cañaverde|Solís Montealegría de|la|O"
        ).split(),
    ),
    "vi": (
        "Thị|Ngọc Quỳnh Văn|Đức Hoài|An Tuyết Minh|Châu Phương Bích|Thủy".split(),
        "Nguyễnh Đặngvo Trầnlê Phạmuy Võđình Bùiquang Đỗthanh".split(),
    ),
    "hmn": (
        "Paj|Ntaub Tswvyim Nplooj Ntxhi Mainhia Koobmeej Pajzeb Txawjpov".split(),
        "Xyoojvam Lisnyaj Vajtsheej Hawjmuas Tsabyeeb Mouavang Yajthoj".split(),
    ),
    "cro": (
        "Baáhpalee Iichíilaash Bíilukaa Awaxáawe Chíischipee Balealáhte".split(),
        "Plenty|Hooves Yellowcrane Rides|Twice Bear|Lantern Takes|Horseback".split(),
    ),
    "chy": (
        "Vóhkoome Hotoameha Ma'eveto Šéstotó Ésevona Náhkohe'o Mo'ohtavé".split(),
        (
            "Littlewhirl Standing|Antler Highwalking|Crow Spottedhawk Wooden|Moccasin"
        ).split(),
    ),
    "ar": (
        "Abd|al-Karim Khadijara Mu'adhin Noorayn Yasmeenah Umm|Salimah".split(),
        "al-Hashimara el-Sayyidan Bani|Oudair Qaddourani al|Faroukhi".split(),
    ),
    "pl": (
        "Małgorzatka Zbigniewek Świętosława Grażynka Łucjanka Przemko Żanetka".split(),
        "Wiśniakowska Brzęczyński Łąkowiecka Szczygłoń Kołodziejuk Żurawinek".split(),
    ),
}

_STREETS = "Cottonspark Larkmeadow Ironthistle Juniperay Windlass Fernhollow Old|Quarry"
_TYPES = "Avenue Street Drive Lane Boulevard Court Road".split()
_WORDS = "brightmoss copperkite tinlantern quietmarsh riverstub plumbobbin".split()


@frozen
class Person:
    """One made-up person and what is known of her."""

    language: str
    given: str
    family: str
    phone: str
    email: str
    street: str
    born: date

    @property
    def name(self) -> str:
        """Her whole name."""
        return f"{self.given} {self.family}"

    @property
    def parts(self) -> tuple[str, ...]:
        """The words of her name."""
        return tuple(self.name.split())


@frozen
class Case:
    """One made-up file: its people, a case number and a plate."""

    people: tuple[Person, ...]
    number: str
    plate: str


def _spaced(text: str) -> str:
    return text.replace("|", " ")


def person(rng: random.Random, language: str) -> Person:
    """Make up a person."""
    given, family = NAMES[language]
    word, digits = rng.choice(_WORDS), rng.randint(10, 99)
    kind = rng.choice(_TYPES)
    unit = rng.choice(["", "", f" Apt {rng.randint(1, 40)}"])
    wind = rng.choice(["", "", "North ", "SW "])
    street = _spaced(rng.choice(_STREETS.split()))
    return Person(
        language=language,
        given=_spaced(rng.choice(given)),
        family=_spaced(rng.choice(family)),
        phone=f"({rng.choice((406, 307, 701))}) 555-01{rng.randint(0, 99):02d}",
        email=f"{word}.{digits}@example.org",
        street=f"{rng.randint(100, 9899)} {wind}{street} {kind}{unit}",
        born=date(1950, 1, 1) + timedelta(days=rng.randint(0, 22_000)),
    )


def case(rng: random.Random) -> Case:
    """Make up a file of six people, one or more from each of several languages."""
    languages = rng.sample(sorted(NAMES), 6)
    year = rng.randint(18, 26)
    letter = rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ")
    return Case(
        people=tuple(person(rng, language) for language in languages),
        number=f"DR-{year}-{rng.randint(10_000, 99_999)}",
        plate=f"{rng.randint(1, 56)}-{rng.randint(10_000, 99_999)}{letter}",
    )
