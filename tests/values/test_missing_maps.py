"""How other systems say that an answer is missing, and what is read back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.values import (
    Missing,
    MissingCode,
    missing_from_fhir,
    missing_from_hud,
    missing_to_fhir,
    missing_to_hud,
    missing_to_voca,
)

usual = settings(max_examples=200, deadline=None)

#: By reason: HUD, FHIR, VOCA, and in which of them the reason is lost.
TABLE = {
    "not_asked": ("99", "not-asked", "Not Reported", "HV"),
    "asked_unknown": ("8", "asked-unknown", "Not Reported", "V"),
    "asked_declined": ("9", "asked-declined", "Not Reported", "V"),
    "not_applicable": ("", "not-applicable", "", "H"),
    "unsafe_to_ask": ("99", "not-asked", "Not Reported", "HFV"),
    "not_collected": ("99", "unknown", "Not Tracked", ""),
    "withheld": ("99", "unknown", "Not Reported", "HFV"),
    "error": ("99", "error", "Not Reported", "HV"),
}

#: Every code of FHIR's data-absent-reason, and what it is read as.
FHIR_IN = {
    "unknown": "not_collected",
    "asked-unknown": "asked_unknown",
    "temp-unknown": "asked_unknown",
    "not-asked": "not_asked",
    "not-performed": "not_asked",
    "asked-declined": "asked_declined",
    "not-applicable": "not_applicable",
    "masked": "withheld",
    "not-permitted": "withheld",
    "unsupported": "error",
    "as-text": "error",
    "error": "error",
    "not-a-number": "error",
    "negative-infinity": "error",
    "positive-infinity": "error",
}

#: The reasons that would tell something, and all others.
TELLING = [Missing.UNSAFE_TO_ASK, Missing.WITHHELD]
PLAIN = [reason for reason in Missing if reason not in TELLING]

ways = pytest.mark.parametrize(
    ("way", "column"),
    [(missing_to_hud, 0), (missing_to_fhir, 1), (missing_to_voca, 2)],
    ids=["HUD", "FHIR", "VOCA"],
)
every = pytest.mark.parametrize("reason", Missing, ids=lambda reason: reason.value)

Way = Callable[[Missing], MissingCode]


@every
@ways
def test_a_reason_is_said_as_the_table_has_it(
    way: Way, column: int, reason: Missing
) -> None:
    """Each reason should go out as the table says, and say where it is lost."""
    row = TABLE[reason.value]
    lossy = "HFV"[column] in row[3]

    assert MissingCode(str(row[column]), lossy) == way(reason)


@every
@pytest.mark.parametrize(
    ("way", "back"),
    [(missing_to_hud, missing_from_hud), (missing_to_fhir, missing_from_fhir)],
    ids=["HUD", "FHIR"],
)
def test_a_reason_comes_back_unless_it_is_lost(
    way: Way, back: Callable[[str], Missing | None], reason: Missing
) -> None:
    """A reason should be read back exactly where nothing is said to be lost."""
    said = way(reason)
    read = back(said.code)

    assert read is not None
    assert said.lossy is (read is not reason)


@ways
def test_a_row_that_is_not_lossy_is_one_reason(way: Way, column: int) -> None:
    """What is not lost should be said by no other reason."""
    clear = [way(reason).code for reason in Missing if not way(reason).lossy]

    assert len(set(clear)) == len(clear)


@pytest.mark.parametrize("reason", TELLING)
@ways
def test_a_telling_reason_is_said_as_a_plain_one(
    way: Way, column: int, reason: Missing
) -> None:
    """No code should be said for a telling reason alone, flag and all."""
    told = way(reason)

    assert told.lossy
    assert told.code in {way(plain).code for plain in PLAIN}


@pytest.mark.parametrize("reason", TELLING)
@ways
def test_a_telling_reason_leaves_as_its_outward_one(
    way: Way, column: int, reason: Missing
) -> None:
    """What has left should be said as a question that nobody asked is."""
    assert way(Missing.NOT_ASKED) == way(reason.outward)


@pytest.mark.parametrize("reason", TELLING)
def test_a_telling_reason_is_never_read_back_from_what_left(reason: Missing) -> None:
    """What was said of a telling reason should be read as another one."""
    read = {
        missing_from_hud(missing_to_hud(reason).code),
        missing_from_fhir(missing_to_fhir(reason).code),
    }

    assert not read & set(TELLING)


@every
def test_masked_is_never_said(reason: Missing) -> None:
    """FHIR's masked should be a plan's marker alone: it tells of something."""
    assert missing_to_fhir(reason).code not in ("masked", "not-permitted")


@pytest.mark.parametrize("code", FHIR_IN)
def test_fhir_is_read_as_the_table_has_it(code: str) -> None:
    """Each of the fifteen codes should be read as the table says."""
    assert Missing(FHIR_IN[code]) is missing_from_fhir(code)


@pytest.mark.parametrize("code", ["Unknown", "asked_unknown", "", "no", "MASKED"])
def test_another_code_is_no_reason(code: str) -> None:
    """A code that FHIR does not have should not be read as a reason."""
    assert missing_from_fhir(code) is None


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("8", Missing.ASKED_UNKNOWN),
        ("9", Missing.ASKED_DECLINED),
        ("99", Missing.NOT_COLLECTED),
        ("", Missing.NOT_COLLECTED),
        *((code, None) for code in ("0", "1", "10", "08", " 8", "98", "999", "no")),
    ],
)
def test_hud_is_read_as_the_table_has_it(code: str, read: Missing | None) -> None:
    """A blank and a 99 should be read as not collected, and an answer as none."""
    assert read is missing_from_hud(code)


@usual
@given(st.sampled_from(list(Missing)), st.sets(st.sampled_from(["0", "8", "9", "99"])))
def test_a_list_without_the_code_gets_a_blank(reason: Missing, codes: set[str]) -> None:
    """Where a list lacks the code a blank should stand, and be counted."""
    wanted = missing_to_hud(reason).code
    said = missing_to_hud(reason, codes=codes)

    if wanted in codes or wanted == "":
        assert missing_to_hud(reason) == said
    else:
        assert MissingCode("", lossy=True, problem="no_code_for_missing") == said
