"""A center that is being planned: who could ever see what, from a list of agencies.

No record is read and no fact about any survivor is held. Not legal advice.
"""

from __future__ import annotations

from fjcore.consent.center.doors import Door, Sharers, sharers
from fjcore.consent.center.facts import (
    Center,
    CenterAgency,
    Funding,
    Licence,
    SharedSystem,
    SystemKind,
)
from fjcore.consent.center.findings import Point
from fjcore.consent.center.matters import Matters
from fjcore.consent.center.pages import CenterReport
from fjcore.consent.center.plain import center_plain
from fjcore.consent.center.reading import MAX_CENTER_BYTES, center_from, example_text
from fjcore.consent.center.report import CenterPlan, center_report, plan_center
from fjcore.consent.center.standing import Regime, Standing, standings
from fjcore.consent.center.ways import Column, Held, Way, holdings

__all__ = [
    "MAX_CENTER_BYTES",
    "Center",
    "CenterAgency",
    "CenterPlan",
    "CenterReport",
    "Column",
    "Door",
    "Funding",
    "Held",
    "Licence",
    "Matters",
    "Point",
    "Regime",
    "SharedSystem",
    "Sharers",
    "Standing",
    "SystemKind",
    "Way",
    "center_from",
    "center_plain",
    "center_report",
    "example_text",
    "holdings",
    "plan_center",
    "sharers",
    "standings",
]
