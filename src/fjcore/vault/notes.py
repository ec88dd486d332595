"""Notes on their way out: what is proposed for each, and what was approved of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from attrs import evolve, frozen

from fjcore.consent import Plan, View
from fjcore.disclosure import Held
from fjcore.records import FieldKind
from fjcore.redaction import values, view_under
from fjcore.redaction.narrative import (
    Addition,
    Options,
    RedactionProposal,
    Review,
    approve,
    grounds,
    hidden_by,
    known_entities,
    released,
    scrub,
)
from fjcore.values import zone
from fjcore.vault.ask import Ask
from fjcore.vault.core import Tx


@frozen(kw_only=True, repr=False)
class Proposed:
    """One narrative that a release names, and what would be taken out of it.

    It holds the note itself: show it to staff who may read it, and keep nothing.
    """

    path: str
    note: str
    proposal: RedactionProposal
    ground: str
    on: date | None

    def __repr__(self) -> str:
        return f"<Proposed, {self.path}, {self.proposal!r}>"

    def reviewed(
        self,
        *,
        by: str,
        at: datetime,
        add: Iterable[Addition] = (),
        clear: Iterable[int] = (),
    ) -> Review:
        """Approve it after a look, for the release that names it and for no other.

        Raises: ReviewRefused, naming each edit that is none; NaiveTime.
        """
        approval = approve(self.proposal, by=by, at=at, add=add, clear=clear)
        return Review(path=self.path, ground=self.ground, approval=approval, on=self.on)


def _options(tx: Tx) -> Options:
    return Options(recognisers=tx.core.registry.recognisers)


def leaving(tx: Tx, ask: Ask, made: Plan) -> tuple[Plan, list[Held]]:
    """Give a person's records as a partner may have them: no note but a reviewed one.

    The plan no longer grants a narrative of which none was reviewed.
    Raises: StaleProposal, LeakFound, PluginFault.
    """
    held = tx.held(ask.subject)
    tz = zone(tx.core.policy.holder.tz)
    dated = [(one.record, one.recorded_at) for one in held]
    options = _options(tx)
    narrowed, left = released(dated, made, ask.reviews, tz=tz, options=options)
    return narrowed, [
        evolve(one, record=record)
        for one, record in zip(held, left, strict=True)
        if record is not None
    ]


def proposed(tx: Tx, subject: str, made: Plan, on: date | None) -> Iterator[Proposed]:
    """Propose for every narrative that a plan shows what to take out of it."""
    held = tx.held(subject)
    known = known_entities(
        [one.record for one in held], on=on, tz=zone(tx.core.policy.holder.tz)
    )
    for one in held:
        view_of = view_under(made, one.recorded_at)
        hidden = hidden_by(made, one.recorded_at)
        for leaf, value in values(one.record):
            if leaf.kind is not FieldKind.NARRATIVE or not isinstance(value, str):
                continue
            if view_of(leaf) > View.PLACEHOLDER and grounds(
                made, leaf.path, one.recorded_at
            ):
                yield Proposed(
                    path=leaf.path,
                    note=value,
                    proposal=scrub(value, known, hidden, _options(tx)),
                    ground=grounds(made, leaf.path, one.recorded_at)[0],
                    on=on,
                )
