"""When a form begins and ends, said in the reader's words and in the holder's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from consent.papers import SIGNED_AT, terms
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.consent import Signer, draft, release_template, render

FORM = release_template("fjcore.release/1")
HOUR = timedelta(hours=1)
DENVER = "America/Denver"


def sentence(lang: str, begins: str, **change: Any) -> str:
    """Give the sentence of a form that begins with a word."""
    text = render(FORM, terms(**{"expires_on": None, **change}), lang).text
    flat = [" ".join(part.split()) for part in text.split("\n\n")]
    (found,) = (part for part in flat if part.startswith(f"{begins} "))
    return found


DAY = {"expires_on": date(2026, 11, 1)}
NOON = {"expires_at": datetime(2026, 4, 1, 18, 0, tzinfo=UTC)}
EARLY = {"expires_at": datetime(2026, 4, 1, 6, 5, tzinfo=UTC)}
EVENT = {"expires_event": "the hearing is over"}
START = {"effective_at": datetime(2026, 3, 9, 21, 30, tzinfo=UTC), **DAY}

EN_DAY = "when Sunday, November 1, 2026, is over, at midnight, Mountain Time"
EN_EVENT = "if this takes place first: the hearing is over"
ES_ZONE = "hora de la montaña (UTC-06:00)"

SAID: dict[str, tuple[str, dict[str, Any], str]] = {
    "day": ("en", DAY, f"It ends {EN_DAY}."),
    "día": (
        "es",
        DAY,
        "Termina al final del domingo 1 de noviembre de 2026, a la medianoche, "
        "hora de la montaña.",
    ),
    "noon": (
        "en",
        NOON,
        "It ends on Wednesday, April 1, 2026, at 12:00 noon, Mountain Time "
        "(UTC-06:00).",
    ),
    "mediodía": (
        "es",
        NOON,
        f"Termina el miércoles 1 de abril de 2026, hora 12:00 del mediodía, {ES_ZONE}.",
    ),
    "early": (
        "en",
        EARLY,
        "It ends on Wednesday, April 1, 2026, at 12:05 a.m., Mountain Time "
        "(UTC-06:00).",
    ),
    "temprano": (
        "es",
        EARLY,
        f"Termina el miércoles 1 de abril de 2026, hora 12:05 a. m., {ES_ZONE}.",
    ),
    "days": (
        "en",
        {"duration_days": 30},
        "It ends 30 days after it starts, at the same time of day, Mountain Time.",
    ),
    "event": ("en", EVENT, "It ends when this takes place: the hearing is over."),
    "sooner": ("en", DAY | EVENT, f"It ends {EN_DAY}; or sooner, {EN_EVENT}."),
    "start": (
        "en",
        START,
        "This permission starts on Monday, March 9, 2026, at 3:30 p.m., Mountain Time "
        "(UTC-06:00), but not before you sign it.",
    ),
    "inicio": (
        "es",
        START,
        "Este permiso empieza el lunes 9 de marzo de 2026, hora 3:30 p. m., "
        f"{ES_ZONE}, "
        "pero no antes de que usted lo firme.",
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_said(name: str) -> None:
    """A start or an end should be said with its date, its time and its zone."""
    lang, change, wanted = SAID[name]
    begins = next(
        word
        for word in ("It ends", "Termina", "This permission", "Este permiso empieza")
        if wanted.startswith(word)
    )

    assert wanted == sentence(lang, begins, **change)


@pytest.mark.parametrize(
    ("tz", "en", "es"),
    [
        ("America/Chicago", "Central Time", "hora del centro"),
        ("America/Phoenix", "Arizona time", "hora de Arizona"),
        ("America/Santo_Domingo", "Santo Domingo time", "hora de Santo Domingo"),
        ("Pacific/Guam", "Guam time", "hora de Guam"),
        ("UTC", "world time (UTC)", "hora mundial (UTC)"),
    ],
)
def test_zone(tz: str, en: str, es: str) -> None:
    """A zone should be called by what people know, or else by its city."""
    assert sentence("en", "It ends", tz=tz, **DAY).endswith(f"midnight, {en}.")
    assert sentence("es", "Termina", tz=tz, **DAY).endswith(f"medianoche, {es}.")


def test_the_hour_that_comes_twice() -> None:
    """Two instants with one wall time, as clocks go back, should read differently."""
    first = datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
    one, other = (
        sentence("en", "It ends", expires_at=at) for at in (first, first + HOUR)
    )

    assert "1:30 a.m., Mountain Time (UTC-06:00)" in one
    assert "1:30 a.m., Mountain Time (UTC-07:00)" in other


def test_the_hour_that_never_comes() -> None:
    """An instant on the day clocks go forward should be said as the wall shows it."""
    at = datetime(2026, 3, 8, 9, 0, tzinfo=UTC)

    assert "3:00 a.m., Mountain Time (UTC-06:00)" in sentence(
        "en", "It ends", expires_at=at
    )


MONTHS = FORM.words["en"].time["months"]


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 60 * 24 * 730),
    st.sampled_from([DENVER, "Pacific/Guam", "America/St_Johns", "Asia/Kathmandu"]),
)
def test_what_is_said_is_what_holds(minutes: int, tz: str) -> None:
    """The end that a form says should be the very instant that its release ends at."""
    at = datetime(2026, 3, 3, tzinfo=UTC) + timedelta(minutes=minutes)
    given_terms = terms(expires_on=None, expires_at=at, tz=tz)
    signer = Signer("0" * 32, "subject")
    release = draft(
        render(FORM, given_terms, "en"),
        signers=[signer],
        signed_at=SIGNED_AT,
        complete=True,
        informed=True,
        voluntary=True,
    )
    said = sentence("en", "It ends", expires_at=at, tz=tz)

    assert at == release.end(ZoneInfo(tz)) == read(said)


def read(said: str) -> datetime:
    """Read an English end back, by a hand of its own."""
    _, day, year, rest = said.removesuffix(".").split(", ", 3)
    month, number = day.split()
    clock, offset = rest.removeprefix("at ").split(", ")[0], said.split("(UTC")[1][:6]
    hour, minute, half = clock[: clock.index(":")], clock.split(":")[1][:2], clock[-4:]
    hours = int(hour) % 12 + (12 if half in ("p.m.", "noon") else 0)
    text = f"{year}-{MONTHS.index(month) + 1:02}-{int(number):02}"
    return datetime.fromisoformat(f"{text}T{hours:02}:{minute}{offset}")
