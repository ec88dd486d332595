from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.walking import over

from fjcore.errors import UnknownRecord
from fjcore.records import CodeList, core_list, core_lists
from fjcore.records.codes import (
    How,
    cross,
    language_code,
    language_tag,
    versions_of,
)

usual = settings(max_examples=100, deadline=None)

#: Every version that gave way to another.
PAST = [
    one for name in sorted(core_lists()) for one in versions_of(name) if one.crosswalk
]

past = pytest.mark.parametrize("listed", PAST, ids=lambda one: one.id + one.version)


@past
def test_every_code_of_a_past_version_has_a_step(listed: CodeList) -> None:
    """Each code of a version that ended should go to one that is there, or nowhere."""
    every = versions_of(listed.id)
    after = core_list(listed.next) if listed.next else every[every.index(listed) + 1]

    assert listed.codes.keys() == listed.crosswalk.keys()
    for step in listed.crosswalk.values():
        assert (step.to in after) is (step.how is not How.NONE)
        assert step.lossy is (step.how is not How.EXACT)


@past
def test_versions_follow_each_other(listed: CodeList) -> None:
    """A version should end on the day on which the one after it starts."""
    every = versions_of(listed.id)
    after = every[every.index(listed) + 1]

    assert listed.end is not None
    assert listed.end == after.start
    assert listed.start is not None
    assert listed.start < listed.end


@usual
@given(
    st.sampled_from(PAST).flatmap(
        lambda one: st.tuples(
            st.just(one), st.lists(st.sampled_from(sorted(one.codes)))
        )
    )
)
def test_what_is_lost_is_counted(case: tuple[CodeList, list[str]]) -> None:
    """Every code should keep its place, and every loss be counted by its kind."""
    listed, codes = case
    steps = [listed.crosswalk[code] for code in codes]
    crossed = cross(codes, listed.id, listed.version)

    assert tuple(step.to for step in steps) == crossed.codes
    assert Counter(s.how for s in steps if s.how is not How.EXACT) == crossed.lost


def test_a_renamed_column_is_the_same() -> None:
    """A column that was renamed should be read as the new one, with nothing lost."""
    crossed = cross(["HispanicLatinaeo", "White"], "hud.race", "2024")

    assert ("HispanicLatinao", "White") == crossed.codes
    assert {} == dict(crossed.lost)
    assert "HispanicLatinaeo" in core_list("hud.race").retired


def test_no_sex_follows_from_a_gender() -> None:
    """The gender columns should not be turned into an answer on sex."""
    codes = list(core_list("hud.gender", "2024").codes)
    crossed = cross(codes, "hud.gender", "2024")

    assert {""} == set(crossed.codes)
    assert {How.NONE: len(codes)} == dict(crossed.lost)
    assert {} == dict(core_list("hud.gender").codes)
    assert set(codes) == set(core_list("hud.gender").retired)


def test_a_current_code_stays() -> None:
    """A code of the newest version should be said as itself."""
    assert ("White",) == cross(["White"], "hud.race", "2026").codes


@pytest.mark.parametrize(
    ("code", "version"), [("HispanicLatinaeo", "2026"), ("x", "2024")]
)
def test_a_code_of_another_version_is_refused(code: str, version: str) -> None:
    """A code that its version did not have should be refused by its list's name."""
    with pytest.raises(UnknownRecord) as caught:
        cross([code], "hud.race", version)

    assert "hud.race" == caught.value.where


# --- languages ----------------------------------------------------------------------

LANGUAGES = core_list("hud.language").codes


def test_there_are_331_languages() -> None:
    """Every code of HUD's list should say a tag exactly, or say none."""
    steps = {code: language_tag(code) for code in LANGUAGES}

    assert 331 == len(steps)
    assert {How.EXACT, How.NONE} == {step.how for step in steps.values()}
    assert all(bool(step.to) is (step.how is How.EXACT) for step in steps.values())
    assert {"8", "9", "99", "21"} <= {c for c, s in steps.items() if not s.to}


@over([code for code in LANGUAGES if language_tag(code).to])
def test_a_tag_comes_back(code: str) -> None:
    """A tag should be read as a code that says the very same tag."""
    tag = language_tag(code).to
    back = language_code(tag)

    assert How.EXACT is back.how
    assert tag == language_tag(back.to).to
    assert back == language_code(tag.upper()) == language_code(tag.lower())


def test_only_double_entries_come_back_as_another() -> None:
    """Two codes should have one tag only where HUD lists a language twice."""
    tags = [language_tag(code).to for code in LANGUAGES]
    doubled = [t for t, n in Counter(filter(None, tags)).items() if n > 1]
    moved = [
        code
        for code, tag in zip(LANGUAGES, tags, strict=True)
        if tag and language_code(tag).to != code
    ]

    assert 14 == len(doubled) == len(moved)


@pytest.mark.parametrize(
    ("tag", "how", "code"),
    [
        ("es", How.EXACT, "367"),
        ("es-MX", How.BROADER, "367"),
        ("es-Latn-MX", How.BROADER, "367"),
        ("pt-BR", How.EXACT, "331"),
        ("pt-PT", How.BROADER, "330"),
        ("fr-CA", How.EXACT, "182"),
        ("ase", How.EXACT, "110"),
        ("cro", How.NONE, ""),
        ("e", How.NONE, ""),
        ("", How.NONE, ""),
        ("spanish", How.NONE, ""),
    ],
)
def test_a_tag_is_read_as_its_language(tag: str, how: How, code: str) -> None:
    """A tag should be read as its language, and told to be broader where it is."""
    step = language_code(tag)

    assert (how, code) == (step.how, step.to)


def test_an_unknown_code_has_no_tag() -> None:
    """A code that is none of the list should have no tag."""
    assert How.NONE is language_tag("1").how
