"""What each release answers to one kind of question, from boundary to boundary.

Between two instants at which something about a release changes, its answer stays the
same. So it is judged once for each such span, by ``judge.matches`` alone; which span an
instant lies in is looked up for every release at every decision. What was judged is
kept on the state itself: another revision is another state.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime

from attrs import field, frozen

from fjcore.consent import judge
from fjcore.consent.inquiry import Inquiry
from fjcore.consent.judge import Miss
from fjcore.consent.onfile import OnFile
from fjcore.consent.parties import Policy
from fjcore.consent.question import Question
from fjcore.consent.state import SubjectState
from fjcore.consent.validity import boundaries, of_facts, of_file
from fjcore.values import zone

#: A release, and why it does not answer; with None it does.
Judged = tuple[OnFile, Miss | None]
Span = tuple[datetime | None, datetime | None]

#: So much is kept with one state: a kind of question each, and the spans.
KEPT = 64


@frozen
class _Line:
    """One release: the instants at which it changes, and each span once judged."""

    file: OnFile
    bounds: tuple[datetime, ...]
    spans: list[Judged | None]


def _line(file: OnFile, policy: Policy, shared: Iterable[datetime]) -> _Line:
    bounds = sorted({*shared, *of_file(file, zone(policy.holder.tz))})
    return _Line(file, tuple(bounds), [None] * (len(bounds) + 1))


@frozen(eq=False)
class Timeline:
    """The releases of one person, as one policy judges them for one kind of question.

    ``policy`` is held so that no other can come to be taken for it.
    """

    policy: Policy
    lines: tuple[_Line, ...]
    rows: tuple[tuple[tuple[datetime, ...], list[Judged | None]], ...] = field(
        init=False
    )

    @rows.default
    def _rows(self) -> tuple[tuple[tuple[datetime, ...], list[Judged | None]], ...]:
        return tuple((line.bounds, line.spans) for line in self.lines)

    def judged(self, asked: Inquiry) -> tuple[Judged, ...]:
        """Give every release with what it answers at the instant asked about."""
        at = asked.question.at
        found = [spans[bisect_right(bounds, at)] for bounds, spans in self.rows]
        if None in found:
            found = [_judged(line, asked) for line in self.lines]
        return tuple(found)  # type: ignore[arg-type]


def _judged(line: _Line, asked: Inquiry) -> Judged:
    place = bisect_right(line.bounds, asked.question.at)
    found = line.spans[place]
    if found is None:
        found = line.spans[place] = line.file, judge.matches(line.file, asked)
    return found


def timeline(asked: Inquiry) -> Timeline:
    """Give the releases of the state as judged for a kind of question."""
    question, policy, state = asked.question, asked.policy, asked.state
    key = _key(policy, question)
    found: Timeline | None = state.kept.get(key)
    if found is None:
        shared = list(of_facts(policy, state.facts))
        lines = tuple(_line(file, policy, shared) for file in state.releases)
        found = Timeline(policy, lines)
        _keep(state, key, found)
    return found


def _key(policy: Policy, question: Question) -> tuple[object, ...]:
    """Give all that ``judge.matches`` reads of policy and question, but the instant."""
    return (
        id(policy),
        question.subject,
        question.recipient,
        question.person,
        question.purpose,
        question.method,
    )


def _keep(state: SubjectState, key: object, made: object) -> None:
    if len(state.kept) >= KEPT:
        state.kept.clear()
    state.kept[key] = made


@frozen(eq=False)
class _Spans:
    policy: Policy
    bounds: tuple[datetime, ...]
    spans: tuple[Span, ...]


def span_of(policy: Policy, state: SubjectState, at: datetime) -> Span:
    """Give the widest half-open span round an instant with no boundary inside.

    Shape: (start, end); None where there is no boundary on that side. Of one state and
    policy, each span is one object.
    """
    found: _Spans | None = state.kept.get(id(policy))
    if found is None:
        bounds = sorted(set(boundaries(policy, state)))
        spans = zip((None, *bounds), (*bounds, None), strict=True)
        found = _Spans(policy, tuple(bounds), tuple(spans))
        _keep(state, id(policy), found)
    return found.spans[bisect_right(found.bounds, at)]
