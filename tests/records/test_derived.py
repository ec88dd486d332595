from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.profiles import tried

from fjcore.errors import Malformed, UnknownRecord
from fjcore.records import (
    Catalog,
    Disability,
    Household,
    HumanName,
    Member,
    Person,
    core_list,
    derived,
)
from fjcore.values import Missing, PartialDate

usual = tried(50, 100)
LEAVES = {leaf.path for leaf in Catalog().leaves()}

# --- ages, against every day that a date may mean ------------------------------------

starts = st.one_of(
    st.dates(date(1900, 1, 1), date(2030, 12, 31)),
    st.builds(date, st.integers(1900, 2030), st.just(2), st.just(28)),
    st.sampled_from([date(2000, 2, 29), date(2008, 2, 29), date(2010, 3, 1)]),
)
written = st.one_of(
    starts.map(str),
    starts.map(lambda day: f"{day:%Y-%m}"),
    starts.map(lambda day: f"{day:%Y}"),
    st.tuples(starts, st.integers(0, 900)).map(
        lambda pair: f"{pair[0]}/{pair[0] + timedelta(pair[1])}"
    ),
)
#: Birthdays at the ends of the bands, a day before and a day after.
ages = st.sampled_from([0, 12, 13, 17, 18, 21, 24, 25, 59, 60])


@st.composite
def on_an_edge(draw: st.DrawFn) -> tuple[PartialDate, date]:
    born = PartialDate.parse(draw(written))
    about = born.earliest if draw(st.booleans()) else born.latest
    year = about.year + draw(ages)
    day = date(year, about.month, min(about.day, 28)) + timedelta(
        draw(st.integers(-1, 4))
    )
    return born, day


def days(born: PartialDate) -> list[date]:
    span = (born.latest - born.earliest).days
    return [born.earliest + timedelta(n) for n in range(span + 1)]


def age(born: date, on: date) -> int:
    years = 0
    while True:
        try:
            next_birthday = born.replace(year=born.year + years + 1)
        except ValueError:
            next_birthday = date(born.year + years + 1, 3, 1)
        if next_birthday > on:
            return years
        years += 1


BANDS = {"0-12": range(13), "13-17": range(13, 18), "18-24": range(18, 25)}
BANDS |= {"25-59": range(25, 60), "60+": range(60, 200)}


@usual
@given(on_an_edge())
def test_age_band(case: tuple[PartialDate, date]) -> None:
    """A band should be given when every day a birth date may mean gives that band."""
    born, on = case
    found = {
        name for day in days(born) for name, r in BANDS.items() if age(day, on) in r
    }

    assert derived.age_band(born, on) == (
        found.pop() if len(found) == 1 else "not_reported"
    )


@usual
@given(on_an_edge(), st.sampled_from([16, 18, 19, 21]))
def test_minor(case: tuple[PartialDate, date], majority: int) -> None:
    """A minor should be who is one on every day; undecided should protect as one."""
    born, on = case
    young = {age(day, on) < majority for day in days(born)}
    got = derived.minor_at(born, on, majority=majority)

    assert (young.pop() if len(young) == 1 else None) == got
    assert derived.is_minor(born, on, majority=majority) == (got is not False)


@pytest.mark.parametrize(
    ("reason", "row"),
    [
        (Missing.NOT_COLLECTED, "not_tracked"),
        (Missing.NOT_APPLICABLE, None),
        (Missing.UNSAFE_TO_ASK, "not_reported"),
        (Missing.WITHHELD, "not_reported"),
        (Missing.NOT_ASKED, "not_reported"),
        (Missing.ASKED_DECLINED, "not_reported"),
        (Missing.ASKED_UNKNOWN, "not_reported"),
        (Missing.ERROR, "not_reported"),
    ],
)
def test_no_birth_date(reason: Missing, row: str | None) -> None:
    """Without a birth date a person should count as not reported, or not tracked."""
    on = date(2026, 3, 2)

    assert row == derived.age_band(reason, on)
    assert derived.minor_at(reason, on) is None
    assert derived.is_minor(reason, on)


def test_bands_are_those_of_the_list() -> None:
    """Every band should be a code of the list that the table is of."""
    assert set(BANDS) <= set(core_list("voca.age_band").codes)
    assert {"not_reported", "not_tracked"} <= set(core_list("voca.age_band").codes)


# --- households ----------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 3])
def test_household_type(size: int) -> None:
    """A type should be given when every completion of unknown ages agrees on it."""
    members = tuple(
        Member(person_ref=str(n), relationship="1" if n == 0 else "5")
        for n in range(size)
    )
    household = Household(members=members)
    for said in product((True, False, None), repeat=size):
        found = set()
        for filled in product((True, False), repeat=size):
            if all(s in (None, f) for s, f in zip(said, filled, strict=True)):
                kinds = {(True, True): "3", (True, False): "4", (False, True): "1"}
                found.add(kinds[any(filled), not all(filled)])
        minors: dict[str, bool | None] = {str(n): one for n, one in enumerate(said)}

        assert derived.household_type(household, minors) == (
            found.pop() if len(found) == 1 else None
        )


