from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fjcore.redaction.safe_harbor import (
    DROPPED,
    Rules,
    fields,
    safe_harbor,
    shipped_rules,
)
from fjcore.redaction.zip_table import ZipTable, zip_table

usual = settings(max_examples=150, deadline=None)

AS_OF = date(2026, 11, 22)
RULES = shipped_rules(AS_OF)
DENVER = Rules(as_of=AS_OF, tz=ZoneInfo("America/Denver"), table=zip_table())


@pytest.mark.parametrize(
    "field",
    (
        "name phone fax email ssn medical_record_no health_plan_no account_no "
        "licence_no vehicle_id "
        "licence_plate device_id url ip_address biometric face_photo case_no "
        "unique_code employer_name city county lat_lon tribal_reservation "
        "free_text "
        "quokka country"
    ).split(),
)
@pytest.mark.parametrize("value", ["(any)", "MT", 12, None])
def test_listed_identifiers_are_dropped(field, value):
    """A listed identifier, geography below a state and an unknown field should go."""
    assert safe_harbor(field, value, RULES) is None
    assert field in DROPPED or field not in fields()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("59101", "591"),
        (" 59101 ", "591"),
        ("59101-1234", "591"),
        ("03601", "000"),
        ("82101-0001", "000"),
        ("20201", "000"),
        ("09012", "000"),
        *(
            (bad, None)
            for bad in ("5910", "591011", "59101-", "59101-12", "59101 1234")
        ),
        *(
            (bad, None)
            for bad in ("3601", "5910l", "٥٩١٠١", "591", "", None, 59101, 3601)
        ),
        *((bad, None) for bad in (True, ["59101"], "59101\n59102", "591\u200b01")),
    ],
)
def test_zip(value, shown):
    """A ZIP code should be three digits, zeros where few live, and never guessed."""
    assert shown == safe_harbor("zip", value, RULES)


@pytest.mark.parametrize(
    ("table", "shown"),
    [
        (None, None),
        (ZipTable(version="x", sparse=frozenset()), "591"),
        (ZipTable(version="x", sparse=frozenset({"591"})), "000"),
        (ZipTable(version="x", sparse=frozenset(), valid_until=AS_OF), "591"),
        (
            ZipTable(
                version="x", sparse=frozenset(), valid_until=AS_OF - timedelta(days=1)
            ),
            None,
        ),
    ],
)
def test_a_table_that_is_missing_or_stale(table, shown):
    """Without a table that is current no ZIP code should be shown."""
    assert shown == safe_harbor("zip", "59101", Rules(as_of=AS_OF, table=table))


def test_the_shipped_table():
    """The table that ships should be the union of its vintages, dated, not reviewed."""
    table = zip_table()

    assert {"036", "063", "890", "772", "090"} < table.sparse
    assert 62 == len(table.sparse)
    assert date(2030, 12, 31) == table.valid_until
    assert not table.reviewed
    assert all(re.fullmatch("[0-9]{3}", prefix) for prefix in table.sparse)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (34, "34"),
        (34.99, "34"),
        (89, "89"),
        (89.99, "89"),
        (90, "90+"),
        (104, "90+"),
        (1e300, "90+"),
        (0.5, "0"),
        *(
            (bad, None)
            for bad in (-1, -0.5, math.nan, math.inf, "34", "90+", None, True)
        ),
    ],
)
def test_age(value, shown):
    """An age should be told in whole years as text, from 90 on as one group."""
    assert shown == safe_harbor("age", value, RULES)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1990-05-01", "1990"),
        ("1937-01-01", "1937"),
        ("1937-12-31", "1937"),
        ("1936-12-31", None),
        ("1936-01-01", None),
        ("2027-01-01", "2027"),
        (date(1990, 5, 1), "1990"),
        *(("1990", "1990"), ("1990-05", "1990"), (" 1990 ", "1990")),
        *(("1937", "1937"), ("1936", None), ("1936-12", None), ("0000", None)),
        *((bad, None) for bad in ("1990-13-01", "1990-02-30", "1990-00", "05/01/1990")),
        *((bad, None) for bad in ("90", "1990-5", "1990-13", "199", "1990-", "1990~")),
        *((bad, None) for bad in ("1990-05-01T00:00:00Z", "19900501", "", None, 1990)),
    ],
)
def test_birth_date(value, shown):
    """A date of birth should be its year, unless that tells an age of 90."""
    assert shown == safe_harbor("birth_date", value, RULES)


