from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import attrs
import pytest
from disclosure.worlds import (
    END,
    HOME,
    ID,
    INCIDENT,
    NOON,
    NOTE,
    PHONE,
    REVISION,
    SIGNED,
    START,
    TICK,
    USUAL,
    built,
    held_of,
    maeve,
    plan_of,
)
from hypothesis import settings

from fjcore.consent import ObligationKind, View
from fjcore.disclosure import FOOTER
from fjcore.errors import CutFailed, LeakFound, NaiveTime, StalePlan
from fjcore.records import (
    CORE_RECORDS,
    Person,
    ServiceEncounter,
    ShelterAddress,
    leaves,
)
from fjcore.redaction import view_under
from fjcore.values import PartialDate, canonical

usual = settings(max_examples=40, deadline=None)


def test_only_the_granted_leaves():
    """A disclosure should hold the fields of granted categories, and no other."""
    made = built(held=held_of(maeve(gov_id="517-00-1234"), PHONE, HOME, INCIDENT, NOTE))
    names = [{"text": "Maeve Quill", "use": "legal"}]
    expected = {"person": [{"birth_date": "1990", "names": names}]}

    assert expected == made.content()["records"]


def test_head():
    """The head should say who, for whom, why, until when, and nothing of the file."""
    made = built(plan_of(USUAL, person="j.doe"))
    head = made.content()
    del head["records"], head["marked"]
    expected = {
        "format": "fjcore/disclosure/1",
        "id": ID,
        "holder": "billings.fjc",
        "recipient": "billings.legal_aid",
        "person": "j.doe",
        "purpose": "protection_order",
        "basis": "client_release",
        "decided_at": "2026-03-02T19:00:00Z",
        "expires": "2026-04-01T19:00:00Z",
        "releases": ["0b" * 16],
        "notices": [FOOTER],
        "views": {"person.birth_date": "COARSE_2"},
    }

    labels = head.pop("labels")
    assert expected == head
    assert {
        "category": "identity.dob",
        "about": "subject",
        "identifying": "direct",
    } == (labels["person.birth_date"])
    assert {path for path, _, _ in made.granted} == labels.keys()
    assert made.expires == END
    assert canonical.dumps(made.content()) == made.body


def test_marked_paths_only():
    """What is withheld and may be told of should be named by path, for all alike."""
    made = built(held=held_of(maeve(gov_id="517-00-1234")))
    expected = tuple(
        sorted(
            leaf.path
            for leaf in leaves(Person)
            if leaf.label.category not in USUAL and not leaf.label.existence_sensitive
        )
    )

    assert expected == made.marked
    assert expected == built(held=held_of(maeve())).marked
    assert list(expected) == made.content()["marked"]


def test_silent_categories_are_never_named():
    """No path of a silent category should stand anywhere, not even of a narrative."""
    plan = plan_of({"operations": View.FULL, "participation": View.FULL, **USUAL})
    for record in (maeve(pronouns="they"), NOTE, ShelterAddress(use="home")):
        made = built(plan, held_of(record, maeve()))
        paths = {
            leaf.path
            for cls in CORE_RECORDS
            for leaf in leaves(cls)
            if leaf.label.existence_sensitive
        }

        assert not paths & {*made.marked, *(path for path, _, _ in made.granted)}
        assert b"advocacy" not in made.body
        assert b"shelter" not in made.body


@pytest.mark.parametrize("view", [View.SILENT, View.MARKED])
def test_a_silent_narrative_is_silent(view):
    """A narrative of a silent category should be silent where it is not named."""
    plan = attrs.evolve(plan_of({"advocacy_notes": view}), silent=frozenset())
    text = next(leaf for leaf in leaves(type(NOTE)) if leaf.path == "note.text")

    assert View.SILENT is view_under(plan, SIGNED)(text)


def test_a_narrative_needs_its_name():
    """A free text should be shown only where it was named, whatever its category."""
    whole = {"incident": View.FULL, "incident.narrative": View.FULL}
    without = built(plan_of(whole), held_of(INCIDENT))
    with_name = built(
        plan_of(whole, {"incident.narrative": View.FULL}), held_of(INCIDENT)
    )
    unasked = built(attrs.evolve(plan_of(whole), named=()), held_of(INCIDENT))

    assert without.content()["records"]["incident"][0] == {"place": "the kitchen"}
    assert "incident.narrative" in without.marked
    assert (
        INCIDENT.narrative == with_name.content()["records"]["incident"][0]["narrative"]
    )
    assert without.body == unasked.body


