"""One decision looked at closely: each line of its explanation, made when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from attrs import evolve, frozen

from fjcore.consent._explain_binding import (
    holding,
    lacking,
    rules,
    standing,
    view_of,
)
from fjcore.consent._explain_changes import Tried, nearest
from fjcore.consent._explain_parts import Binding, Explained, Outcome, Standing
from fjcore.consent.decide import Decision
from fjcore.consent.engine import Engine
from fjcore.consent.inquiry import Verdict
from fjcore.consent.view import View
from fjcore.consent.vocabulary import CARRIED, Reason
from fjcore.errors import OptionRefused, Problem
from fjcore.records import CORE_RECORDS, FieldKind
from fjcore.records.categories import CATEGORIES
from fjcore.records.record import leaves


@cache
def known_paths() -> Mapping[str, str]:
    """Give the category of every field of core's records."""
    return {
        leaf.path: leaf.label.category for cls in CORE_RECORDS for leaf in leaves(cls)
    }


@cache
def narratives() -> frozenset[str]:
    """Give the fields of core's records that are answered by their name only."""
    return frozenset(
        leaf.path
        for cls in CORE_RECORDS
        for leaf in leaves(cls)
        if leaf.kind is FieldKind.NARRATIVE
    )


@frozen(eq=False)
class Seen:
    """One decision looked at closely, with every change that was tried."""

    decision: Decision
    engine: Engine
    shared: tuple[Tried, ...]
    paths: Mapping[str, str]
    stale: bool

    def line(self, path: str) -> Explained:
        """Explain a category, or a field by its path; see ``Explanation.line``."""
        if path in self.decision.verdicts:
            return self._made(path, path, self.decision.verdicts[path])
        if path in self.decision.named:
            kind = self.decision.fields[path]
            return self._made(path, kind, self.decision.named[path])
        kind = self.paths.get(path, path)
        if kind not in CATEGORIES:
            return _only(path, "", "unlabelled")
        if kind not in self.decision.verdicts or path in narratives():
            problem = Problem("path", "unknown_code")
            raise OptionRefused("path", problems=(problem,))
        return self._made(path, kind, self.decision.verdicts[kind], kind)

    def _made(
        self, name: str, kind: str, verdict: Verdict, item: str | None = None
    ) -> Explained:
        item = name if item is None else item
        if self.stale:
            return _only(name, kind, "stale")
        unable = self._unable() if verdict.granted else ()
        if unable:
            line = _only(name, kind, "undischargeable_obligation")
            return evolve(line, binding=unable)
        view = view_of(verdict)
        if not verdict.granted and CATEGORIES[kind].silent:
            view = View.SILENT
        rule = rules().get(verdict.rule)
        return Explained(
            name=name,
            category=kind,
            by_name=name in self.decision.named,
            outcome=_outcome(view, verdict.granted),
            standing=standing(verdict, self.engine),
            code=_code(view, verdict.reason),
            view=view,
            rule=verdict.rule,
            citation=rule.citation if rule else "",
            grants=tuple(sorted({g.release for g in verdict.grants if g.release})),
            binding=holding(self.engine, kind, item),
            lacking=lacking(self.engine, kind, verdict),
            nearest=nearest(self.engine, kind, item, self.shared),
        )

    def _unable(self) -> tuple[Binding, ...]:
        able = self.decision.recipient.capabilities
        if able is None:
            return ()
        lacks = (CARRIED & self.decision.obligations) - able
        return tuple(Binding(kind="capability", id=str(k)) for k in sorted(lacks))


def _only(name: str, kind: str, code: str) -> Explained:
    """Give the line of something withheld for a reason of the engine itself."""
    silent = kind not in CATEGORIES or CATEGORIES[kind].silent
    return Explained(
        name=name,
        category=kind,
        outcome=Outcome.WITHHELD,
        standing=Standing.FORBIDDEN,
        code=code,
        view=View.SILENT if silent else View.MARKED,
        rule=code,
    )


def _outcome(view: View, granted: bool) -> Outcome:
    if not granted:
        return Outcome.WITHHELD
    return Outcome.GRANTED if view is View.FULL else Outcome.COARSENED


def _code(view: View, reason: Reason | None) -> str:
    if reason is not None:
        return str(reason)
    return "granted" if view is View.FULL else "coarsened"
