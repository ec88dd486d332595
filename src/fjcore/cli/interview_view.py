"""What an interview looks like: the question on the left, the alerts on the right."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

from attrs import define, field
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from fjcore.cli.interview import Opening, help_text, numbered
from fjcore.cli.screening_said import read_fact
from fjcore.cli.show import plain
from fjcore.screening import (
    Alert,
    Instrument,
    Mode,
    Presence,
    Result,
    Session,
    Status,
    WordingPack,
    load,
    present,
)
from fjcore.screening.elements import Item
from fjcore.values import Clock

#: The alerts' column, and the least that is left for the question beside it.
ALERTS, LEAST = 38, 40
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


def _console() -> Console:
    wide = None if sys.stdout and sys.stdout.isatty() else 100
    return Console(width=wide, markup=False, highlight=False, emoji=False)


@define
class View:
    """Asks in the terminal; ``by`` is who asks."""

    by: str
    kept: bool
    console: Console = field(factory=_console)
    _new: tuple[Alert, ...] = ()

    # --- before the first question ---------------------------------------------------

    def opened(
        self,
        opening: Opening,
        *,
        clock: Clock,
        on_alert: Callable[[Alert], None] | None,
    ) -> Session | None:
        """Settle what is not settled yet; None where it is better not to ask now."""
        made = opening.made
        self._introduced(made, opening.words)
        who = opening.present or self._present()
        if Presence.PERSON_CAUSING_HARM in who:
            self.say("The person causing harm is there. Asking now may not be safe.")
            if self.choose("ask all the same?", ("no", "yes")) != 1:
                self.say("nothing was asked")
                return None
        mode = opening.mode or self._mode()
        facts = {**self._facts(made, set(opening.facts)), **opening.facts}
        session = Session(
            made,
            clock=clock,
            context=facts,
            mode=mode,
            present=who,
            profile=opening.profile,
            wording=opening.words,
            on_alert=on_alert,
        )
        self.say(f"{help_text()}")
        return session

    def again(self, session: Session) -> None:
        """Say what is taken up again."""
        self._introduced(session.instrument, session.wording)
        self.say(f"taken up where it was put aside: {len(session.steps)} steps so far")
        self.say(help_text())

    def _introduced(self, made: Instrument, words: WordingPack | None) -> None:
        self.say(f"{made.title}, {made.version}. For: {made.population}.")
        for limit in made.limits:
            self.say(f"limit: {limit}")
        if made.licence is not None and made.licence.training_required:
            self.say("Its owner asks that whoever uses it was trained in it.")
        if words is None:
            self.say(
                "Its words belong to its owner. Read them from your licensed copy."
            )
        else:
            self.say(f"words: {words.language}. {words.attribution}")
            self.say(words.instructions or "")
        self.say("Any question may be skipped. Nothing she says decides what help is.")
        if not self.kept:
            self.say("No person on file was named (--for): nothing will be kept.")

    def _present(self) -> tuple[str, ...]:
        number = self.choose("who else is there?", tuple(_PRESENT.values()))
        return () if number is None else (str(list(_PRESENT)[number]),)

    def _mode(self) -> Mode:
        words = tuple(mode.replace("_", " ") for mode in _MODES)
        number = self.choose("how are the questions put? (Enter: in person)", words)
        return _MODES[number or 0]

    def _facts(self, made: Instrument, told: set[str]) -> dict[str, Any]:
        """Ask for the facts that a definition counts on and that were not told."""
        found: dict[str, Any] = {}
        for name in made.context:
            if name in told:
                continue
            said = self.read(f"{name} (Enter: not known)").strip()
            found[name] = read_fact(said) if said else None
        return found

    # --- questions -------------------------------------------------------------------

    def ask(self, session: Session, item: Item) -> str:
        """Put a question and give what was typed; nothing at all asks again."""
        self._new = ()
        self._drawn(self._question(session, item), session.alerts)
        while True:
            said = self.read(item.id).strip()
            if said:
                return said

    def _question(self, session: Session, item: Item) -> Group:
        words, asked = session.wording, session.instrument.asked
        place = f"{[one.id for one in asked].index(item.id) + 1} of {len(asked)}"
        said = item.label if words is None else words.items[item.id]
        by = "" if item.respondent == "survivor" else "  (for you, not for her)"
        lines = [Text(f"{place}  {item.id}{by}", "bold"), Text(plain(said))]
        for number, option in enumerate(item.options, 1):
            text = words.option(item.id, option.value) if words else option.label
            key = f"{number} " if numbered(item) else ""
            same = text.casefold() == option.value.casefold()
            told = "" if same else f"  {plain(text)}"
            lines.append(Text(f"   {key}{option.value}{told}"))
        lines += [
            Text(f"   said before: {plain(was)}") for was in _before(session, item)
        ]
        return Group(Text(""), *lines)

    def raised(self, alerts: tuple[Alert, ...]) -> None:
        """Show alerts at once: beside the next question, or where none is left."""
        self._new += alerts

    def _drawn(self, left: Group | Text, alerts: tuple[Alert, ...]) -> None:
        wide = self.console.width >= ALERTS + LEAST
        if not alerts:
            self.console.print(left)
            return
        shown = [line for alert in alerts for line in _alert(alert)]
        panel = Panel(
            Text("\n".join(shown)),
            title=f"alerts: {len(alerts)}",
            width=ALERTS if wide else None,
        )
        if not wide:
            self.console.print(panel)
            self.console.print(left)
            return
        grid = Table.grid(expand=True)
        grid.add_column(ratio=1)
        grid.add_column(width=ALERTS)
        grid.add_row(left, panel)
        self.console.print(grid)

    def choose(self, question: str, choices: tuple[str, ...]) -> int | None:
        """Give the number of what was chosen; None where nothing was."""
        if self._new:
            self._drawn(Text(""), self._new)
            self._new = ()
        self.say(question)
        for number, text in enumerate(choices, 1):
            self.say(f"   {number} {text}")
        while True:
            said = self.read("number").strip()
            if not said:
                return None
            if said.isdecimal() and 1 <= int(said) <= len(choices):
                return int(said) - 1
            self.say(f"please type a number from 1 to {len(choices)}, or Enter")

    def read(self, prompt: str) -> str:
        """Read a line; raises EOFError where the terminal went away."""
        self.console.print(f"{prompt}> ", end="")
        return input()

    def say(self, text: str) -> None:
        """Say something, where there is something to say."""
        if text:
            self.console.print(Text(plain(text)))

    # --- at the end ------------------------------------------------------------------

    def told(self, result: Result) -> None:
        """Show staff what came of it."""
        made = load(result.instrument)
        self.say("")
        for line in present(result, made, audience="staff", language="en"):
            self.say(line)

    def kept_or_not(self) -> None:
        """Say whether it was kept."""
        self.say("kept in her file" if self.kept else "nothing of it was kept")

    def wiped(self, result: Result) -> None:
        """Clear the screen, and leave the alerts, which stay."""
        if sys.stdout.isatty():
            print("\x1b[3J\x1b[2J\x1b[H", end="")
        self._drawn(Text("wiped: nothing that was said is kept"), result.alerts)

    def cut_off(self, result: Result) -> None:
        """Say what is left when the terminal goes away in the middle."""
        for alert in result.alerts:
            for line in _alert(alert):
                print(plain(line), file=sys.stderr)
        print("stopped and wiped; alerts that were raised stay", file=sys.stderr)


def _before(session: Session, item: Item) -> Iterator[str]:
    """Give what was said of an item before, when somebody goes back to it."""
    steps = [step for step in session.steps if step.item == item.id]
    for step in steps[-1:]:
        if step.status is Status.INTERRUPTED:
            return
        yield step.value if step.value is not None else str(step.status)


def _alert(alert: Alert) -> Iterator[str]:
    yield f"{alert.severity.upper()}: {alert.action}"
    if alert.source is not None:
        yield f"source: {alert.source}"
