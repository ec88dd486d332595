"""What an instrument is made of: items with options, scores, bands, triggers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import frozen

from fjcore.screening import _shape as shape
from fjcore.screening.grammar import Predicate

#: A free text of an answer is a remark, not a document.
MAX_TEXT = 4096


@frozen
class Option:
    """One answer of an item; ``score`` is None where it carries no points."""

    value: str
    label: str
    score: int | None


@frozen(kw_only=True)
class Item:
    """One question: neutral label, options, the gate under which it is asked.

    ``judged``: a rating of the professional, recorded and never counted.
    """

    id: str
    label: str
    type: str = "choice"
    options: tuple[Option, ...] = ()
    applies_if: Predicate | None = None
    default: str | None = None
    respondent: str = "survivor"
    optional: bool = False
    occasions: tuple[str, ...] = ()
    judged: bool = False

    @cached_property
    def points(self) -> Mapping[str, int]:
        """The points of each answer; one without points counts nothing."""
        return {option.value: option.score or 0 for option in self.options}

    @cached_property
    def span(self) -> tuple[int, int]:
        """The fewest and the most points that an answer can give."""
        points = self.points.values()
        return (min(points), max(points)) if points else (0, 0)

    @cached_property
    def counts(self) -> bool:
        """Whether a form without this item is not complete."""
        scored = any(option.score is not None for option in self.options)
        return self.judged or (self.type == "choice" and scored and not self.optional)

    def takes(self, value: object) -> bool:
        """Whether a value can be an answer to this item; a blank is no answer."""
        if self.type == "choice":
            return isinstance(value, str) and value in self.points
        if type(value) is not str:
            return False
        # A remark is kept in a record, which reads the line ends of others as its own.
        clean = shape.is_clean(value.replace("\r\n", "\n"))
        return bool(value.strip()) and len(value) <= MAX_TEXT and clean


@frozen(kw_only=True)
class Score:
    """A sum of items, or their scaled mean, with ``times`` and ``min_answered``."""

    id: str
    kind: str
    items: tuple[str, ...]
    min: int
    max: int
    times: int = 0
    min_answered: int = 0
    direction: str = "higher_is_worse"


@frozen(kw_only=True)
class Band:
    """A named span of a score, both ends inside."""

    score: str
    id: str
    min: int
    max: int
    label: str
    local: bool = False


@frozen(kw_only=True)
class Trigger:
    """A condition with what is to be done: at once, or when the form is finished.

    ``source`` is where the advice in ``action`` comes from; ``profile`` the cut it
    belongs to, where there are several.
    """

    id: str
    when: Predicate
    timing: str
    action: str
    severity: str
    action_code: str | None = None
    source: str | None = None
    profile: str | None = None


@frozen(kw_only=True)
class Constraint:
    """A condition that is reported when true; it blocks nothing."""

    id: str
    when: Predicate
    message: str


@frozen(kw_only=True)
class Choice:
    """A fact by which one of several cuts is the one that alerts."""

    when: Predicate
    profile: str
