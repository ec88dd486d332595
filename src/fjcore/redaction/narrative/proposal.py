"""A proposal, its review, and the text that is left: void by any change beneath it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from attrs import field, frozen

from fjcore.errors import Problem, ReviewRefused, StaleProposal
from fjcore.redaction.narrative.entities import Known
from fjcore.redaction.narrative.final import checked
from fjcore.redaction.narrative.scrubber import (
    REVIEWED,
    VERSION,
    Options,
    Scrubber,
    bracketed,
)
from fjcore.redaction.narrative.spans import Span, is_silent, merged, replaced
from fjcore.values import canonical, utc

#: What stands between the passages of a note.
_BREAK = "\n\n"


@frozen(repr=False)
class Passage:
    """A passage of a note, and the categories of data that it carries.

    A note that is not taken apart carries every category of its record.
    """

    text: str
    categories: frozenset[str] = field(default=frozenset(), converter=frozenset)


#: A whole note: its one text, where that was released by name, or its passages.
Note = str | Iterable[Passage]


@frozen(repr=False)
class Part:
    """What is proposed for one passage.

    ``whole``: the passage goes as a whole, as its own category is hidden or since what
    stands in it must not even be known to exist. ``length``: of its source.
    """

    spans: tuple[Span, ...]
    flags: tuple[Span, ...]
    text: str
    whole: bool
    length: int


@frozen(repr=False, kw_only=True)
class RedactionProposal:
    """What scrubbing would do to a note, for a person to look at.

    It holds the text that would be left, so keep it sealed as you keep the note.
    """

    parts: tuple[Part, ...]
    note_sha256: str
    shape_sha256: str
    known_sha256: str
    automatic: bool

    def __repr__(self) -> str:
        return (
            f"<RedactionProposal, {len(self.spans)} spans, {len(self.flags)} flags, "
            f"{len(self.parts)} passages>"
        )

    @property
    def spans(self) -> tuple[Span, ...]:
        """What goes, of all passages in their order; offsets are those of each."""
        return tuple(one for part in self.parts for one in part.spans)

    @property
    def flags(self) -> tuple[Span, ...]:
        """What is to be looked at, of all passages in their order."""
        return tuple(one for part in self.parts for one in part.flags)

    @property
    def text(self) -> str:
        """What would be left if every flag were cleared."""
        return _BREAK.join(part.text for part in self.parts if not part.whole)


@frozen(order=True)
class Addition:
    """A span that a reviewer adds: offsets in the source of one passage."""

    start: int
    end: int
    part: int = 0


@frozen(kw_only=True)
class Approval:
    """A reviewed proposal: who looked, when, what was added, which flags cleared.

    ``cleared`` are numbers of ``proposal.flags``, counted from 1 as they are shown. A
    flag that is not cleared goes.
    """

    proposal: RedactionProposal
    by: str
    at: datetime
    added: tuple[Addition, ...]
    cleared: frozenset[int]


@frozen(repr=False)
class Scrubbed:
    """What may be released of a note, passage by passage; None where nothing is."""

    parts: tuple[str | None, ...]

    def __repr__(self) -> str:
        return f"<Scrubbed, {len(self.parts)} passages>"

    @property
    def text(self) -> str:
        """What is left as one text; nothing tells where a passage went."""
        return _BREAK.join(part for part in self.parts if part is not None)


def scrub(
    note: Note,
    known: Known,
    hidden: Collection[str],
    options: Options = REVIEWED,
) -> RedactionProposal:
    """Propose what to remove from a note before it is released.

    Call it for a narrative that the release names; any other is withheld whole.
    ``known``: of the whole file, as ``known_entities`` collects it. ``hidden``: the
    categories that the plan does not show in full. Nothing leaves by this: a person
    approves the proposal first, then ``apply`` gives the text.
    Raises: PluginFault, NotCanonical.
    """
    passages = _passages(note)
    hidden = frozenset(hidden)
    scrubber = Scrubber.of(known, hidden, options)
    return RedactionProposal(
        parts=tuple(_part(scrubber, passage) for passage in passages),
        automatic=options.automatic,
        **_seals(passages, known, hidden, options),
    )


def _passages(note: Note) -> tuple[Passage, ...]:
    return (Passage(note),) if isinstance(note, str) else tuple(note)


def _part(scrubber: Scrubber, passage: Passage) -> Part:
    length = len(passage.text)
    if passage.categories & scrubber.hidden:
        return Part((), (), "", True, length)
    found = scrubber.look(passage.text)
    if any(map(is_silent, found.spans)):
        return Part((), (), "", True, length)
    left = replaced(bracketed(passage.text), found.spans)
    return Part(found.spans, found.flags, left, False, length)


def _seals(
    passages: tuple[Passage, ...],
    known: Known,
    hidden: frozenset[str],
    options: Options,
) -> dict[str, str]:
    shape = [
        VERSION,
        sorted(hidden),
        options.language,
        options.maximal,
        options.automatic,
        [one.id for one in options.recognisers],
    ]
    return {
        "note_sha256": _note(passages),
        "shape_sha256": _sha256(shape),
        "known_sha256": known.sha256,
    }


def sealed(note: Note) -> str:
    """Give the SHA-256 by which a proposal knows its note."""
    return _note(_passages(note))


def _note(passages: tuple[Passage, ...]) -> str:
    return _sha256([[one.text, sorted(one.categories)] for one in passages])


def _sha256(value: Any) -> str:
    return hashlib.sha256(canonical.dumps(value)).hexdigest()


def approve(
    proposal: RedactionProposal,
    *,
    by: str,
    at: datetime,
    add: Iterable[Addition] = (),
    clear: Iterable[int] = (),
) -> Approval:
    """Approve a proposal after a person looked at it, or asked for it automatically.

    A reviewer adds spans, and clears flags by their number in ``proposal.flags``,
    counted from 1. What the file knows cannot be cleared.
    Raises: ReviewRefused, naming each edit that is none; NaiveTime.
    """
    added, cleared = tuple(sorted(set(add))), frozenset(clear)
    problems = [] if by.strip() else [Problem("by", "required")]
    for number, one in enumerate(added):
        if not _within(proposal, one):
            problems.append(Problem(f"add.{number}", "range"))
    count = len(proposal.flags)
    for number in sorted(cleared):
        if not 1 <= number <= count:
            problems.append(Problem(f"clear.{number}", "range"))
    if problems:
        raise ReviewRefused("review", problems=tuple(problems))
    return Approval(proposal=proposal, by=by, at=utc(at), added=added, cleared=cleared)


def _within(proposal: RedactionProposal, one: Addition) -> bool:
    if not 0 <= one.part < len(proposal.parts):
        return False
    return 0 <= one.start < one.end <= proposal.parts[one.part].length


def apply(
    approval: Approval,
    note: Note,
    known: Known,
    hidden: Collection[str],
    options: Options = REVIEWED,
) -> Scrubbed:
    """Give what is left of a note, as it was approved, and search it once more.

    Raises: StaleProposal, when note, plan, options or what is known changed since;
    LeakFound, naming a field whose value would still stand in the text.
    """
    passages, hidden = _passages(note), frozenset(hidden)
    proposal = approval.proposal
    for name, seal in _seals(passages, known, hidden, options).items():
        if getattr(proposal, name) != seal:
            raise StaleProposal(name)
    parts: list[str | None] = []
    first = 0
    for place, (passage, part) in enumerate(zip(passages, proposal.parts, strict=True)):
        if part.whole:
            parts.append(None)
            continue
        spans, kept = _reviewed(approval, place, first)
        first += len(part.flags)
        text = bracketed(passage.text)
        merged_spans = merged(spans, text)
        checked(text, merged_spans, kept, known, hidden, options)
        parts.append(replaced(text, merged_spans))
    return Scrubbed(tuple(parts))


def _reviewed(
    approval: Approval, place: int, first: int
) -> tuple[list[Span], list[Span]]:
    """Give what goes from a passage, and the flags that stay in it."""
    part = approval.proposal.parts[place]
    spans = [*part.spans]
    spans += [
        Span(one.start, one.end, (), "review")
        for one in approval.added
        if one.part == place
    ]
    kept: list[Span] = []
    for number, flag in enumerate(part.flags, start=first + 1):
        (kept if number in approval.cleared else spans).append(flag)
    return spans, kept
