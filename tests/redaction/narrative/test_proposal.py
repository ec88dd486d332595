from __future__ import annotations

from datetime import UTC, datetime

import pytest
from redaction.narrative.files import categories, known, name, named, proposed

from fjcore.errors import LeakFound, NaiveTime, ReviewRefused, StaleProposal
from fjcore.redaction.narrative import (
    Addition,
    Entity,
    Options,
    Passage,
    apply,
    approve,
    marked,
    scrub,
    span,
)
from fjcore.redaction.narrative.final import checked

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
TEXT = "Mirel Tavaroy met the grace of J.T. by the lake."
KNOWN = known(name("Mirel Tavaroy"), name("Grace Jorvik Tarn", "respondent"))
HIDDEN = categories(KNOWN)
GONE = "⟦withheld:identity.name⟧"


def approval(text=TEXT, held=KNOWN, **edits):
    return approve(proposed(held, text), by="r.okafor", at=NOW, **edits)


def left(text=TEXT, held=KNOWN, **edits):
    return apply(approval(text, held, **edits), text, held, categories(held)).text


def test_what_is_not_cleared_goes():
    """A flag that nobody cleared should go with what is known."""
    wanted = (
        f"{GONE} met the ⟦withheld:respondent⟧ of ⟦withheld:respondent⟧. by the lake."
    )

    assert wanted == left()


@pytest.mark.parametrize(
    ("edits", "wanted"),
    [
        (
            {"clear": [1]},
            f"{GONE} met the grace of ⟦withheld:respondent⟧. by the lake.",
        ),
        ({"clear": [1, 2]}, f"{GONE} met the grace of J.T. by the lake."),
        (
            {"clear": [1, 2], "add": [Addition(43, 47)]},
            f"{GONE} met the grace of J.T. by the ⟦withheld⟧.",
        ),
        ({"clear": [1, 2], "add": [Addition(0, 47)]}, f"{GONE}."),
    ],
)
def test_edits(edits, wanted):
    """A reviewer should clear flags and add spans."""
    assert wanted == left(**edits)


@pytest.mark.parametrize(
    ("edits", "path"),
    [
        ({"clear": [0]}, "clear.0"),
        ({"clear": [3]}, "clear.3"),
        ({"add": [Addition(-1, 3)]}, "add.0"),
        ({"add": [Addition(3, 3)]}, "add.0"),
        ({"add": [Addition(0, len(TEXT) + 1)]}, "add.0"),
        ({"add": [Addition(0, 1, 1)]}, "add.0"),
    ],
)
def test_edits_that_are_none(edits, path):
    """An edit that is none of the proposal should be refused by its place."""
    with pytest.raises(ReviewRefused) as caught:
        approval(**edits)

    assert [(path, "range")] == [tuple(p) for p in caught.value.problems]


def test_somebody_reviewed_it():
    """A review should name who made it, and when."""
    with pytest.raises(ReviewRefused) as caught:
        approve(proposed(KNOWN, TEXT), by=" ", at=NOW)
    with pytest.raises(NaiveTime):
        approve(proposed(KNOWN, TEXT), by="x", at=datetime(2026, 3, 2))  # noqa: DTZ001

    assert [("by", "required")] == [tuple(p) for p in caught.value.problems]


