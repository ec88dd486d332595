"""What an interview looks like: the question on the left, the alerts on the right."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from attrs import define, field
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from fjcore.cli.interview import (
    ASIDE,
    BACK,
    HELP,
    SKIP,
    STOP,
    help_text,
    numbered,
)
from fjcore.cli.show import plain
from fjcore.screening import Alert, Instrument, Result, Session, Status, present
from fjcore.screening.elements import Item, Score

#: The alerts' column, and the least that is left for the question beside it.
ALERTS, LEAST = 38, 40


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

    def ask_total(self, session: Session, score: Score) -> str:
        """Ask for the total of a score and give what was typed."""
        self._new = ()
        told = [step for step in session.steps if step.item == f"total:{score.id}"]
        said = f"   said before: {told[-1].value}" if told else ""
        text = f"{score.id}: the total, from {score.min} to {score.max}"
        self._drawn(Text(f"\n{text}\n{said}".rstrip("\n")), session.alerts)
        while True:
            typed = self.read(score.id).strip()
            if typed:
                return typed

    def choose(self, question: str, choices: tuple[str, ...]) -> int | str | None:
        """Give the number of what was chosen, or to go back, put aside or stop.

        None where nothing was chosen, or it was skipped.
        """
        if self._new:
            self._drawn(Text(""), self._new)
            self._new = ()
        self.say(question)
        for number, text in enumerate(choices, 1):
            self.say(f"   {number} {text}")
        while True:
            said = self.read("number").strip()
            if said in ("", SKIP):
                return None
            if said in (BACK, ASIDE, STOP):
                return said
            if said == HELP:
                self.say(help_text())
                continue
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

    def told(self, result: Result, made: Instrument) -> None:
        """Show staff what came of it."""
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
