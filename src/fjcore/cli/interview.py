"""One interview: question by question, forward and back, put aside, stopped."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Protocol

from attrs import define, field, frozen

from fjcore.errors import AnswerRefused
from fjcore.screening import (
    Alert,
    Instrument,
    Mode,
    Session,
    Status,
    Training,
    WordingPack,
)
from fjcore.screening.elements import Item, Score

SKIP, BACK, ASIDE, STOP, HELP = "/s", "/b", "/p", "/q", "/?"

#: What is typed instead of an answer, wherever something is asked, and what it does.
COMMANDS = {
    SKIP: "skip",
    BACK: "go back",
    ASIDE: "put aside",
    STOP: "stop",
    HELP: "help",
}

#: Reasons for skipping, in the order in which they are offered.
REASONS = {
    Status.DECLINED: "she would rather not say",
    Status.UNKNOWN: "she does not know",
    Status.NOT_ANSWERED: "no reply",
    Status.NOT_ASKED: "not asked",
    Status.UNSAFE_TO_ASK: "not safe to ask now",
}


@frozen(kw_only=True)
class Opening:
    """What is settled before the first question."""

    made: Instrument
    words: WordingPack | None
    facts: dict[str, Any]
    profile: str | None
    mode: Mode | None
    present: tuple[str, ...]
    training: Training | None = None


class Ending(StrEnum):
    """How an interview ended."""

    FINISHED = "finished"
    PUT_ASIDE = "put_aside"
    STOPPED = "stopped"
    WIPED = "wiped"


class Asking(Protocol):
    """Puts questions to whoever asks, and shows what comes of the answers."""

    by: str

    def ask(self, session: Session, item: Item) -> str:
        """Put a question and give what was typed."""
        ...

    def raised(self, alerts: tuple[Alert, ...]) -> None:
        """Show alerts at once."""
        ...

    def ask_total(self, session: Session, score: Score) -> str:
        """Ask for the total of a score and give what was typed."""
        ...

    def choose(self, question: str, choices: tuple[str, ...]) -> int | str | None:
        """Give the number of what was chosen, or to go back, put aside or stop.

        None where nothing was chosen.
        """
        ...

    def say(self, text: str) -> None:
        """Say something."""
        ...

    @property
    def kept(self) -> bool:
        """Whether there is a vault to seal what is put aside."""
        ...


@define
class Interview:
    """Asks each item that is open; an earlier one again when somebody goes back."""

    session: Session
    view: Asking
    _asked: list[str] = field(factory=list)

    def hold(self) -> Ending:
        """Ask until all is asked, or somebody puts it aside or stops."""
        for step in self.session.steps:
            if step.item not in self._asked and step.status is not Status.INTERRUPTED:
                self._asked.append(step.item)
        item = self._next()
        while True:
            said, why = self._said(item)
            if said in (ASIDE, STOP):
                ending = left(self.view, said)
                if ending is not None:
                    self._broken_off(ending, item)
                    return ending
            elif said == BACK:
                item = self._back(item)
            elif item is None:
                return Ending.FINISHED
            elif said == HELP:
                self.view.say(help_text())
            elif said is not None and self._taken(item, said, why):
                item = self._next()

    def _said(self, item: Item | None) -> tuple[str | None, Status]:
        """Ask an item, or what is to be done at the end; None: ask it once more."""
        if item is None:
            return at_the_end(self.view), Status.DECLINED
        said = self.view.ask(self.session, item)
        if said != SKIP:
            return said, Status.DECLINED
        why = self.view.choose("why (Enter: no reason needed)", (*REASONS.values(),))
        if isinstance(why, str):
            # To go back from here is to have the question itself again.
            return (None if why == BACK else why), Status.DECLINED
        return SKIP, Status.DECLINED if why is None else list(REASONS)[why]

    def _broken_off(self, ending: Ending, item: Item | None) -> None:
        """Mark the item under way at a break."""
        if ending is Ending.PUT_ASIDE and item is not None:
            if item.id not in self._asked:
                self.session.skip(item.id, Status.INTERRUPTED, by=self.view.by)

    def _next(self) -> Item | None:
        """Give the next item that is open, in the order of the form."""
        return next(iter(self.session.open_items()), None)

    def _back(self, item: Item | None) -> Item | None:
        """Give the item asked before; the same one where there is none."""
        shut = set(self.session.evaluate().not_applicable)
        names = [name for name in self._asked if name not in shut]
        if item is not None and item.id in names:
            names = names[: names.index(item.id)]
        if not names:
            self.view.say("there is nothing before this")
            return item
        return self.session.instrument.by_id[names[-1]]

    def _taken(self, item: Item, said: str, why: Status) -> bool:
        """Take an answer or a skip, and show at once what it raises."""
        try:
            if said == SKIP:
                alerts = self.session.skip(item.id, why, by=self.view.by)
            else:
                value = answer_of(item, said)
                alerts = self.session.answer(item.id, value, by=self.view.by)
        except AnswerRefused:
            self.view.say(wanted(item))
            return False
        if item.id not in self._asked:
            self._asked.append(item.id)
        self.view.raised(alerts)
        return True


def at_the_end(view: Asking) -> str | None:
    """Ask what is to be done when all was asked; None: to finish."""
    said = view.choose("that was all", ("finish", "go back"))
    return said if isinstance(said, str) else (BACK if said == 1 else None)


def left(view: Asking, said: str) -> Ending | None:
    """Put aside or stop; None where it goes on after all."""
    if said == STOP:
        choices: tuple[str, ...] = ("go on", "stop and wipe what was said")
        if view.kept:
            choices = (*choices, "stop and keep what was said")
        number = view.choose(
            f"stop? Alerts that were raised stay. {STOP} once more: stop and wipe",
            choices,
        )
        if number != ASIDE:
            ways = {1: Ending.WIPED, STOP: Ending.WIPED, 2: Ending.STOPPED}
            return ways.get(number or 0)
    if view.kept:
        return Ending.PUT_ASIDE
    view.say(
        "nothing can be put aside here: it would have to be sealed in the vault of a "
        "person on file (--for), and no answer is written down in clear. Go on, or "
        f"stop with {STOP}."
    )
    return None


def answer_of(item: Item, said: str) -> str:
    """Give the answer that was meant: the number of an option, its value, a remark."""
    if numbered(item) and said.isdecimal():
        number = int(said) - 1
        if 0 <= number < len(item.options):
            return item.options[number].value
    return said


def numbered(item: Item) -> bool:
    """Whether options go by numbers: not where an answer is a number itself."""
    return bool(item.points) and not any(value.isdecimal() for value in item.points)


def wanted(item: Item) -> str:
    """Say what an item takes; what was typed is not repeated."""
    if not item.options:
        return "a remark has some text, and at most 4,096 characters; or /s to skip"
    values = ", ".join(option.value for option in item.options)
    return f"please type one of: {values}; or /s to skip, /? for help"


def help_text() -> str:
    """Give the commands."""
    return "   ".join(f"{sign} {word}" for sign, word in COMMANDS.items())
