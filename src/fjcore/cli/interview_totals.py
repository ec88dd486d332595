"""A form of which only the totals are told: each sum is asked for, and no answer."""

from __future__ import annotations

from attrs import define, field

from fjcore.cli.interview import (
    ASIDE,
    BACK,
    HELP,
    SKIP,
    STOP,
    Asking,
    Ending,
    at_the_end,
    help_text,
    left,
)
from fjcore.errors import AnswerRefused
from fjcore.screening import Instrument, Score, Session

#: How a step that tells a total begins.
_TOTAL = "total:"


def takes_totals(made: Instrument) -> bool:
    """Whether a form may tell its totals alone."""
    return "total_only" in made.entry_modes


def by_totals(session: Session) -> bool:
    """Whether a session tells totals: it began so, or its form tells nothing else."""
    told = any(step.item.startswith(_TOTAL) for step in session.steps)
    return told or session.instrument.entry_modes == ("total_only",)


@define
class Totals:
    """Asks for each total; one that is skipped stays open."""

    session: Session
    view: Asking
    _place: int = field(default=0, init=False)

    def hold(self) -> Ending:
        """Ask until all is asked, or somebody puts it aside or stops."""
        sums = [one for one in self.session.instrument.scores if one.kind == "sum"]
        while True:
            score = sums[self._place] if self._place < len(sums) else None
            if score is None:
                said = at_the_end(self.view)
            else:
                said = self.view.ask_total(self.session, score)
            if said in (ASIDE, STOP):
                ending = left(self.view, said)
                if ending is not None:
                    return ending
            elif said == BACK:
                self._back()
            elif said is None or score is None:
                return Ending.FINISHED
            elif said == HELP:
                self.view.say(help_text())
            elif said == SKIP or self._taken(score, said):
                self._place += 1

    def _back(self) -> None:
        if self._place == 0:
            self.view.say("there is nothing before this")
        self._place = max(0, self._place - 1)

    def _taken(self, score: Score, said: str) -> bool:
        """Take a total, and show at once what it raises."""
        try:
            alerts = self.session.answer(f"{_TOTAL}{score.id}", said, by=self.view.by)
        except AnswerRefused:
            self.view.say(
                f"please type a whole number from {score.min} to {score.max}; "
                f"or {SKIP} to leave it out, {HELP} for help"
            )
            return False
        self.view.raised(alerts)
        return True
