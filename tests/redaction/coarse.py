"""Values at the edges of ages, amounts, places, numbers and dates; and hostile ones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st

from fjcore.redaction import REGIONS, Place
from fjcore.values import PartialDate, SecretBytes

few = settings(max_examples=40, deadline=None)

#: The groups of ages as they are agreed, written out.
BANDS = (
    "0-4 5-9 10-14 15-17 18-24 25-34 35-44 45-54 55-64 65-74 75-84 85-89 90+"
).split()

FIRST = [int(band.rstrip("+").split("-")[0]) for band in BANDS]
ages = st.sampled_from(FIRST).flatmap(
    lambda low: st.sampled_from([low, low + 1, max(0, low - 1), low + 0.5])
)

#: Edges of which each list has those of the one before it.
EDGES = [(500,), (0, 500), (0, 500, 1000), (-20, 0, 500, Decimal("750.5"), 1000)]
TICK = Decimal("0.000001")
amounts = st.builds(
    lambda edge, ticks: edge + ticks * TICK,
    st.sampled_from([-20, 0, 500, Decimal("750.5"), 1000, 10**12]),
    st.sampled_from([-1, 0, 1]),
)

places = st.builds(
    Place,
    state=st.sampled_from([*sorted(REGIONS), "PR", "mt", ""]),
    county=st.sampled_from(["30111", "3011", ""]),
    city=st.sampled_from(["Fernhollow", " ", ""]),
    line=st.sampled_from(["12 Quill Street", "45.78, -108.5", ""]),
)

#: Numbers around the length from which four of them are shown.
accounts = st.builds(
    lambda length, sep, start: sep.join(f"{start}23456789012345"[:length]),
    st.integers(0, 15),
    st.sampled_from(["", "-", " "]),
    st.sampled_from(["1", "A", "\uff11"]),
)

days = st.builds(
    lambda start, days: start + timedelta(days),
    st.sampled_from([date(1, 12, 31), date(2000, 2, 28), date(9999, 12, 30)]),
    st.sampled_from([-1, 0, 1]),
)
subjects = st.sampled_from(["0f" * 16, "10" * 16, "ff" * 16])

KEYS = [SecretBytes(bytes([one]) * 32) for one in (0, 1, 255)]
keys = st.sampled_from(KEYS)

#: What no operator may stumble over.
HOSTILE = [
    *(None, True, False, "", " ", "\x00", "\ud800", "٥٩١٠١", b"59101", object()),
    *([], {}, (), [1], {"?": "not_asked"}, range(3)),
    *(float("nan"), float("inf"), -float("inf"), -0.0, 1e308, 10**400, -(10**400)),
    *(Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"), Decimal("1E+999999")),
    *("[0,0)", "[500,0)", "<", ">=", "[0,500", "[-,1)", "90 +", "5-10", "4-9"),
    *("1990~", "1990/2000", "1990-05", "1990s", "2024-02-30", "0000-01-01", "/"),
    *(date.min, date.max, datetime(1, 1, 1)),  # noqa: DTZ001
    *(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)),
    *map(PartialDate.parse, ("1990", "1990-05~", "1990/1991-02", "0001-01-01")),
    *(Place(), Place(state=[]), Place(region="west", state=None, county=7)),
    *("•" * 8, "•" * 9, "•" * 8 + " 123456", "•" * 8 + " é"),
]
hostile = st.sampled_from(range(len(HOSTILE))).map(HOSTILE.__getitem__)
