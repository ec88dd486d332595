"""The answer for each category: the rows, then the releases, then the limits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import evolve, frozen

from fjcore.consent import rows
from fjcore.consent.floor import law
from fjcore.consent.inquiry import Grant, Inquiry, Verdict, no
from fjcore.consent.judge import Miss
from fjcore.consent.lawbook import Row
from fjcore.consent.narrow import narrowed
from fjcore.consent.question import RecordAsked
from fjcore.consent.reach import of_age, reached
from fjcore.consent.timeline import Judged, timeline
from fjcore.consent.vocabulary import Reason


@frozen
class Engine:
    """Answers one question, category by category."""

    asked: Inquiry
    rows: tuple[Row, ...]
    judged: tuple[Judged, ...]

    @classmethod
    def of(cls, asked: Inquiry, found: tuple[Judged, ...] | None = None) -> Engine:
        """Make the engine of a question; ``found`` are its releases, already judged."""
        return cls(
            asked, rows.rows_of(asked), judged(asked) if found is None else found
        )

    def verdict(self, name: str, item: str) -> Verdict:
        """Answer for a category, or for one of its fields by name.

        Where single records are asked for, it is allowed if any of them is, and else
        takes the reason of the first.
        """
        whole = self.alone(name, item, None)
        listed = [r for r in self.asked.question.records if r.category == name]
        if not listed:
            return whole
        grants = tuple(g for g in whole.grants if _any_reached(g, listed))
        if grants:
            return evolve(whole, grants=grants)
        return self.alone(name, item, listed[0].created_at)

    def alone(self, name: str, item: str, created: datetime | None) -> Verdict:
        """Answer for records of one age, or of any age with None."""
        found = rows.by_table(self.asked, self.rows, name)
        if found is None:
            found = self._releases(name, item, created)
        return narrowed(self.asked, name, item, found) if found.granted else found

    def _releases(self, name: str, item: str, created: datetime | None) -> Verdict:
        """Each release on its own; of several misses the nearest is told."""
        found = [
            missed or of_age(reached(file, self.asked, name, item), created)
            for file, missed in self.judged
        ]
        grants = tuple(one for one in found if isinstance(one, Grant))
        if grants:
            return Verdict(grants=grants, rule="C16")
        misses = [one for one in found if isinstance(one, Miss)]
        if not misses:
            return no(Reason.NO_RELEASE, "-")
        nearest = max(misses, key=lambda miss: miss.stage)
        rule = law().rule_of.get(nearest.reason, "-")
        if nearest.reason is Reason.WRONG_RECIPIENT and self.asked.question.origin:
            rule = "H1"
        return Verdict(reason=nearest.reason, rule=rule, stage=nearest.stage)


def judged(asked: Inquiry) -> tuple[Judged, ...]:
    """Judge every release at the instant of a question, where its ground asks for any.

    Raises: FloorChanged, when the rules are not those of this version.
    """
    ground = law().grounds[asked.question.basis.kind]
    return timeline(asked).judged(asked) if ground.releases else ()


def _any_reached(grant: Grant, listed: Iterable[RecordAsked]) -> bool:
    return any(grant.reaches(record.created_at) for record in listed)
