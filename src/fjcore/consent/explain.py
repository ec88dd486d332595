"""Why an answer is what it is: for staff with codes, for her plainly, for others not.

Off the way of a decision: what holds a view down and what would change it are found by
deciding again, without one limit or with one thing changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from fjcore.consent._explain_binding import dropped, view_of
from fjcore.consent._explain_changes import tried
from fjcore.consent._explain_page import plain_page, staff_page
from fjcore.consent._explain_parts import (
    CODES,
    Audience,
    Binding,
    Change,
    ChangeKind,
    Explained,
    Lacking,
    Outcome,
    Standing,
)
from fjcore.consent._explain_seen import Seen, known_paths
from fjcore.consent._explain_text import hers, staff_line, survivor_line, survivor_text
from fjcore.consent._explain_words import LANGUAGES, Messages, messages
from fjcore.consent.decide import Decision, decide
from fjcore.consent.engine import Engine
from fjcore.consent.plan import plan
from fjcore.consent.view import View
from fjcore.consent.vocabulary import ObligationKind, RecipientKind
from fjcore.errors import FjcoreError, OptionRefused, Problem, StalePlan, Unlabelled

__all__ = [
    "CODES",
    "LANGUAGES",
    "RECIPIENT_TEXT",
    "Audience",
    "Binding",
    "Change",
    "ChangeKind",
    "Explained",
    "Explanation",
    "Lacking",
    "Outcome",
    "Standing",
    "code_of",
    "code_text",
    "explain",
    "lifted",
    "what_if",
]

#: What a recipient is told whatever the answer, and whether anything is on file or not.
RECIPIENT_TEXT = (
    "You get what may be shared with you for this purpose. It is never confirmed or "
    "denied that anything else exists."
)
_RECIPIENT = {
    "en": RECIPIENT_TEXT,
    "es": (
        "Usted recibe lo que se puede compartir con usted para este fin. Nunca se "
        "confirma ni se niega que exista algo más."
    ),
}


@frozen(kw_only=True)
class Explanation:
    """Why an answer is what it is, for one audience, in one language.

    A recipient's has no lines: only a text that is the same whatever the answer. The
    survivor's text is in plain words; staff get codes, ids and sources.
    """

    audience: Audience
    language: str
    lines: tuple[Explained, ...] = ()
    obligations: tuple[ObligationKind, ...] = ()
    _who: str = field(default="", repr=False)
    _seen: Seen | None = field(default=None, repr=False, eq=False)

    def __str__(self) -> str:
        return self.text()

    def text(self) -> str:
        """Give the whole explanation as text."""
        if self.audience is Audience.RECIPIENT:
            return _RECIPIENT[self.language]
        words = messages(self.language)
        if self.audience is Audience.STAFF:
            rows = (row for line in self.lines for row in staff_line(line, words))
            return "\n".join(rows)
        body = survivor_text(self.lines, self.obligations, words)
        return "\n".join([self._who, *body])

    def html(self) -> str:
        """Give the whole explanation as one page; every text in it is escaped."""
        if self.audience is Audience.STAFF:
            words = messages(self.language)
            return staff_page(self.lines, words, self.language).html()
        titled = self.audience is Audience.SURVIVOR
        return plain_page(self.text(), self.language, titled=titled).html()

    def plain(self) -> dict[str, Any]:
        """Give the explanation as plain data; a recipient's is its text alone."""
        said: dict[str, Any] = {
            "audience": str(self.audience),
            "language": self.language,
        }
        if self.audience is Audience.RECIPIENT:
            return {**said, "text": self.text()}
        if self.audience is Audience.SURVIVOR:
            return {
                **said,
                "text": self.text(),
                "lines": list(map(self._hers, self.lines)),
            }
        kinds = [str(kind) for kind in self.obligations]
        return {
            **said,
            "lines": [line.plain() for line in self.lines],
            "obligations": kinds,
        }

    def _hers(self, line: Explained) -> dict[str, str]:
        words = messages(self.language)
        return {
            "name": line.name,
            "outcome": str(line.outcome),
            "code": line.code,
            "text": survivor_line(line, words),
        }

    def json(self) -> str:
        """Give the explanation as JSON, the same bytes each time."""
        return json.dumps(self.plain(), ensure_ascii=False, indent=1, sort_keys=True)

    def line(self, path: str) -> Explained | None:
        """Give the line of a category, or of a field by its path; None to a recipient.

        A path that is no field of a known record is ``unlabelled``: nothing of it is
        ever shown.
        Raises: OptionRefused, for what was not asked about.
        """
        if self._seen is None:
            return None
        found = {line.name: line for line in self.lines}
        return found.get(path) or self._seen.line(path)

    def why(self, path: str) -> str:
        """Say what is answered for a category or field, and by what."""
        line, words = self.line(path), messages(self.language)
        if line is None:
            return self.text()
        if self.audience is Audience.STAFF:
            return next(staff_line(line, words))
        if line.code == "unlabelled":
            return words.codes[line.code]
        return survivor_line(line, words)

    def why_not(self, path: str) -> str:
        """Say what keeps more of it from being seen; nothing where all of it is."""
        line, words = self.line(path), messages(self.language)
        if line is None:
            return self.text()
        if line.view is View.FULL:
            return ""
        if self.audience is Audience.STAFF:
            return "\n".join(staff_line(line, words))
        own = hers(line)[:1] if ObligationKind.OFFER_RELEASE in self.obligations else ()
        could = [words.said("could", change=words.changes[one.kind]) for one in own]
        return "\n".join([words.codes[line.code], *could])