CHANGES = {
    "note": (TEXT + " ", KNOWN, HIDDEN, Options(), "note_sha256"),
    "known": (TEXT, named("Mirel Tavaroy"), HIDDEN, Options(), "known_sha256"),
    "plan": (TEXT, KNOWN, {*HIDDEN, "contact"}, Options(), "shape_sha256"),
    "less hidden": (TEXT, KNOWN, {"identity.name"}, Options(), "shape_sha256"),
    "level": (TEXT, KNOWN, HIDDEN, Options(maximal=True), "shape_sha256"),
    "language": (TEXT, KNOWN, HIDDEN, Options(language="es"), "shape_sha256"),
    "labels": ([Passage(TEXT, {"risk"})], KNOWN, HIDDEN, Options(), "note_sha256"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_voids_it(change):
    """A proposal should be void when note, plan, options or what is known changed."""
    *now, where = change

    with pytest.raises(StaleProposal) as caught:
        apply(approval(), *now)
    assert where == caught.value.where


def test_what_the_file_knows_cannot_be_cleared():
    """A proposal without flags should have nothing to clear."""
    with pytest.raises(ReviewRefused):
        approval("Mirel came.", clear=[1])


def test_a_silent_category_takes_its_passage():
    """A passage with what must not be known to exist should go without a trace."""
    held = known(
        name("Mirel Tavaroy"), Entity("street", "9 Old Quarry Rd", "location.shelter")
    )
    note = [
        Passage("Mirel came."),
        Passage("She went to 9 Old Quarry Rd."),
        Passage("End."),
    ]
    found = scrub(note, held, categories(held))
    done = apply(approve(found, by="x", at=NOW), note, held, categories(held))

    assert ("⟦withheld:identity.name⟧ came.", None, "End.") == done.parts
    assert "⟦withheld:identity.name⟧ came.\n\nEnd." == done.text == found.text


def test_a_passage_of_a_hidden_category_goes_whole():
    """A passage should go whole where the plan hides any category it carries."""
    note = [Passage("About money.", {"financial"}), Passage("About court.", {"risk"})]
    found = scrub(note, KNOWN, {*HIDDEN, "financial"})

    assert "About court." == found.text
    assert [True, False] == [part.whole for part in found.parts]


def test_automatic():
    """Where nobody will look, every flag should be taken, and the level be maximal."""
    found = scrub(TEXT, KNOWN, HIDDEN, Options(automatic=True))

    assert found.automatic
    assert () == found.flags
    assert "grace" not in found.text
    assert "J.T" not in found.text


def test_placeholders_of_the_source_are_none():
    """What looks like a placeholder in a note should not be taken for one."""
    assert f"[withheld:contact] {GONE}" == left("⟦withheld:contact⟧ Mirel")


def test_repr():
    """Nothing of a note should show in the repr of what is made of it."""
    made = approval()
    done = apply(made, TEXT, KNOWN, HIDDEN)
    shown = repr(made) + repr(done) + repr(made.proposal.parts[0])

    assert "grace" not in shown
    assert "Mirel" not in shown
    assert "1 spans, 2 flags" in shown


ENTITIES = (
    Entity("name", "Mirel Tavaroy", "contact", "c.value"),
    Entity("phone", "406-555-0123", "contact", "c.value"),
    Entity("email", "mirel.t@example.org", "contact", "c.value"),
    Entity("date", "2026-03-14", "contact", "c.value"),
    Entity("number", "DR-26-0417", "contact", "c.value"),
    Entity("handle", "@mirel_tav", "contact", "c.value"),
    Entity("place", "Larkmeadow School", "contact", "c.value"),
)


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: str(entity.kind))
def test_the_final_check(entity):
    """A value that nobody took from the text should be found by its field alone."""
    text = f"Then {entity.value} was said."
    whole = [span(0, len(text), "contact", "x")]

    checked(text, whole, [], known(entity), {"contact"}, Options())
    with pytest.raises(LeakFound) as caught:
        checked(text, [], [], known(entity), {"contact"}, Options())
    assert "c.value" == caught.value.where
    assert entity.value not in str(caught.value)


@pytest.mark.parametrize("said", ["Tavroy", "Tava-\nroy", "Bobby"])
def test_the_passes_look_again(said):
    """A guise that only the passes know should be found in what is left, too."""
    text, held = f"Then {said} came.", named("Robert Tavaroy")

    with pytest.raises(LeakFound) as caught:
        checked(text, [], [], held, HIDDEN, Options())
    assert "note" == caught.value.where


def test_a_cleared_flag_is_no_leak():
    """A number that the reviewer knows for another's should stay where she says so."""
    held = known(Entity("phone", "406-555-0123", "medical"))

    assert "dial 555-0123 now" == left("dial 555-0123 now", held, clear=[1])


def test_marked():
    """A note should be shown with marks around what goes and what is doubtful."""
    found = proposed(KNOWN, TEXT)

    assert "«Mirel Tavaroy» met the ‹1:grace› of ‹2:J.T›. by the lake." == marked(
        TEXT, found.spans, found.flags
    )
    assert "«a»«b»" == marked(
        "ab", [span(0, 1, "contact", "x"), span(1, 2, "contact", "x")], []
    )
