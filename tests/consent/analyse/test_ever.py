"""What could ever be seen: who is meant, what binds, and what code leaves open."""

from __future__ import annotations

import pytest
from attrs import evolve
from consent.analyse.made import HMIS, LEGAL, POLICE, Code, holder, limit, policy

from fjcore.consent import (
    Agency,
    BasisKind,
    LimitQuestion,
    Purpose,
    Reason,
    RecipientKind,
    View,
)
from fjcore.consent.analyse import can_ever
from fjcore.errors import OptionRefused, Problem, UnknownCategory, UnknownPartner

RELEASED = (BasisKind.CLIENT_RELEASE,)


@pytest.mark.parametrize(
    ("who", "what", "rule", "reason"),
    [
        (RecipientKind.ABUSER, "incident", "N2", Reason.ABUSER_RECIPIENT),
        (HMIS, "identity.name", "N1", Reason.HMIS_PROHIBITED),
        (RecipientKind.PUBLIC_WEB, "risk", "N5", Reason.PUBLICATION_BAN),
        (POLICE, "other_party", "N6", Reason.THIRD_PARTY),
        (POLICE, "ciphertext", "I4", Reason.INDIVIDUAL_LEVEL),
    ],
    ids=["abuser", "hmis", "web", "other party", "ciphertext"],
)
def test_the_rule_that_binds_is_named(
    who: str, what: str, rule: str, reason: Reason
) -> None:
    """What no release opens should be closed by the one rule that says so."""
    found = can_ever(policy(), who, what, bases=RELEASED)

    assert "closed" == found.answer
    assert found.witness is None
    assert [(rule, reason)] == [(one.rule, one.reason) for one in found.bindings]
    assert all(one.statement and one.citation for one in found.bindings)
    assert [RELEASED] == [one.bases for one in found.bindings]


@pytest.mark.parametrize(
    ("regimes", "answer"),
    [("vawa", "closed"), ("hipaa", "open")],
)
def test_a_law_binds_the_holder_under_it(regimes: str, answer: str) -> None:
    """A homeless system should be closed to those programs whom the law binds."""
    one = policy(regimes=frozenset({regimes}))

    assert answer == can_ever(one, HMIS, "identity.name", bases=RELEASED).answer


def test_an_order_reaches_what_a_release_does_not() -> None:
    """The person causing harm should get by a court's order what nothing else gives."""
    found = can_ever(policy(), "abuser", "incident")

    assert "open" == found.answer
    assert found.witness is not None
    assert found.witness.question.basis.kind is BasisKind.COURT_ORDER
    assert found.witness.release is None
    assert found.witness.evidence is not None
    assert found.witness.evidence.verified


def test_a_kind_is_any_agency_of_it_that_no_limit_names() -> None:
    """A limit on one agency should bind it, and not others of its kind."""
    one = policy(limit(recipients=(POLICE,)))

    assert "closed" == can_ever(one, POLICE, "incident").answer
    assert "open" == can_ever(one, "law_enforcement", "incident").answer
    assert "open" == can_ever(one, "kind:law_enforcement", "incident").answer


def test_a_kind_is_any_agency_of_it_that_no_limit_names_even_so() -> None:
    """A limit that names the very id of an unnamed agency should not bind a kind."""
    one = policy(limit(recipients=("agency", "agency1")))

    assert "open" == can_ever(one, "school", "education").answer


def test_a_limit_on_a_kind_binds_who_is_yet_to_come() -> None:
    """A limit on a kind should bind every agency of it, known or not."""
    one = policy(limit(recipient_kinds=("school",)))

    assert "closed" == can_ever(one, "school", "education").answer


def test_a_lower_cap_is_the_most_and_is_named() -> None:
    """A cap in between should be the greatest view, reached, with its limit named."""
    cap = limit("l.year", View.COARSE_2, categories=("identity.dob",))
    found = can_ever(policy(cap), POLICE, "identity.dob", bases=RELEASED)

    assert (View.COARSE_2, View.COARSE_2) == (found.view, found.at_most)
    assert ["l.year"] == [one.rule for one in found.bindings]


def test_without_what_binds_more_is_seen() -> None:
    """Without the limits that are named, together, more should be seen."""
    both = (
        limit("l.a", View.COARSE_1),
        limit("l.b", View.COARSE_1, recipients=(POLICE,)),
        limit("l.c", View.COARSE_4),
    )
    found = can_ever(policy(*both), POLICE, "incident")
    bound = {one.rule for one in found.bindings if one.reason is Reason.LIMITED}
    left = policy(*(one for one in both if one.id not in bound))

    assert {"l.a", "l.b"} == bound
    assert View.COARSE_4 == can_ever(left, POLICE, "incident").at_most


def test_a_limit_for_participants_does_not_bind_others() -> None:
    """A limit for people in an address program should leave the greatest view open."""
    one = policy(limit(acp_only=True))

    assert View.FULL == can_ever(one, POLICE, "incident").view


def test_grounds_and_purposes_can_be_chosen() -> None:
    """Only the grounds and purposes asked about should count."""
    one = policy(limit(purposes=("prosecution",)))
    some = {"purposes": (Purpose.PROSECUTION,)}

    assert "closed" == can_ever(one, POLICE, "incident", **some).answer
    assert "open" == can_ever(one, POLICE, "incident").answer
    none = can_ever(one, POLICE, "incident", bases=(BasisKind.EMERGENCY,))
    assert ["E1"] == [bound.rule for bound in none.bindings]


def test_purposes_are_named_where_only_some_are_bound() -> None:
    """A rule that binds for some purposes should say for which."""
    one = policy(
        limit("l.p", purposes=("prosecution",)), limit("l.all", View.PLACEHOLDER)
    )
    found = can_ever(one, POLICE, "incident", bases=RELEASED)
    said = {bound.rule: bound.purposes for bound in found.bindings}

    assert {"l.p", "l.all"} == set(said)
    assert (Purpose.PROSECUTION,) == said["l.p"]


