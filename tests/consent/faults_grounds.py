"""Seeded faults of the grounds of law, of their evidence, of what is on file."""

from __future__ import annotations

from consent.faults import Fault, RowFault, always, but, gone, kinds, without

AGREES = "test_engine_agrees_with_the_naive_oracle"
GROUNDS = ("grounds",)
SPAN = "test_a_decision_holds_through_its_whole_span"


def flaw(name: str, rule: str, row: int, change: object, duty: str = "") -> RowFault:
    """Give a fault of a ground's row, noticed where grounds vary."""
    return RowFault(name, rule, row, change, AGREES, GROUNDS, duty)  # type: ignore[arg-type]


FAULTS = (
    flaw("a stayed order compels", "O3", 0, gone),
    flaw("an order nobody verified compels", "O3", 1, but(holds=("stayed",))),
    flaw("a private order is public", "O2", 0, gone),
    flaw("a private order is for no court either", "O2", 0, but(recipient_not=None)),
    flaw("an order reaches what it does not list", "O1", 0, but(holds=("stayed",))),
    flaw("any order reaches treatment records", "O1", 1, but(any=())),
    flaw("a subpoena is an order", "O5", 0, gone),
    flaw("a subpoena reaches treatment records", "O4", 1, but(regimes_none=None)),
    flaw("a subpoena needs no assurance", "O6", 2, but(holds=())),
    flaw("a grand jury needs no health provider", "O6", 1, but(regimes_any=None)),
    flaw("a subpoena reaches psychotherapy notes", "O6", 0, gone),
    flaw("anybody has to report", "R2", 0, gone),
    flaw("a report holds what nobody asked for", "R1", 0, gone),
    flaw("treatment records go into any report", "R1", 1, gone),
    flaw("a permission is a mandate under VAWA", "R4", 0, gone),
    flaw("VOCA is no bar to a permission", "R4", 0, without("regimes_any", "voca")),
    flaw("HIPAA permits without its conditions", "R3", 3, but(holds=("covered",))),
    flaw("a permitted report holds treatment records", "R3", 1, gone),
    flaw("state is told to anybody", "E1", 0, but(recipient=None)),
    flaw("VAWA knows emergencies", "E1", 1, gone),
    flaw("treatment records go in any emergency", "E3", 0, but(purpose=None)),
    flaw("police get charts in an emergency", "E2", 0, but(recipient=None)),
    flaw("an emergency opens every category", "E2", 0, but(category=None)),
    flaw("an emergency needs no word of anybody", "E2", 0, but(holds=())),
    flaw("a word is enough under VAWA", "P1", 0, gone),
    flaw("a word opens every category", "P1", 3, but(category=None)),
    flaw("treatment opens VAWA's files", "P2", 0, gone),
    flaw("treatment opens psychotherapy notes", "P2", 2, always),
    flaw("a review needs no conditions", "F1", 0, but(holds=("deceased", "listed"))),
    flaw("a review is open under FVPSA", "F1", 0, but(regimes_none=None)),
    flaw("a review is open about the living", "F1", 0, without("regimes_any", "vawa")),
    flaw("a vendor reads", "I3", 0, gone),
    flaw("an agent need not be bound", "I3", 1, but(holds=())),
    flaw("an agent may be tied to the person causing harm", "I3", 1, but(lacks=())),
    flaw("an order is answered without counsel", "O1", 0, gone, "allow"),
    flaw("an order is answered untold", "O1", 1, kinds("protect_safety"), "allow"),
    flaw("a report holds more than is asked", "R1", 0, gone, "allow"),
    flaw(
        "who is reported about is not told", "R1", 2, kinds("notify_subject"), "allow"
    ),
    flaw("no privilege is asserted", "O5", 0, kinds("legal_review"), "deny"),
    flaw("a judgment is not written down", "E1", 0, gone, "allow"),
    flaw("an emergency is not written down", "E3", 0, gone, "allow"),
    flaw("an agent is not bound again", "I3", 0, gone, "allow"),
    Fault(
        "evidence of another kind counts",
        "evidence.in_force",
        "type(found) is wanted",
        "wanted is not None",
        "test_evidence_of_another_kind_shows_nothing",
    ),
    Fault(
        "evidence holds at its end",
        "evidence.Exhibit.at",
        "instant >= end",
        "instant > end",
        AGREES,
        GROUNDS,
    ),
    Fault(
        "evidence holds before it is there",
        "evidence.Exhibit.at",
        "instant < self.since or",
        "",
        "test_an_exhibit_shows_nothing_outside_its_span",
    ),
    Fault(
        "an emergency never ends",
        "evidence.Exhibit.at",
        "end = self.end",
        "end = self.until",
        AGREES,
        GROUNDS,
    ),
    Fault(
        "a span misses the end of evidence",
        "state._changes",
        "if exhibit.end is not None",
        "if False",
        SPAN,
        GROUNDS,
    ),
    Fault(
        "what she forbade is given",
        "narrow._forbidding",
        "if standing.holds(question.at) and",
        "if False and",
        AGREES,
        ("limits",),
    ),
    Fault(
        "an instruction taken back still holds",
        "instruction.Standing.holds",
        "at < self.until",
        "True",
        AGREES,
        ("limits",),
    ),
    Fault(
        "an instruction speaks to every category",
        "instruction.Instruction.forbids",
        "not named\n",
        "True\n",
        AGREES,
        ("limits",),
    ),
)