@pytest.mark.parametrize("field", ["service_date", "death_date"])
@pytest.mark.parametrize(
    ("value", "own", "denver"),
    [
        ("2026-02-20", "2026", "2026"),
        *(("2026-02", "2026", "2026"), ("2026", "2026", "2026")),
        ("2026-03-10T09:00:00-06:00", "2026", "2026"),
        ("2026-01-01T03:00:00Z", "2026", "2025"),
        ("2025-12-31T23:30:00-07:00", "2025", "2025"),
        ("2026-01-01T06:59:59+00:00", "2026", "2025"),
        ("2026-01-01T07:00:00+00:00", "2026", "2026"),
        ("2026-01-01T00:30+09:00", "2026", "2025"),
        (datetime(2026, 1, 1, 3, tzinfo=UTC), "2026", "2025"),
        ("0001-01-01T00:00:00+00:00", "0001", None),
        *((bad, None, None) for bad in ("2026-03-10T09:00:00", "2026-03-10 09:00")),
        *(
            (bad, None, None)
            for bad in ("2026-W10-2", "2026-02-30", "soon", None, 2026)
        ),
        (datetime(2026, 1, 1, 3), None, None),  # noqa: DTZ001
    ],
)
def test_event_dates(field, value, own, denver):
    """A date should be its year where the case is; without an offset, nothing."""
    assert own == safe_harbor(field, value, RULES)
    assert denver == safe_harbor(field, value, DENVER)


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("state", "MT", "MT"),
        ("state", 30, None),
        ("incident_to_intake_days", 12, 12),
        ("incident_to_intake_days", 0, 0),
        ("incident_to_intake_days", 1.5, 1.5),
        ("incident_to_intake_days", "2026-03-10", None),
        ("incident_to_intake_days", True, None),
        (
            "recode_key",
            "random uuid, map kept by holder",
            "random uuid, map kept by holder",
        ),
        ("recode_key", "hash of the name", None),
        ("recode_key", "random uuid, map kept by recipient", None),
        ("recode_key", None, None),
    ],
)
def test_others(field, value, shown):
    """A state, an interval and a random code should stay, and nothing derived."""
    assert shown == safe_harbor(field, value, RULES)


# --- an oracle that shares nothing ----------------------------------------------------


def oracle_zip(value, restricted):
    if type(value) is not str:
        return None
    parts = value.strip().split("-")
    sizes = [len(part) for part in parts]
    digits = all(c in "0123456789" for part in parts for c in part)
    if not digits or sizes not in ([5], [5, 4]):
        return None
    return "000" if parts[0][:3] in restricted else parts[0][:3]


digits = st.text("0123456789", min_size=3, max_size=6)
codes = st.one_of(
    st.text("0123456789", min_size=5, max_size=5),
    st.builds("{}-{}".format, digits, digits),
    st.builds(" {}\n".format, digits),
    digits,
    st.integers(0, 99999),
)


@usual
@given(codes, st.frozensets(st.text("0159", min_size=3, max_size=3), max_size=20))
@example("03601", frozenset({"036"}))
def test_zip_is_the_oracle(value, restricted):
    """A ZIP code should be what an oracle makes of it that shares no code."""
    table = ZipTable(version="x", sparse=restricted)
    found = safe_harbor("zip", value, Rules(as_of=AS_OF, table=table))

    assert oracle_zip(value, restricted) == found


@usual
@given(st.one_of(st.integers(-5, 130), st.floats(-2, 130)))
@example(89.999)
@example(90)
def test_age_is_the_oracle(value):
    """An age should be what counting down from it gives."""
    years = sum(1 for n in range(1, 131) if value >= n)
    wanted = None if value < 0 else "90+" if years >= 90 else str(years)

    assert wanted == safe_harbor("age", value, RULES)


offsets = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))


@usual
@given(
    st.integers(1, 3).map(lambda n: n + 2023),
    st.integers(-60 * 26, 60 * 26),
    offsets,
)
def test_year_is_the_oracle(year, minutes, offset):
    """The year of an instant near midnight should be that of the clock on the wall."""
    instant = datetime(year, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    own = instant.astimezone(offset)
    wall = instant - timedelta(hours=7)

    assert str(own.year) == safe_harbor("service_date", own.isoformat(), RULES)
    assert str(wall.year) == safe_harbor("service_date", own.isoformat(), DENVER)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(sorted(fields())),
    st.one_of(
        st.none(),
        st.text(),
        st.floats(),
        st.booleans(),
        st.lists(st.none()),
        st.dictionaries(st.text(), st.none()),
    ),
)
def test_every_operator_is_total(field, value):
    """Whatever stands in a field, its operator should give something or nothing."""
    found = safe_harbor(field, value, DENVER)

    assert found is None or isinstance(found, (str, float))
