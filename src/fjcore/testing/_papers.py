"""What was written about her and what was kept as evidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from fjcore.records import Attachment, CustodyStep, Note, Segment
from fjcore.testing._draws import Draws
from fjcore.testing._help import STAFF
from fjcore.testing._plot import Plot, moment
from fjcore.testing._tables import words
from fjcore.values import Missing

_NA = Missing.NOT_APPLICABLE


def papers(draws: Draws, plot: Plot) -> Iterator[object]:
    """Give notes of a survivor's file and pictures of injuries, where there are any."""
    yield note(draws, plot, Note, 1)
    if draws.chance(300):
        yield note(draws, plot, Note, 2)
    if plot.injured or plot.strangled:
        yield attachment(draws, plot, Attachment, 1)


def note(draws: Draws, plot: Plot, kind: type[Note], number: int) -> Note:
    """Give a note, as one keeper or another wrote it."""
    tongue = "es" if plot.language == "es" else "en"
    said = draws.some(words("notes", tongue), 1, 3)
    segment = Segment(topic="safety", text=f"{said[-1]} [{plot.mark}]")
    return kind(
        note_id=plot.id(f"N-{kind.__name__}{number}"),
        kind=draws.one(("case", "contact")),
        written_at=moment(plot.opened + timedelta(days=number - 1), 16, 45),
        author=STAFF,
        text=" ".join((*said, f"[{plot.mark}]")),
        segments=(segment,) if number == 1 else draws.told(()),
        facts_only=draws.told(True),
    )


def attachment(
    draws: Draws, plot: Plot, kind: type[Attachment], number: int
) -> Attachment:
    """Give a picture of an injury, and who had it in hand."""
    taken = moment(plot.opened, 12, 30)
    steps = (("received", 0), ("sealed", 5), ("viewed", 60))
    return kind(
        kind="photo",
        content_ref=plot.id(f"B-{kind.__name__}{number}"),
        size_bytes=draws.between(40_000, 4_000_000),
        media_type="image/jpeg",
        digest=draws.token(32),
        captured_at=taken,
        captured_by=STAFF,
        device="SYN camera",
        body_site="neck_front" if plot.strangled else draws.one(("arm", "face")),
        view=draws.one(("overview", "mid_range", "close_up")),
        scale_used=draws.chance(700),
        custody_log=tuple(
            CustodyStep(at=taken + timedelta(minutes=after), who=STAFF, action=action)
            for action, after in steps
        ),
        consent_to_photo=plot.id("REL") if plot.released else _NA,
        sexual_content=False,
    )