def explain(
    decision: Decision,
    audience: Audience = Audience.STAFF,
    language: str = "en",
    *,
    fields: Mapping[str, str] = MappingProxyType({}),
    now: datetime | None = None,
    revision: int | None = None,
) -> Explanation:
    """Say why an answer is what it is.

    ``fields`` are those of local forms, with their categories; core's are known.
    With ``now`` or ``revision``, an answer that no longer holds is told as ``stale``.
    Raises: OptionRefused, when there are no words in the language; RuleFailed.
    """
    messages(language)
    if audience is Audience.RECIPIENT:
        return Explanation(audience=audience, language=language)
    asked = decision.asked
    stale = _stale(decision, now, revision)
    seen = Seen(
        decision,
        Engine.of(asked),
        () if stale else tried(asked),
        {**known_paths(), **fields},
        stale,
    )
    return Explanation(
        audience=audience,
        language=language,
        lines=tuple(map(seen.line, (*decision.verdicts, *decision.named))),
        obligations=tuple(sorted(decision.obligations)),
        who=_head(decision, messages(language)),
        seen=seen,
    )


def _head(decision: Decision, words: Messages) -> str:
    kind, name = decision.recipient.kind, decision.recipient.name
    who = words.say["you"] if kind is RecipientKind.SUBJECT else name
    purpose = words.purpose(decision.question.purpose)
    return words.said("head", who=who, purpose=purpose)


def _stale(decision: Decision, now: datetime | None, revision: int | None) -> bool:
    at = decision.question.at if now is None else now
    known = decision.revision if revision is None else revision
    try:
        plan(decision).check(at, known)
    except StalePlan:
        return True
    return False


def what_if(decision: Decision, change: Change) -> Decision:
    """Decide again with a single change, as if it had been made; nothing is recorded.

    Raises: what ``decide`` raises.
    """
    asked = change.asked
    return decide(asked.policy, asked.state, asked.question, fields=decision.fields)


def lifted(decision: Decision, line: Explained) -> View:
    """Give the view that a line would have without all that binds it.

    Only to show what binds: there is no way to decide without a rule.
    """
    engine = dropped(Engine.of(decision.asked), line.binding)
    item = line.category if line.name not in decision.named else line.name
    return view_of(engine.verdict(line.category, item))


def code_of(error: FjcoreError) -> str:
    """Give the code of an answer that is an error: stale, unlabelled, or error."""
    if isinstance(error, StalePlan):
        return "stale"
    return "unlabelled" if isinstance(error, Unlabelled) else "error"


def code_text(code: str, language: str = "en") -> str:
    """Say in plain words what a code means.

    Raises: OptionRefused, when there are no words in the language, or for the code.
    """
    found = messages(language).codes.get(code)
    if found is None:
        raise OptionRefused("code", problems=(Problem("code", "unknown_code"),))
    return found