def test_own_staff_and_the_survivor_are_recipients_too() -> None:
    """Staff should see inside the program, and a survivor her own file."""
    own = can_ever(policy(), "harbor", "incident")
    herself = can_ever(
        policy(), "subject", "incident", bases=[BasisKind.SUBJECT_ACCESS]
    )

    assert own.witness is not None
    assert own.witness.question.basis.kind is BasisKind.INTRA_PROGRAM
    assert own.witness.question.need_to_know
    assert herself.witness is not None
    asked = herself.witness.question
    assert asked.recipient == asked.subject


def test_staff_of_a_holder_without_a_unit_see_nothing_inside() -> None:
    """Where the holder has no unit nobody can be of it."""
    one = evolve(policy(), holder=holder(unit=""))
    found = can_ever(one, "harbor", "incident", bases=[BasisKind.INTRA_PROGRAM])

    assert "closed" == found.answer
    assert ["I1"] == [bound.rule for bound in found.bindings]


def test_no_release_lives_where_it_may_run_no_day() -> None:
    """Where a release may run no day, none gives anything, by the rule of its end."""
    one = evolve(policy(), max_release_days=0)
    found = can_ever(one, POLICE, "incident", bases=RELEASED)

    assert [("C7", Reason.OVER_CAP)] == [(b.rule, b.reason) for b in found.bindings]


def test_a_missing_plugin_shuts_all_but_reading() -> None:
    """While a rule plugin is missing only own staff should see anything."""
    one = evolve(policy(), closed=True)
    shut = can_ever(one, POLICE, "incident")

    assert "closed" == shut.answer
    assert "closed" in {bound.rule for bound in shut.bindings}
    assert View.FULL == can_ever(one, "harbor", "incident").view


def test_a_partner_under_the_holders_own_id_is_asked_as_what_it_is() -> None:
    """An agency listed under the holder's id should not be taken for its staff."""
    own = Agency("harbor", kind="shelter", name="Harbor House")
    one = evolve(policy(), partners={"harbor": own})
    inside = [BasisKind.INTRA_PROGRAM]

    assert "closed" == can_ever(one, "harbor", "incident", bases=inside).answer
    assert "closed" == can_ever(one, "internal_staff", "risk", bases=inside).answer


@pytest.mark.parametrize(
    ("cap", "view"),
    [
        (lambda _: View.FULL, View.FULL),
        (lambda _: View.COARSE_3, View.COARSE_3),
        (lambda _: View.MARKED, View.MARKED),
        (lambda _: None, View.MARKED),
        (lambda q: View.FULL if q.purpose == "discovery" else View.MARKED, View.FULL),
    ],
    ids=["all", "some", "none", "failing", "one purpose"],
)
def test_a_rule_in_code_leaves_it_possibly_open(cap: object, view: View) -> None:
    """A rule in code should be tried, and what it says of others left open."""
    one = evolve(policy(), rules=(Code(cap),))
    found = can_ever(one, POLICE, "incident")

    assert "possibly open" == found.answer
    assert (view, View.FULL) == (found.view, found.at_most)
    assert ("code.one",) == found.opaque
    assert (view > View.MARKED) is (found.witness is not None)


def test_what_the_law_shuts_no_code_opens() -> None:
    """What is closed without a rule in code should be closed with it."""
    one = evolve(policy(), rules=(Code(lambda _: View.FULL),))

    assert "closed" == can_ever(one, "abuser", "risk", bases=RELEASED).answer


def test_a_rule_that_cannot_say_its_name_is_told_all_the_same() -> None:
    """A rule whose id fails should be told of as a rule."""

    class Nameless:
        @property
        def id(self) -> str:
            raise ValueError

        def cap(self, question: LimitQuestion) -> View:
            return View.FULL

    one = evolve(policy(), rules=(Nameless(),))

    assert ("rule",) == can_ever(one, LEGAL, "incident").opaque


def test_a_narrative_is_asked_for_by_its_name() -> None:
    """A field by name should be seen by a release that names it."""
    fields = {"note.text": "incident.narrative"}
    found = can_ever(policy(), POLICE, "note.text", fields=fields)

    assert "incident.narrative" == found.category
    assert found.witness is not None
    assert found.witness.release is not None
    assert ("note.text",) == found.witness.release.scope
    assert View.FULL == found.witness.view()


def test_an_id_that_is_a_kind_is_told_apart() -> None:
    """An agency whose id is the word for a kind should be asked for by its prefix."""
    word = "law_enforcement"
    own = Agency(word, kind=word, name="A Partner")
    one = policy(limit(recipients=(word,)))
    one = evolve(one, partners={**one.partners, word: own})

    assert "closed" == can_ever(one, f"agency:{word}", "incident").answer
    assert "open" == can_ever(one, f"kind:{word}", "incident").answer
    assert "open" == can_ever(one, "court", "incident").answer
    assert (
        can_ever(one, POLICE, "incident").answer
        == can_ever(one, f"agency:{POLICE}", "incident").answer
    )
    with pytest.raises(OptionRefused, match="recipient") as caught:
        can_ever(one, word, "incident")
    assert (Problem("recipient", "ambiguous"),) == caught.value.problems


def test_whoever_is_unknown_is_refused() -> None:
    """An agency or a category that is not there should be refused by where it stood."""
    with pytest.raises(UnknownPartner, match="recipient"):
        can_ever(policy(), "nobody_here", "incident")
    with pytest.raises(UnknownCategory, match="category"):
        can_ever(policy(), POLICE, "incidents")
