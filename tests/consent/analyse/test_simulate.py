"""What would change: told for every instant and every age, and nothing besides."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import evolve
from consent.analyse.made import (
    ANN,
    AT,
    DAY,
    LEGAL,
    POLICE,
    TICK,
    adult,
    policy,
    release,
)

from fjcore.consent import (
    Policy,
    Release,
    Signer,
    SubjectState,
    View,
    state_at,
)
from fjcore.consent.analyse import MatrixChange, MatrixDiff, if_signed, matrix, simulate
from fjcore.consent.analyse.matrix import released
from fjcore.consent.analyse.simulate import with_releases
from fjcore.testing.consent import FAR, case, events_of, policy_of, release_of, stream
from fjcore.values import zone

DENVER = zone("America/Denver")
NEW = release("risk", "incident", name="9" * 32)


def told(
    state: SubjectState, *add: Release, remove: tuple[str, ...] = ()
) -> MatrixDiff:
    at = AT + DAY
    return simulate(policy(), state, subject=ANN, at=at, add=add, remove=remove)


def short(found: tuple[MatrixChange, ...]) -> list[tuple[str, str]]:
    return [(one.recipient, one.category) for one in found]


def test_a_new_release_is_newly_seen() -> None:
    """What only the new form gives should be told as new, until the form ends."""
    found = told(adult(), NEW)

    assert [(POLICE, "incident"), (POLICE, "risk")] == short(found.newly)
    assert () == found.no_longer
    one = found.newly[0]
    assert (View.MARKED, View.FULL) == (one.before, one.after)
    assert (AT + DAY, NEW.end(DENVER)) == (one.since, one.until)


def test_what_is_seen_anyway_is_not_new() -> None:
    """What another form gives already should be told only from where that ends."""
    soon = release(duration_days=5)
    found = told(adult(soon), release(name="9" * 32, duration_days=10))
    ends = [soon.end(DENVER), release(duration_days=10).end(DENVER)]

    assert [("incident", *ends)] == [
        (one.category, one.since, one.until) for one in found.newly
    ]


def test_what_is_taken_back_is_no_longer_seen() -> None:
    """What only that form gave should be told as gone, and what others give not."""
    both = adult(NEW, release("risk", name="2" * 32, duration_days=60))
    found = told(both, remove=(NEW.id,))

    assert [(POLICE, "incident")] == short(found.no_longer)
    assert ((), (NEW.id,), ()) == (found.added, found.removed, found.newly)


def test_more_of_it_is_told_as_more() -> None:
    """A view that rises should be told as new, and one that falls as less."""
    part = release("identity.dob", views={"identity.dob": View.COARSE_2})
    whole = release("identity.dob", name="2" * 32)
    up, down = told(adult(part), whole), told(adult(part, whole), remove=(whole.id,))

    assert [(View.COARSE_2, View.FULL)] == [(o.before, o.after) for o in up.newly]
    assert [(View.FULL, View.COARSE_2)] == [(o.before, o.after) for o in down.no_longer]


def test_later_records_alone_are_told_as_later() -> None:
    """A form that reaches newer records only should say that it is about those."""
    old = release(duration_days=80)
    later = AT + DAY
    newer = release(name="2" * 32, signed_at=later)
    every = release(name="3" * 32, signed_at=later, covers_future_records=True)
    upto, on = told(adult(old), newer).newly, told(adult(old), every).newly

    assert [(AT, later)] == [(one.later, one.later_to) for one in upto]
    assert [(AT, None)] == [(one.later, one.later_to) for one in on]


def test_a_form_that_starts_later_is_told_from_its_start() -> None:
    """A form with a later start should change nothing until then."""
    start = AT + 9 * DAY
    found = told(adult(), release(name="9" * 32, effective_at=start))

    assert [start] == [one.since for one in found.newly]


def test_an_unsigned_form_is_taken_as_signed_by_her() -> None:
    """A draft should be looked at as if she had signed it as it should be."""
    draft = release(
        name="9" * 32,
        signed_at=None,
        signature="none",
        signers=(),
        **dict.fromkeys(("written", "complete", "informed", "voluntary"), False),
    )
    made = if_signed(draft, ANN, AT + DAY)

    assert [(POLICE, "incident")] == short(told(adult(), draft).newly)
    assert (AT + DAY, (Signer(ANN, "subject"),)) == (made.signed_at, made.signers)
    assert NEW is if_signed(NEW, ANN, AT + DAY)


def test_a_spoken_permission_counts() -> None:
    """A form for telling by word of mouth should be told as well."""
    assert [(POLICE, "incident")] == short(
        told(adult(), release(name="9" * 32, methods=("verbal",))).newly
    )


def test_a_form_that_does_nothing_changes_nothing() -> None:
    """A form that cannot hold should change nothing."""
    assert () == told(adult(), release(name="9" * 32, informed=False)).changes
    assert () == told(adult(NEW), release("risk", name="2" * 32)).changes


def test_who_is_told_is_who_it_is_about() -> None:
    """Each recipient and purpose should be told apart."""
    two = release(
        name="9" * 32,
        recipients=(POLICE, LEGAL),
        purpose=("prosecution", "protection_order"),
    )
    found = told(adult(), two)
    said = {(one.recipient, one.name, one.purpose) for one in found.newly}

    assert 4 == len(said) == len(found.newly)
    assert (LEGAL, "Legal Aid", "prosecution") in said


# --- against the engine, at every instant and age ------------------------------------


def seen(one: Policy, state: SubjectState, at: datetime, keys: object) -> object:
    """Give what the engine shows of each row and category, by the age of a record."""
    return matrix(one, state, subject=ANN, at=at, keys=keys, methods=WAYS).rows


WAYS = ("electronic", "verbal", "written")


def view(row: object, name: str, age: datetime) -> View:
    grants = row.grants(name)
    return max((g.view for g in grants if g.reaches(age)), default=View.MARKED)


def test_every_change_is_told_and_none_besides() -> None:
    """At each boundary and each age what is told should be what the engine gives."""
    changes = 0
    for seed in range(10):
        facts = case(
            stream(seed), ("clock", "form", "scope", "withdrawals", "several"), 2
        )
        one, at = policy_of(facts), facts["request"]["at"]
        state = state_at(events_of(facts), at, FAR)
        gone = tuple(file.release.id for file in state.releases[:1])
        new = release_of(facts["releases"][-1])
        add = (evolve(new, id="e" * 32, covers_future_records=seed % 2 == 0),)
        add = tuple(r for r in add if r.signed_at is not None)
        found = simulate(one, state, subject=ANN, at=at, add=add, remove=gone)
        changes += len(found.changes)

        assert [] == wrong(one, state, add, gone, found)

    assert changes > 10


def wrong(
    one: Policy,
    state: SubjectState,
    add: tuple[Release, ...],
    gone: tuple[str, ...],
    found: MatrixDiff,
) -> list[object]:
    """Give each instant, row and category of which something false is told."""
    signed = [if_signed(release, ANN, found.at) for release in add]
    after = with_releases(state, signed, gone)
    keys = tuple(dict.fromkeys((*released(state), *released(after))))
    bounds = {found.at}
    for change in found.changes:
        bounds |= {change.since, change.until or change.since}
    bounds |= {file.release.end(DENVER) for file in after.releases}
    times = {t + d for t in bounds if t for d in (-TICK, 0 * TICK, TICK)}
    bad: list[object] = []
    for at in sorted(t for t in times if t >= found.at):
        rows = zip(seen(one, state, at, keys), seen(one, after, at, keys), strict=True)
        for key, (old, new) in zip(keys, rows, strict=True):
            ages = {at, datetime.min.replace(tzinfo=at.tzinfo) + timedelta(days=9)}
            ages |= {datetime.max.replace(tzinfo=at.tzinfo)}
            for row in (old, new):
                for name in row.views:
                    cut = {g.recorded_not_after for g in row.grants(name)}
                    ages |= {c + d for c in cut if c for d in (0 * TICK, TICK)}
            for name in set(old.views) | set(new.views):
                for more in (True, False):
                    real = any(
                        (view(new, name, age) > view(old, name, age))
                        if more
                        else (view(new, name, age) < view(old, name, age))
                        for age in ages
                    )
                    said = [
                        c
                        for c in found.changes
                        if (c.recipient, c.purpose) == (key.recipient, key.purpose)
                        and (c.category, c.more) == (name, more)
                        and c.since <= at
                        and (c.until is None or at < c.until)
                    ]
                    if real is not (len(said) == 1):
                        bad.append((at, key, name, more, real, said))
    return bad
