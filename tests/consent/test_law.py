"""The rules as data: read strictly, pinned, each with its source."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest

from fjcore.consent import FLOOR, FLOOR_SHA256, BasisKind, ObligationKind, Reason
from fjcore.consent import floor as floors
from fjcore.consent._lawread import digest, plain_of, read
from fjcore.consent.floor import Floor, law, texts
from fjcore.errors import FloorChanged, LawRefused
from fjcore.testing.consent import answer_of, plain

SOUND = plain_of(texts())
STATUTES = sorted(set(SOUND) - {"table.toml"})
Files = dict[str, Any]


def test_the_rules_are_those_that_were_released() -> None:
    """The pin in the source should be the digest of the files as they are."""
    assert digest(SOUND) == FLOOR_SHA256
    assert law().sha256 == FLOOR_SHA256


def test_spaces_and_comments_change_no_rule() -> None:
    """The digest should be of what is said, and not of how it is set."""
    spaced = {name: f"# a note\n\n{text}\n\n" for name, text in texts().items()}

    assert digest(plain_of(spaced)) == FLOOR_SHA256


def test_changed_rules_let_nothing_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that was changed should stop every decision, and be told by no value."""
    found = texts()
    found["vawa.toml"] = found["vawa.toml"].replace('"abuser"', '"employer"')
    monkeypatch.setattr(floors, "texts", lambda: found)
    monkeypatch.setattr(floors, "FLOOR", Floor())

    with pytest.raises(FloorChanged) as caught:
        answer_of(plain())
    assert caught.value.where == "law"
    assert caught.value.__context__ is None
    with pytest.raises(FloorChanged):
        len(floors.FLOOR)


@pytest.mark.parametrize("rule", FLOOR, ids=lambda rule: rule.id)
def test_every_rule_has_its_source_and_is_not_reviewed(rule: Any) -> None:
    """A rule should say what it says, where from, how far read, when, and no review."""
    assert len(rule.statement) > 15
    assert rule.statement.endswith(".")
    assert rule.citation.strip()
    assert rule.read in {"full", "part", "memory"}
    assert rule.settled is (rule.status == "settled")
    assert date(2026, 1, 1) <= date.fromisoformat(rule.as_of)
    assert rule.reviewed is False


def test_a_floor_is_a_sequence() -> None:
    """The floor should give its rules by place, as often as it is asked."""
    assert FLOOR[0].id == "T1"
    assert [rule.id for rule in FLOOR] == [rule.id for rule in FLOOR[:]]
    assert len(FLOOR) == len({rule.id for rule in FLOOR})


def test_each_statute_has_a_file_of_its_own() -> None:
    """The files should be one for each statute or subject that the law has."""
    wanted = {
        *("vawa", "fvpsa", "voca", "hipaa", "part2", "ferpa", "hmis", "privilege"),
        *("orders", "reports", "emergencies", "fatality", "aggregates"),
    }

    assert wanted <= {name.removesuffix(".toml") for name in STATUTES}
    assert all(
        SOUND[name]["subject"] == name.removesuffix(".toml") for name in STATUTES
    )


def test_every_reason_is_given_by_some_rule() -> None:
    """Every reason but that of a limit should be one that a rule gives."""
    given = {reason for rule in FLOOR for reason in rule.reasons}

    assert given == set(Reason) - {Reason.LIMITED}


def test_only_orders_pass_limits_of_the_floor() -> None:
    """No ground but an order or a warrant should pass a limit, and those by name."""
    passes = {kind: dict(ground.exempts) for kind, ground in law().grounds.items()}
    part2 = {"N2": (), "N6": (), "O4": ("part2_compliant",)}

    assert passes.pop(BasisKind.COURT_ORDER) == part2
    assert passes.pop(BasisKind.SEARCH_WARRANT) == part2
    assert all(exempts == {} for exempts in passes.values())


def test_every_obligation_has_its_terms() -> None:
    """Every obligation should say when it is done and whether it must be."""
    terms = law().obligations

    assert set(terms) == set(ObligationKind)
    assert {kind for kind, one in terms.items() if not one.must} == {"offer_release"}


# --- faults ------------------------------------------------------------------------


def refused(change: Callable[[Files], object]) -> list[str]:
    """Give the faults for which changed files are refused."""
    changed = copy.deepcopy(dict(SOUND))
    change(changed)
    with pytest.raises(LawRefused) as caught:
        read(changed)
    assert caught.value.__context__ is None
    return [str(problem) for problem in caught.value.problems]


def rule(name: str = "hmis.toml") -> Callable[[Files], Any]:
    """Give the first rule of a file."""
    return lambda found: found[name]["rule"][0]


