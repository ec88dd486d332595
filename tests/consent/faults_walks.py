"""Seeded faults that a walk through the life of a file meets."""

from __future__ import annotations

from consent.faults import Fault

WALK = "test_no_walk_shows_what_is_denied_now"

FAULTS = (
    Fault(
        "a plan outlives what happens after it",
        "plan.Plan.check",
        " or revision != self.revision",
        "",
        WALK,
    ),
    Fault(
        "a plan outlives its span while time passes",
        "plan.Plan.check",
        "early or late",
        "False",
        WALK,
    ),
    Fault(
        "a withdrawal on the way is ignored",
        "judge._live",
        "for told in file.withdrawn",
        "for told in ()",
        WALK,
    ),
    Fault(
        "what was narrowed on the way is given",
        "onfile._told",
        "elif isinstance(event, e.Narrowed)",
        "elif False",
        WALK,
    ),
    Fault(
        "a release is used up by nobody",
        "judge._live",
        "file.uses >= release.max_uses",
        "False",
        WALK,
    ),
    Fault(
        "a span misses ends on the way",
        "validity.of_file",
        ", file.release.end(tz)",
        "",
        WALK,
    ),
)
