"""One interview: question by question, forward and back, put aside, stopped."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Protocol

from attrs import define, field, frozen

from fjcore.errors import AnswerRefused
from fjcore.screening import Alert, Instrument, Mode, Session, Status, WordingPack
from fjcore.screening.elements import Item

#: What is typed instead of an answer, and what it does.
COMMANDS = {
    "/s": "skip",
    "/b": "go back",
    "/p": "put aside",
    "/q": "stop",
    "/?": "help",
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

    def choose(self, question: str, choices: tuple[str, ...]) -> int | None:
        """Give the number of what was chosen; None where nothing was."""
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
            if item is None:
                if self.view.choose("that was all", ("finish", "go back")) != 1:
                    return Ending.FINISHED
                item = self._back(None)
                continue
            said = self.view.ask(self.session, item)
            if said in ("/p", "/q"):
                ending = self._left(said, item)
                if ending is not None:
                    return ending
            elif said == "/b":
                item = self._back(item)
            elif said == "/?":
                self.view.say(help_text())
            elif self._taken(item, said):
                item = self._next()

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

    def _taken(self, item: Item, said: str) -> bool:
        """Take an answer or a skip, and show at once what it raises."""
        try:
            if said == "/s":
                alerts = self._skipped(item)
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

    def _skipped(self, item: Item) -> tuple[Alert, ...]:
        number = self.view.choose("why (Enter: no reason needed)", (*REASONS.values(),))
        status = Status.DECLINED if number is None else list(REASONS)[number]
        return self.session.skip(item.id, status, by=self.view.by)

    def _left(self, said: str, item: Item) -> Ending | None:
        """Put aside or stop; None where it goes on after all."""
        if said == "/p":
            if not self.view.kept:
                self.view.say(
                    "nothing can be put aside here: it would have to be sealed in the "
                    "vault of a person on file (--for), and no answer is written down "
                    "in clear. Go on, or stop with /q."
                )
                return None
            if item.id not in self._asked:
                self.session.skip(item.id, Status.INTERRUPTED, by=self.view.by)
            return Ending.PUT_ASIDE
        choices: tuple[str, ...] = ("go on", "stop and wipe what was said")
        if self.view.kept:
            choices = (*choices, "stop and keep what was said")
        number = self.view.choose("stop? Alerts that were raised stay.", choices)
        return {1: Ending.WIPED, 2: Ending.STOPPED}.get(number or 0)


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