N1, ROW = rule(), lambda found: rule()(found)["row"][0]
TABLE = lambda found: found["table.toml"]  # noqa: E731
H = "hmis.toml.rule.0"
FAULTS: tuple[tuple[str, Callable[[Files], object], str], ...] = (
    ("key", lambda f: N1(f).update(mood="x"), f"{H}: unknown_key"),
    ("row key", lambda f: ROW(f).update(unless=["x"]), f"{H}.row.0: unknown_key"),
    ("no citation", lambda f: N1(f).pop("citation"), f"{H}.citation: required"),
    ("blank citation", lambda f: N1(f).update(citation=" "), f"{H}.citation: required"),
    ("no review", lambda f: N1(f).pop("reviewed"), f"{H}.reviewed: required"),
    (
        "reviewed by nobody",
        lambda f: N1(f).update(reviewed=True),
        f"{H}.reviewed_by: required",
    ),
    ("kind", lambda f: N1(f).update(kind="wish"), f"{H}.kind: unknown_code"),
    ("read", lambda f: N1(f).update(read="skimmed"), f"{H}.read: unknown_code"),
    ("status", lambda f: N1(f).update(status="so"), f"{H}.status: unknown_code"),
    ("day", lambda f: N1(f).update(as_of="spring"), f"{H}.as_of: format"),
    (
        "word",
        lambda f: ROW(f).update(recipient=["x"]),
        f"{H}.row.0.recipient.0: unknown_code",
    ),
    ("fact", lambda f: ROW(f).update(holds=["x"]), f"{H}.row.0.holds.0: unknown_code"),
    (
        "set",
        lambda f: ROW(f).update(regimes_any=["@x"]),
        f"{H}.row.0.regimes_any: unknown_code",
    ),
    ("reason", lambda f: ROW(f).update(reason="x"), f"{H}.row.0.reason: unknown_code"),
    ("no reason", lambda f: ROW(f).pop("reason"), f"{H}.row.0.reason: unknown_code"),
    ("outcome", lambda f: ROW(f).update(then="call"), f"{H}.row.0.then: unknown_code"),
    ("order lacks", lambda f: TABLE(f)["order"].remove("N1"), f"{H}.id: unreachable"),
    (
        "order twice",
        lambda f: TABLE(f)["order"].append("N1"),
        "table.toml.order.65: duplicate",
    ),
    (
        "order too long",
        lambda f: TABLE(f)["order"].append("Z9"),
        "table.toml.order.65: unknown_code",
    ),
    (
        "the same id",
        lambda f: f["hmis.toml"]["rule"].append(dict(N1(f))),
        "hmis.toml.rule.1.id: duplicate",
    ),
    ("ground", lambda f: TABLE(f)["basis"].pop(), "table.toml.basis: required"),
    (
        "exempts",
        lambda f: TABLE(f)["basis"][6]["exempts"].append({"rule": "Z9"}),
        "table.toml.basis.6.exempts: unknown_code",
    ),
    (
        "duty there is",
        lambda f: f["duties.toml"]["obligation"].pop(),
        "obligation: required",
    ),
    (
        "phase",
        lambda f: f["duties.toml"]["obligation"][0].update(phase="soon"),
        "duties.toml.obligation.0.phase: unknown_code",
    ),
    ("lifts", lambda f: N1(f).update(lifts=["Z9"]), f"{H}: unknown_code"),
    (
        "dead row",
        lambda f: N1(f)["row"].append(dict(ROW(f), category=["sud"])),
        "N1: unreachable",
    ),
    (
        "empty row",
        lambda f: ROW(f).update(recipient_not=["hmis"]),
        "N1: unreachable",
    ),
    (
        "impossible row",
        lambda f: ROW(f).update(holds=["bound"], lacks=["bound"]),
        "N1: unreachable",
    ),
)


@pytest.mark.parametrize(
    ("change", "fault"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_a_file_with_a_fault_is_refused_at_its_place(
    change: Callable[[Files], object], fault: str
) -> None:
    """A rule that is not whole, or says an unknown word, should be refused."""
    assert fault in refused(change)


@pytest.mark.parametrize("text", ["rule = [", "subject = 1979-05-27T07:32:00\x00"])
def test_a_file_that_is_no_toml_is_refused(text: str) -> None:
    """A file that cannot be read should be refused by its name."""
    with pytest.raises(LawRefused) as caught:
        plain_of({"hmis.toml": text})

    assert caught.value.where == "hmis.toml"


def test_without_a_table_there_are_no_rules() -> None:
    """Files without their order should be refused."""
    with pytest.raises(LawRefused):
        read({name: data for name, data in SOUND.items() if name != "table.toml"})


def test_a_rule_says_what_its_reviewer_is_called() -> None:
    """A rule that somebody reviewed, with name and day, should be read as such."""
    changed = copy.deepcopy(dict(SOUND))
    N1(changed).update(
        reviewed=True, reviewed_by="Example Counsel", reviewed_on="2026-11-02"
    )

    found = {one.id: one.reviewed for one in read(changed).rules}

    assert found["N1"] is True
    assert attrs.evolve(FLOOR[0], reviewed=True).reviewed is True