@pytest.mark.parametrize(("ticks", "told"), [(-1, True), (0, True), (1, False)])
def test_records_made_after_the_cutoff(ticks, told):
    """A record made after a release that covers none later should show nothing."""
    plan = plan_of({"identity.name": (View.FULL, SIGNED)})
    made = built(plan, held_of(maeve(), at=SIGNED + ticks * TICK))

    assert told == bool(made.content()["records"])


def test_the_highest_view_is_told():
    """A field seen in two ways should be told by the higher one, in any order."""
    plan = attrs.evolve(plan_of({"identity.dob": (View.FULL, SIGNED)}))
    rows = dict(plan.categories)
    rows["identity.dob"] = (
        *rows["identity.dob"],
        attrs.evolve(
            rows["identity.dob"][0], view=View.COARSE_2, recorded_not_after=None
        ),
    )
    plan = attrs.evolve(plan, categories=tuple(sorted(rows.items())))
    held = [*held_of(maeve()), *held_of(maeve(), at=SIGNED + TICK)]
    expected = (("person.birth_date", "FULL", "identity.dob"),)

    assert expected == built(plan, held).granted
    assert built(plan, held).body == built(plan, held[::-1]).body


def test_notices_follow_the_obligations():
    """A duty to warn of redisclosure should put its notice into the bytes."""
    plain, told = (
        built(),
        built(plan_of(USUAL, obligations=[ObligationKind.REDISCLOSURE_NOTICE])),
    )

    assert plain.notices == (FOOTER,)
    assert "12291(b)(2)" in told.content()["notices"][0]
    assert told.notices[-1] == FOOTER


@pytest.mark.parametrize(
    ("now", "revision"),
    [
        (START - TICK, REVISION),
        (END, REVISION),
        (NOON, REVISION + 1),
        (NOON, REVISION - 1),
    ],
)
def test_a_stale_plan_is_refused(now, revision):
    """A plan outside its span, or of another revision, should make nothing."""
    with pytest.raises(StalePlan):
        built(now=now, revision=revision)


@pytest.mark.parametrize("now", [START, END - TICK])
def test_a_plan_holds_to_its_ends(now):
    """A plan should hold from the start of its span up to its end."""

    assert built(now=now).id == ID


def test_a_naive_time_is_refused():
    """A time without an offset should make nothing."""
    with pytest.raises(NaiveTime):
        built(now=datetime(2026, 3, 2, 19))  # noqa: DTZ001


def test_the_day_is_that_of_the_case():
    """A coarse instant should be told as of the case's own time zone."""
    late = ServiceEncounter(
        service="2A", started_at=datetime(2026, 1, 1, 6, tzinfo=UTC)
    )
    plan = plan_of({"participation": View.COARSE_2})
    denver = built(plan, held_of(late), tz=ZoneInfo("America/Denver"))

    assert denver.content()["records"]["service_encounter"][0]["started_at"] == "2025"
    assert (
        built(plan, held_of(late)).content()["records"]["service_encounter"][0][
            "started_at"
        ]
        == "2026"
    )


def test_a_very_old_person_has_no_coarse_birth_year():
    """The year of birth of a person of 90 should not be told in part."""
    old = maeve(birth_date=PartialDate.parse("1936-12-31"))
    row = built(held=held_of(old)).content()["records"]["person"][0]

    assert {"names"} == set(row)


def test_a_leak_makes_nothing():
    """A withheld name inside a granted text should make nothing but its path known."""
    told = attrs.evolve(INCIDENT, narrative="He called maeve QUILL names.")
    plan = plan_of({"incident": View.FULL}, {"incident.narrative": View.FULL})
    with pytest.raises(LeakFound) as caught:
        built(plan, held_of(maeve(), told))

    assert caught.value.where == "person.names.text"
    assert "QUILL" in built(plan, held_of(told)).body.decode()


def test_a_failed_cut_makes_nothing():
    """A value that cannot be cut should make nothing at all."""
    broken = ServiceEncounter(service="2A", started_at=datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(CutFailed) as caught:
        built(plan_of({"participation": View.FULL}), held_of(maeve(), broken))

    assert caught.value.where == "service_encounter.started_at"
    assert caught.value.__context__ is None
