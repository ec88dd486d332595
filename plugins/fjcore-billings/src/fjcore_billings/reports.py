"""What the center counts for its board; core counts, and leaves out what is small."""

from __future__ import annotations

from fjcore.sdk import ReportDefinition

REPORTS = (
    ReportDefinition(
        id="billings.heard_from",
        title={
            "en": "How people heard of the center",
            "es": "Cómo supo la gente del centro",
        },
        record="x_billings.intake",
        by="heard_from",
    ),
)
