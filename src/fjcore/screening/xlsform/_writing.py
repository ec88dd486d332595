"""An instrument as the sheets of an XLSForm."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from fjcore.errors import ExchangeRefused, Problem
from fjcore.screening._plain import definition_of
from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Item
from fjcore.screening.grammar import Predicate
from fjcore.screening.wording import WordingPack
from fjcore.screening.xlsform._expressions import Unwritable, is_plain, text_of
from fjcore.screening.xlsform._names import (
    CHOICE,
    COLUMNS,
    ELSEWHERE,
    LISTED,
    NAME,
    PLAIN,
    SKIP_WORDS,
    SKIPS,
    WORDED,
)

Sheets = dict[str, list[list[str]]]

_NUMBER = re.compile(r"-?[0-9]+")
#: By these a spreadsheet takes a text for a formula. Source: OWASP, CSV injection.
_LEADS = frozenset("=+-@\t\r＝＋－＠")


def write(made: Instrument, pack: WordingPack | None = None) -> Sheets:
    """Give an instrument as sheets of text cells, which ``read`` takes back.

    Nothing in them calculates a score: one number cannot hold bounds, and an empty
    answer would count as none. Answers are scored when they come back.
    Raises: ExchangeRefused, by the path of what an XLSForm cannot say.
    """
    found = _Writer(made, pack)
    sheets = {
        "survey": found.table("survey", found.survey()),
        "choices": found.table("choices", found.choices),
        "settings": found.table("settings", found.settings()),
        "fj_rules": found.table("fj_rules", found.rules()),
        "fj_about": found.table("fj_about", found.about()),
    }
    if found.problems:
        problems = tuple(dict.fromkeys(found.problems))
        raise ExchangeRefused(made.id, problems=problems)
    return sheets


class _Writer:
    def __init__(self, made: Instrument, pack: WordingPack | None) -> None:
        self.made = made
        self.pack = pack
        self.problems: list[Problem] = []
        self.language = "en" if pack is None else pack.language
        self.names = {item.id: item.id.replace("@", ".") for item in made.asked}
        self.choices: list[dict[str, Any]] = []
        self.lists: dict[Any, str] = {}
        if pack is not None and pack.instrument != made.id:
            self.problems.append(Problem("pack", "other"))
        shown = list(self.names.values())
        for item in made.asked:
            name = self.names[item.id]
            if not NAME.fullmatch(name):
                self.problems.append(Problem(f"items.{item.id}", "format"))
            elif shown.count(name) > 1:
                self.problems.append(Problem(f"items.{item.id}", "duplicate"))

    def table(self, sheet: str, rows: Any) -> list[list[str]]:
        """Give a sheet with its headings; a column that nobody uses is left out."""
        found = [
            {key: self.cell(value, f"{sheet}.{number}.{key}") for key, value in one}
            for number, one in enumerate((row.items() for row in rows), 2)
        ]
        used = {key for row in found for key, text in row.items() if text}
        columns = [name for name in COLUMNS[sheet] if name in used]
        heads = [self.heading(sheet, name) for name in columns]
        return [heads, *([row.get(name, "") for name in columns] for row in found)]

    def heading(self, sheet: str, column: str) -> str:
        worded = self.pack is not None and column in WORDED.get(sheet, ())
        return f"{column}::{self.language}" if worded else column

    def cell(self, value: Any, path: str) -> str:
        """Give the text of a cell; none that a spreadsheet would run."""
        if value is None or value is False:
            return ""
        text = "yes" if value is True else str(value)
        risky = text[:1] in _LEADS or text.strip()[:1] in _LEADS
        if text and risky and not _NUMBER.fullmatch(text):
            self.problems.append(Problem(path, "formula_like"))
        return text

    def when(self, rule: Predicate, path: str) -> str:
        text = ""
        try:
            text = text_of(rule, self.names)
        except Unwritable:
            self.problems.append(Problem(path, "format"))
        return text

    # --- what is asked ----------------------------------------------------------------

    def survey(self) -> Iterator[dict[str, Any]]:
        occasions = {
            f"{item.id}@{one}": (item, one)
            for item in self.made.items
            for one in item.occasions
        }
        for item in self.made.asked:
            base, occasion = occasions.get(item.id, (None, None))
            gate = item.applies_if
            plain = gate is not None and is_plain(gate)
            words = item.label if self.pack is None else self.pack.items[item.id]
            yield {
                "type": f"select_one {self.list_of(item)}" if item.options else "text",
                "name": self.names[item.id],
                "label": words,
                "relevant": self.when(gate, f"items.{item.id}.applies_if")
                if gate is not None and plain
                else None,
                "fj::item": None if base is None else base.id,
                "fj::occasion": occasion,
                "fj::label": None if self.pack is None else item.label,
                "fj::default": item.default,
                "fj::optional": item.optional,
                "fj::respondent": None
                if item.judged or item.respondent == "survivor"
                else item.respondent,
                "fj::judged": item.judged,
            }

    def list_of(self, item: Item) -> str:
        """Give the list of an item's answers; items that answer alike share one."""
        pack = self.pack
        key = tuple(
            (o, None if pack is None else pack.option(item.id, o.value))
            for o in item.options
        )
        if key not in self.lists:
            self.lists[key] = self.names[item.id]
            self.choices += self.rows_of(item)
        return self.lists[key]

    def rows_of(self, item: Item) -> Iterator[dict[str, Any]]:
        name, pack = self.names[item.id], self.pack
        for option in item.options:
            if not CHOICE.fullmatch(option.value):
                path = f"items.{item.id}.options.{option.value}"
                self.problems.append(Problem(path[:100], "format"))
            words = option.label
            if pack is not None:
                words = pack.option(item.id, option.value)
            yield {
                "list_name": name,
                "name": option.value,
                "label": words,
                "score": option.score,
                "fj::label": None if pack is None else option.label,
            }
        said = SKIP_WORDS.get(self.language.partition("-")[0], SKIP_WORDS["en"])
        for (skip, status), words in zip(SKIPS.items(), said, strict=True):
            row = {"list_name": name, "name": skip, "label": words}
            yield {**row, "fj::missing": status}

    def settings(self) -> list[dict[str, Any]]:
        made = self.made
        row = {"form_id": made.id, "version": made.version, "form_title": made.title}
        return [{**row, "default_language": self.language}]

    # --- what is made of it -----------------------------------------------------------

    def rules(self) -> Iterator[dict[str, Any]]:
        made = self.made
        yield from self.gates()
        for score in made.scores:
            scaled = score.kind == "scaled_mean"
            yield {
                "kind": "score",
                "id": score.id,
                "of": " ".join(self.names[name] for name in score.items),
                "min": score.min,
                "max": score.max,
                "times": score.times if scaled else None,
                "min_answered": score.min_answered if scaled else None,
                "direction": score.direction,
            }
        for band in made.bands:
            yield {
                "kind": "band",
                "id": band.id,
                "of": band.score,
                "min": band.min,
                "max": band.max,
                "local": band.local,
                "label": band.label,
            }
        for trigger in made.triggers:
            yield {
                "kind": "trigger",
                "id": trigger.id,
                "when": self.when(trigger.when, f"triggers.{trigger.id}.when"),
                "timing": trigger.timing,
                "severity": trigger.severity,
                "action": trigger.action,
                "code": trigger.action_code,
                "source": trigger.source,
                "profile": trigger.profile,
            }
        yield from self.ends()

    def gates(self) -> Iterator[dict[str, Any]]:
        """Give the gates that programs for XLSForms cannot read: they ask all then."""
        for item in self.made.asked:
            gate = item.applies_if
            if gate is not None and not is_plain(gate):
                when = self.when(gate, f"items.{item.id}.applies_if")
                yield {"kind": "gate", "of": self.names[item.id], "when": when}

    def ends(self) -> Iterator[dict[str, Any]]:
        made = self.made
        for name, outcome in made.outcome_rule:
            yield {"kind": "outcome", "id": outcome, "of": name}
        if made.outcome_if_nothing_answered is not None:
            yield {"kind": "nothing", "id": made.outcome_if_nothing_answered}
        for row in made.constraints:
            when = self.when(row.when, f"constraints.{row.id}.when")
            told = {"kind": "constraint", "id": row.id, "when": when}
            yield {**told, "label": row.message}
        for number, choice in enumerate(made.choices):
            when = self.when(choice.when, f"cut_profiles.choose.{number}.when")
            yield {"kind": "cut", "id": choice.profile, "when": when}
        if made.default_profile is not None:
            yield {"kind": "cut", "id": made.default_profile}

    def about(self) -> Iterator[dict[str, Any]]:
        for key, value in definition_of(self.made).items():
            if key in ELSEWHERE:
                continue
            for one in value if key in LISTED else [value]:
                text = one if key in PLAIN else json.dumps(one, ensure_ascii=False)
                yield {"key": key, "value": text}