def test_a_member_nobody_speaks_of_is_unknown() -> None:
    """A member whose age is not said should leave the type open."""
    household = Household(members=(Member(person_ref="a", relationship="1"),))

    assert derived.household_type(household, {}) is None


# --- qualities -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "quality"),
    [
        ("1990-05-01", "1"),
        ("1990-05-01~", "2"),
        ("1990-05", "2"),
        ("1990", "2"),
        ("1990-05-01/1990-05-02", "2"),
    ],
)
def test_date_quality(text: str, quality: str) -> None:
    """Only a full and sure birth date should be of full quality."""
    assert quality == derived.date_quality(PartialDate.parse(text))


def test_name_and_number_quality() -> None:
    """Qualities should tell full from partial, and why there is none."""
    alias = HumanName(text="Bluebird", use="alias")
    legal = HumanName(text="Ansel Quillmark", use="legal")

    assert "1" == derived.name_quality([alias, legal])
    assert "1" == derived.name_quality([HumanName(text="Suharti")])
    assert "2" == derived.name_quality([alias])
    assert "99" == derived.name_quality([])
    assert "1" == derived.ssn_quality("001010001")
    assert "9" == derived.ssn_quality(Missing.ASKED_DECLINED)
    assert "8" == derived.date_quality(Missing.ASKED_UNKNOWN)
    assert "99" == derived.ssn_quality(Missing.UNSAFE_TO_ASK)


# --- special classifications ---------------------------------------------------------


def shown(living: tuple[str, ...] = (), **said: Any) -> frozenset[str]:
    return derived.special_classifications(Person(**said), living=living)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"accessibility_needs": ("deaf",)}, "Deaf/Hard of Hearing"),
        ({"accessibility_needs": ("hard_of_hearing", "other")}, "Deaf/Hard of Hearing"),
        ({"living": ("116",)}, "Homeless"),
        ({"immigration_status": "refugee"}, "Immigrants/Refugees/Asylum Seekers"),
        ({"sexual_orientation": "bisexual"}, "LGBTQ"),
        ({"gender_identity": ("woman", "transgender")}, "LGBTQ"),
        ({"veteran_status": True}, "Veterans"),
        (
            {"disabling_condition": True},
            "Victims with Disabilities: Cognitive/Physical/Mental",
        ),
        (
            {"disabilities": (Disability(kind="5", present=True),)},
            "Victims with Disabilities: Cognitive/Physical/Mental",
        ),
        ({"interpreter_needed": True}, "Victims with Limited English Proficiency"),
    ],
)
def test_what_shows_a_classification(said: dict[str, Any], name: str) -> None:
    """What is on file should show the one class that it speaks for."""
    assert {name} == shown(**said)
    assert name in core_list("voca.special_classification").codes


@usual
@given(st.sampled_from(Missing))
def test_a_missing_answer_shows_nothing(reason: Missing) -> None:
    """No reason for a missing answer should put a person in any class."""
    names = [path.split(".")[1] for path in derived.inputs("special_classifications")]
    said = {name: reason for name in names if hasattr(Person, name)}

    assert frozenset() == shown(**said)
    assert len(said) > 7


@pytest.mark.parametrize(
    "said",
    [
        {"veteran_status": False, "interpreter_needed": False},
        {"accessibility_needs": (), "gender_identity": ("woman",)},
        {"sexual_orientation": "heterosexual", "immigration_status": "citizen"},
        {"disabilities": (Disability(kind="5", present=False),), "living": ("410",)},
    ],
)
def test_what_shows_none(said: dict[str, Any]) -> None:
    """A "no" should show no class."""
    assert frozenset() == shown(**said)


# --- what a derived value rests on ----------------------------------------------------


def test_inputs_are_fields() -> None:
    """Every derived value should name the fields that it is worked out from."""
    for name, paths in derived.INPUTS.items():
        assert paths == derived.inputs(name)
        assert set(paths) <= LEAVES


@pytest.mark.parametrize("name", ["", "shoe_size", None])
def test_an_unknown_derived_value(name: Any) -> None:
    """Asking for what is not derived should be refused without repeating it."""
    with pytest.raises(UnknownRecord) as caught:
        derived.inputs(name)

    assert "derived" == caught.value.where


def test_a_code_of_no_list_is_refused() -> None:
    """A code that is not known should be an error with its path, not a silent pass."""
    for act in (
        lambda: derived.inverse("zz"),
        lambda: derived.ovw_group(""),
        lambda: derived.race_row(["Martian"]),
        lambda: derived.race_row(["White"], hispanic_white="either"),
    ):
        with pytest.raises(Malformed) as caught:
            act()
        assert ["unknown_code"] == [p.code for p in caught.value.problems]
