"""Notes on their way out: reviewed for this release, or not there at all."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest
from disclosure.worlds import SIGNED, plan_of

from fjcore.consent import View
from fjcore.errors import StaleProposal
from fjcore.records import Incident, Note, Person
from fjcore.records.papers import Segment
from fjcore.records.person import HumanName
from fjcore.redaction.narrative import (
    Review,
    approve,
    grounds,
    hidden_by,
    known_entities,
    released,
    scrub,
)
from fjcore.values import Missing

PATH = "incident.narrative"
MIREL = Person(names=(HumanName(text="Mirel Tavaroy", use="legal"),))
TOLD = Incident(place="the kitchen", narrative="He hit Mirel by the door.")
OTHER = Incident(place="the yard", narrative="He came back at night.")
PLAN = plan_of({"incident": View.FULL}, {PATH: View.FULL})
FILE = ((MIREL, SIGNED), (TOLD, SIGNED), (OTHER, SIGNED))


def review_of(incident, plan=PLAN, file=FILE, **said):
    """A review of an incident's account, under a plan and a file as they are."""
    on = said.get("on")
    known = known_entities([record for record, _ in file], on=on)
    proposal = scrub(incident.narrative, known, hidden_by(plan, SIGNED))
    (ground,) = grounds(plan, PATH, SIGNED)
    found = approve(proposal, by="r.okafor", at=SIGNED)
    return Review(**{"path": PATH, "ground": ground, "approval": found, **said})


def accounts(file=FILE, plan=PLAN, reviews=()):
    """What is left of the accounts of a file."""
    _, records = released(file, plan, reviews)
    return [one.narrative for one in records if isinstance(one, Incident)]


def test_without_a_review_nothing_of_a_note_is_left():
    """A note that nobody reviewed should not be there, and not be granted."""
    plan, records = released(FILE, PLAN, ())

    assert [Missing.NOT_COLLECTED] * 2 == accounts()
    assert PATH not in dict(plan.named)
    assert ["the kitchen", "the yard"] == [one.place for one in records[1:]]


def test_a_reviewed_note_is_there_as_it_was_approved():
    """A reviewed note should be there without what was taken out; no other should."""
    reviewed = [review_of(TOLD)]
    plan, _ = released(FILE, PLAN, reviewed)

    assert [
        "He hit ⟦withheld:identity.name⟧ by the door.",
        Missing.NOT_COLLECTED,
    ] == accounts(reviews=reviewed)
    assert PATH in dict(plan.named)


def moved(incident, text):
    return tuple(
        (attrs.evolve(one, narrative=text) if one is incident else one, at)
        for one, at in FILE
    )


STALE = {
    "text": {"file": moved(TOLD, "He hit Mirel by the gate.")},
    "known": {"file": (*FILE, (Person(gov_id="517-00-1234"), SIGNED))},
    "plan": {
        "plan": plan_of({"incident": View.FULL, "risk": View.FULL}, {PATH: View.FULL})
    },
    "unnamed": {"plan": plan_of({"incident": View.FULL})},
}


@pytest.mark.parametrize("change", STALE.values(), ids=STALE)
def test_a_stale_review_is_refused(change):
    """A review should be void once the note, the file or the plan is another."""
    with pytest.raises(StaleProposal):
        accounts(reviews=[review_of(TOLD)], **change)


def test_a_review_for_another_release_is_refused():
    """A review should not serve a release that it was not made for."""
    with pytest.raises(StaleProposal) as caught:
        accounts(reviews=[review_of(TOLD, ground="another")])

    assert "ground" == caught.value.where


def test_a_review_of_another_field_is_refused():
    """A review should not serve a field that it was not made of."""
    with pytest.raises(StaleProposal):
        accounts(reviews=[review_of(TOLD, path="note.text")])


def test_ages_are_those_of_the_day_of_the_review():
    """An age that was looked for should be looked for again, on the same day."""
    born = attrs.evolve(MIREL, birth_date=date(1990, 4, 12))
    told = attrs.evolve(TOLD, narrative="She turned 35 then.")
    file = ((born, SIGNED), (told, SIGNED))
    reviewed = [review_of(told, file=file, on=date(2025, 6, 1))]

    assert "35" not in accounts(file=file, reviews=reviewed)[0]


def test_a_note_not_reached_is_refused():
    """A review should not bring in a note that a release does not reach."""
    rows = dict(PLAN.named)[PATH]
    late = tuple(attrs.evolve(one, recorded_not_after=SIGNED) for one in rows)
    plan = attrs.evolve(PLAN, named=((PATH, late),))
    file = tuple((one, at + timedelta(seconds=1)) for one, at in FILE)

    with pytest.raises(StaleProposal):
        accounts(plan=plan, file=file, reviews=[review_of(TOLD, plan=plan)])


def test_the_file_is_left_as_it_was():
    """What is kept should not change by what is taken out for one release."""
    before = TOLD.narrative
    released(FILE, PLAN, [review_of(TOLD)])

    assert before == TOLD.narrative


def test_a_passage_of_a_note_needs_its_review():
    """A passage inside a note should be out as well where nobody reviewed it."""
    plan = plan_of(
        {"advocacy_notes": View.FULL},
        {"note.text": View.FULL, "note.segments.text": View.FULL},
    )
    note = Note(
        kind="case",
        written_at=SIGNED,
        text="Seen.",
        segments=(Segment(topic="safety", text="He knows."),),
    )
    _, (left,) = released([(note, SIGNED)], plan, ())

    assert Missing.NOT_COLLECTED is left.text
    assert [Missing.NOT_COLLECTED] == [one.text for one in left.segments]
