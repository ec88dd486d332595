"""What stands beside the logic: codes, and alerts that wait for no total."""

from __future__ import annotations

import pytest

from fjcore.screening import load
from fjcore.screening._document import checked
from fjcore.screening.parse import read

#: Alerts of one answer, in tools with bands.
ALONE = [
    ("da-20", "strangulation"),
    ("da-20", "survivor_suicide_risk"),
    ("da-5-strangulation", "strangulation"),
    ("phq-9", "self_harm"),
    ("dash-ric-24", "strangulation"),
]


@pytest.mark.parametrize(("name", "trigger"), ALONE)
def test_an_alert_is_shown_in_the_lowest_band(name: str, trigger: str) -> None:
    """A vector should show that an alert of one answer waits for no total."""
    ((score, bands),) = load(name).banded.items()
    shown = [
        row["id"]
        for row in read(name)["tests"]
        if row["expected"]["flags"].get(trigger) is True
        and row["expected"]["bands"][score]["band"] == bands[0].id
    ]

    assert shown


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("76499-3", True),
        ("76504-0", True),
        ("8867-4", True),
        ("76504-1", False),
        ("76540-0", False),
        ("-0", False),
        ("76504-", False),
        ("76504-00", False),
        ("٧٦٥٠٤-0", False),
    ],
)
def test_a_loinc_code_carries_its_check_digit(code: str, right: bool) -> None:
    """A LOINC code should be taken only with the right check digit."""
    assert right is checked(code)
