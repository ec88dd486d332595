from __future__ import annotations

import time

import pytest

from fjcore.records import CATEGORIES
from fjcore.redaction.narrative import Known, Scrubber

NOBODY = Known(())
ALL = Scrubber.of(NOBODY, CATEGORIES)


def gone(text, hidden=None):
    found = ALL if hidden is None else Scrubber.of(NOBODY, hidden)
    return [text[s.start : s.end] for s in found.look(text).spans]


@pytest.mark.parametrize(
    "said",
    [
        *("quill.fen@example.org", "(406) 555-0188", "406-555-0188", "4065550188"),
        *("+1 406.555.0188", "219-09-9417", "DR-26-00417", "4-12345A", "59101-1234"),
        *("88 Fernhollow Ave", "17 N. Larkmeadow Lane", "https://example.org/x?y=1"),
        *("www.example.org/a", "192.0.2.7", "45.7833, -108.5007"),
        *("2001:0db8:0000:0000:0000:0000:0000:0001",),
    ],
)
def test_forms(said):
    """What identifies by its form should go, whoever it is of."""
    assert [said] == gone(f"see {said} today")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("case no. 26-cv-0417 was", "26-cv-0417"),
        ("docket #DV 2026 417", "DV 2026"),
        ("expediente número 4417/26", "4417/26"),
        ("license plate 4-12B45", "4-12B45"),
        ("placas: ABC 1234", "ABC 1234"),
        ("zip code 59101", "59101"),
        ("Billings, MT 59101", "59101"),
        ("call 555-0188", "555-0188"),
    ],
)
def test_forms_that_a_word_bears_out(text, said):
    """A number should go where the word before it says what it is."""
    assert [said] == gone(text)


@pytest.mark.parametrize(
    "text",
    [
        *("There were 59101 people.", "at 3 in the morning", "2 cups and 10 plates"),
        *("section 12291(b)(2)", "version 3.11.7", "a ratio of 1:2", "$1,482.50"),
        *("5 of the 12 steps", "in 2026 alone", "the first street", "room 1482"),
        *("a@b", "000-12-3456", "999.999.1.1", "the court ruled", "12 long days drive"),
    ],
)
def test_other_text_stays(text):
    """Counts, years, sections and prices should stay."""
    assert [] == gone(text)


def test_only_what_is_hidden():
    """A form of a category that the plan shows should stay."""
    text = "quill.fen@example.org and 219-09-9417"

    assert ["219-09-9417"] == gone(text, {"identity.gov_id"})


def test_a_date_of_nobody_is_shown():
    """A date that nobody on file has should be shown to the reviewer, not taken."""
    text = "It was 3/4/2026, or March 5, 2026."
    found = ALL.look(text)

    assert () == found.spans
    assert ["3/4/2026", "March 5, 2026"] == [text[s.start : s.end] for s in found.flags]


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "1",
        "1 ",
        "a.",
        "a@",
        "-",
        "J. D. ",
        "o ",
        "de la ",
        "1/2/26 ",
        "é",
        "12 Aaa Bbb ",
        "(406) ",
        "'s",
    ],
)
def test_no_text_takes_long(piece):
    """A text of 64 KiB should be looked through in seconds, whatever it repeats."""
    start = time.process_time()
    ALL.look((piece * 65536)[:65536])

    assert time.process_time() - start < 20
