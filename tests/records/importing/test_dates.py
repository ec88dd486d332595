"""Dates and times are read as a layout declares them, and in no other way."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records.importing.files import ZONE

from fjcore.records.checks import Fault
from fjcore.records.importing.cells import DateCell
from fjcore.records.importing.dates import date_reader, instant_reader, pattern
from fjcore.values import zone


@pytest.mark.parametrize(
    ("wall", "wanted"),
    [
        ("2026-03-08 02:30:00", "2026-03-08T09:30:00Z"),
        ("2026-11-01 01:30:00", "2026-11-01T08:30:00Z"),
        ("2026-03-08 01:59:59", "2026-03-08T08:59:59Z"),
    ],
)
def test_an_odd_hour_should_give_the_later_instant(wall: str, wanted: str) -> None:
    """A local time that never was, or was twice, should give the later instant."""
    read = instant_reader("YYYY-MM-DD hh:mm:ss", zone(ZONE))

    assert wanted == read(wall)


@pytest.mark.parametrize(
    "form",
    [
        "",
        "YY-MM-DD",
        "MM-DD",
        "YYYY-DD",
        "YYYYMD",
        "YYYY-MM-DD hh:ss",
        "hh:mm",
        "YYYY YYYY",
        "YYYY-MM-DD quokka",
        "%Y-%m-%d",
        "YYYY-MM hh",
    ],
)
def test_a_format_of_no_date_should_be_refused(form: str) -> None:
    """A format that leaves year, month or order open should be none."""
    assert pattern(form) is None


FORMS = ("YYYY-MM-DD", "MM/DD/YYYY", "DD.MM.YYYY", "YYYYMMDD", "DDMMYYYY")


@given(st.dates(), st.sampled_from(FORMS))
@settings(max_examples=200, deadline=None)
def test_dates_should_be_read_as_they_are_written(day: date, form: str) -> None:
    """A day written in a format should be read back from it, whatever the format."""
    parts = {
        "YYYY": f"{day.year:04d}",
        "MM": f"{day.month:02d}",
        "DD": f"{day.day:02d}",
    }
    text = form
    for mark, part in parts.items():
        text = text.replace(mark, part)

    assert day.isoformat() == date_reader(form)(text)
    assert day.isoformat() == date_reader(form)(DateCell(day.isoformat()))


@pytest.mark.parametrize("text", ["2026", "2026-05", "05/2026"])
def test_part_of_a_date_should_stay_part_of_it(text: str) -> None:
    """A year, or a month of a year, should not be made a day."""
    forms = {4: "YYYY", 7: "YYYY-MM" if text[4:5] == "-" else "MM/YYYY"}

    assert date_reader(forms[len(text)])(text) in ("2026", "2026-05")
    with pytest.raises(Fault):
        date_reader(forms[len(text)])(f"{text}x")
