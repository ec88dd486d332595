"""What is settled before the first question: who is there, how, and which facts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from attrs import define, field

from fjcore.cli.interview import ASIDE, BACK, HELP, SKIP, STOP, Opening, help_text
from fjcore.cli.interview_view import View
from fjcore.cli.screening_said import read_fact
from fjcore.screening import (
    Alert,
    Instrument,
    Mode,
    Presence,
    Session,
    WordingPack,
)
from fjcore.values import Clock

_MODES = tuple(mode for mode in Mode if mode is not Mode.SELF_DEVICE)
_PRESENT = {
    Presence.NOBODY_ELSE: "nobody else",
    Presence.INTERPRETER: "an interpreter",
    Presence.SUPPORT_PERSON: "somebody she wants with her",
    Presence.CHILD: "a child",
    Presence.FAMILY: "family",
    Presence.PROFESSIONAL: "another professional",
    Presence.PERSON_CAUSING_HARM: "the person causing harm",
    Presence.UNKNOWN: "not known",
}
#: None where a step was settled; else to go back, put aside or stop.
Stepped = str | None


@define
class Beginning:
    """Settles what is not settled yet, forward and back."""

    view: View
    opening: Opening
    _who: tuple[str, ...] = field(default=(), init=False)
    _mode: Mode = field(default=Mode.IN_PERSON, init=False)
    _facts: dict[str, Any] = field(factory=dict, init=False)

    def opened(
        self, *, clock: Clock, on_alert: Callable[[Alert], None] | None
    ) -> Session | None:
        """Open the session; None where it is better not to ask now."""
        opening = self.opening
        introduced(self.view, opening.made, opening.words)
        if opening.training is not None:
            self.view.say(f"training stated: {opening.training.program}")
        self._who, self._mode = opening.present, opening.mode or Mode.IN_PERSON
        self._facts = dict(opening.facts)
        if not self._settled():
            self.view.say("nothing was asked")
            return None
        session = Session(
            opening.made,
            clock=clock,
            context=self._facts,
            mode=self._mode,
            present=self._who,
            profile=opening.profile,
            wording=opening.words,
            training=opening.training,
            on_alert=on_alert,
        )
        self.view.say(help_text())
        return session

    def _settled(self) -> bool:
        """Take step after step; an earlier one again where somebody goes back."""
        steps: list[Callable[[], Stepped]] = [self._present, self._safe, self._how]
        names = [n for n in self.opening.made.context if n not in self.opening.facts]
        steps += [partial(self._fact, name) for name in names]
        place, back = 0, False
        while place < len(steps):
            said = steps[place]() if not back or self._asks(place) else BACK
            if said == STOP:
                return False
            if said == ASIDE:
                self.view.say("there is nothing to put aside yet")
                back = False
            elif said == BACK and any(map(self._asks, range(place))):
                place, back = place - 1, True
            elif said == BACK:
                self.view.say("there is nothing before this")
                back = False
            else:
                place, back = place + 1, False
        return True

    def _asks(self, place: int) -> bool:
        """Whether a step puts a question: not where the answer was on the line."""
        settled = {0: bool(self.opening.present), 1: True, 2: bool(self.opening.mode)}
        return not settled.get(place, False)

    def _present(self) -> Stepped:
        if self.opening.present:
            return None
        said = self.view.choose("who else is there?", tuple(_PRESENT.values()))
        if isinstance(said, str):
            return said
        self._who = () if said is None else (str(list(_PRESENT)[said]),)
        return None

    def _safe(self) -> Stepped:
        if Presence.PERSON_CAUSING_HARM not in self._who:
            return None
        self.view.say("The person causing harm is there. Asking now may not be safe.")
        said = self.view.choose("ask all the same?", ("no", "yes"))
        if isinstance(said, str):
            return said
        return None if said == 1 else STOP

    def _how(self) -> Stepped:
        if self.opening.mode is not None:
            return None
        words = tuple(mode.replace("_", " ") for mode in _MODES)
        said = self.view.choose("how are the questions put? (Enter: in person)", words)
        if isinstance(said, str):
            return said
        self._mode = _MODES[said or 0]
        return None

    def _fact(self, name: str) -> Stepped:
        """Ask for a fact that the definition counts on and that was not told."""
        while True:
            said = self.view.read(f"{name} (Enter: not known)").strip()
            if said in (BACK, ASIDE, STOP):
                return said
            if said != HELP:
                self._facts[name] = None if said in ("", SKIP) else read_fact(said)
                return None
            self.view.say(help_text())


def again(view: View, session: Session) -> None:
    """Say what is taken up again."""
    introduced(view, session.instrument, session.wording)
    view.say(f"taken up where it was put aside: {len(session.steps)} steps so far")
    view.say(help_text())


def introduced(view: View, made: Instrument, words: WordingPack | None) -> None:
    """Say what the tool is, and what it cannot tell."""
    view.say(f"{made.title}, {made.version}. For: {made.population}.")
    for limit in made.limits:
        view.say(f"limit: {limit}")
    if made.licence is not None and made.licence.training_required:
        view.say("Its owner asks that whoever uses it was trained in it (--trained).")
    if words is None:
        view.say("Its words belong to its owner. Read them from your licensed copy.")
    else:
        view.say(f"words: {words.language}. {words.attribution}")
        view.say(words.instructions or "")
    view.say("Any question may be skipped. Nothing she says decides what help is.")
    if not view.kept:
        view.say("No person on file was named (--for): nothing will be kept.")
