from __future__ import annotations

import unicodedata

import pytest
from redaction.bodies import body_of, found, maeve, viewed
from support.frames import frames_of, traced

from fjcore.consent import View
from fjcore.errors import LeakFound, TooBig
from fjcore.records import (
    ContactPoint,
    Incident,
    Person,
)
from fjcore.records.person import HumanName
from fjcore.records.record import labelled, record
from fjcore.redaction import MAX_BODY_BYTES, check, leak
from fjcore.values import PartialDate, canonical

NAME_DISGUISES = {
    "as it is": lambda t: t,
    "upper case": str.upper,
    "lower case": str.lower,
    "no accents": lambda t: (
        unicodedata.normalize("NFD", t).encode("ascii", "ignore").decode()
    ),
    "decomposed": lambda t: unicodedata.normalize("NFD", t),
    "curly apostrophe": lambda t: t.replace("'", "\u2019"),
    "no punctuation": lambda t: t.replace("'", "").replace("-", ""),
    "spaced punctuation": lambda t: t.replace("'", " ' ").replace("-", " - "),
    "one word": lambda t: "".join(c for c in t if c.isalpha()),
    "underscores": lambda t: t.replace(" ", "_"),
    "broken by a line": lambda t: t.replace("Mae", "Mae-\n"),
    "broken by a dash": lambda t: t.replace("Con", "Con\u2010"),
    "lines": lambda t: t.replace(" ", "-\n"),
    "no-break space": lambda t: t.replace(" ", "\u00a0"),
    "zero width": "\u200b".join,
    "soft hyphen": "\u00ad".join,
    "spelled out": " ".join,
    "full width": lambda t: "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in t
    ),
    "bold letters": lambda t: "".join(
        chr(0x1D400 + ord(c) - 65) if "A" <= c <= "Z" else c for c in t
    ),
    "possessive": lambda t: t + "'s",
    "quoted": lambda t: f"\u201c{t}\u201d",
}


@pytest.mark.parametrize("disguise", NAME_DISGUISES)
def test_name_is_found(disguise):
    """A withheld name should be found however it is written."""
    written = NAME_DISGUISES[disguise]("Maeve O'Connor-Núñez")

    assert found(f"She said {written} came.", maeve()) == "person.names.text"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Łukasz Żółw", "Lukasz Zolw"),
        ("Đặng Thị Hồng", "DANG THI HONG"),
        ("Søren Æbelø", "soren aebelo"),
        ("Weiß", "WEISS"),
        ("ﬁona ſteven", "Fiona Steven"),
        ("Ma\u3164eve Li", "Maeve Li"),
    ],
)
def test_letters_that_do_not_come_apart(name, written):
    """A name should be found where its letters are replaced by plain ones."""
    held = Person(names=(HumanName(text=name),))

    assert found(f"... {written} ...", held) == "person.names.text"


@pytest.mark.parametrize("held", ["406-555-0123", "+1 (406) 555-0123", "14065550123"])
@pytest.mark.parametrize(
    "written",
    [
        *(
            "406-555-0123",
            "(406) 555-0123",
            "406.555.0123",
            "4065550123",
            "406 5550123",
        ),
        *(
            "+14065550123",
            "1-406-555-0123",
            "tel:+1.406.555.0123",
            "555-0123",
            "5550123",
        ),
        *("4 0 6 5 5 5 0 1 2 3", "406\u2013555\u20130123", "call406-555-0123now"),
        *("٤٠٦-٥٥٥-٠١٢٣", "406-555-0123x5", "(406)\u00a0555\u20110123"),
    ],
)
def test_phone_is_found(held, written):
    """A withheld number should be found by its digits, in whatever shape."""
    point = ContactPoint(kind="mobile", value=held)

    assert found(f"Reach her: {written}.", point) == "contact_point.value"


def test_phone_as_a_number_is_found():
    """A withheld number should be found where it stands as a number, not a text."""
    point = ContactPoint(kind="mobile", value="406-555-0123")
    body = canonical.dumps({"records": {"incident": [{"minutes": 4065550123}]}})

    assert leak(body, [viewed(point)]) == "contact_point.value"


@pytest.mark.parametrize(
    "written",
    [
        *("1990-05-03", "1990/05/03", "1990.5.3", "19900503", "05031990", "05/03/1990"),
        *("5/3/1990", "5-3-1990", "03.05.1990", "3.5.1990", "5/3/90", "05/03/90"),
        *(
            "May 3, 1990",
            "may 3 1990",
            "MAY 3RD, 1990",
            "3 May 1990",
            "3rd of May 1990",
        ),
        *("May 03 1990", "3 de mayo de 1990", "3-May-1990", "1990-05-03T10:00:00Z"),
        *("3May1990", "1990-05-03 10:00"),
    ],
)
def test_date_is_found(written):
    """A withheld full date should be found in each of its usual renderings."""
    held = maeve(birth_date=PartialDate.parse("1990-05-03"))

    assert found(written, held) == "person.birth_date"
    assert found(f"born on {written}!", held) == "person.birth_date"
    assert found(written, held, birth_date=View.COARSE_2) == "person.birth_date"


def test_an_unknown_key_is_searched():
    """A withheld value that stands as a key should be found too."""
    body = canonical.dumps({"records": {"Maeve O'Connor-Nunez": []}})

    assert leak(body, [viewed(maeve())]) == "person.names.text"


def test_a_number_of_a_field_is_searched():
    """A withheld whole number that identifies should be found as any other value."""

    @record("x_made.counted", 1)
    class Counted:
        badge: int = labelled("identity.gov_id", required=True)

    assert found("badge no. 48213 said", Counted(badge=48213)) == "x_made.counted.badge"
    assert found("badge no. 148213 said", Counted(badge=48213)) is None


def test_the_path_is_all_that_is_told():
    """A leak should be told by path, with no value in any frame of the library."""
    held = viewed(maeve(gov_id="517-00-1234"))
    body = body_of("Her number is 517 00 1234")
    with pytest.raises(LeakFound) as caught:
        check(body, [held])

    assert caught.value.where == "person.gov_id"
    assert caught.value.__context__ is None
    assert list(frames_of(caught.value))
    assert "1234" not in traced(caught.value)


def test_the_same_leak_is_told_in_any_order():
    """Which of several leaks is told should not depend on the order of the records."""
    held = [
        viewed(maeve(gov_id="517-00-1234")),
        viewed(Incident(police_report_number="B-7743")),
    ]
    body = body_of("517-00-1234, B7743")

    assert leak(body, held) == leak(body, held[::-1])


def test_large_bodies():
    """A body of several megabytes should be searched, a larger one refused."""
    held = [viewed(maeve())]
    large = body_of(["x " * 30_000] * 40 + ["maeve oconnor nunez"])

    assert leak(large, held) == "person.names.text"
    with pytest.raises(TooBig):
        check(b'"' + b" " * MAX_BODY_BYTES + b'"', held)


def test_the_end_of_a_number_in_a_note_is_the_reviewers():
    """Seven digits that a reviewer let stand in a note should stop nothing."""
    phone = ContactPoint(kind="mobile", value="406-555-0123")
    note = Incident(place="home", narrative="The shop is at (307) 555-0123.")
    body = body_of(note.narrative)
    granted = viewed(note, narrative=View.FULL)

    assert leak(body, [viewed(phone), granted]) is None
    assert "contact_point.value" == leak(body, [viewed(phone), viewed(note)])
    whole = body_of(f"{note.narrative} 406-555-0123")
    assert "contact_point.value" == leak(whole, [viewed(phone), granted])
