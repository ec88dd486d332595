"""Scoring with bounds: what every completion of the missing answers agrees on."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from fjcore.errors import AnswerRefused
from fjcore.screening._given import check
from fjcore.screening.definition import Instrument
from fjcore.screening.evaluation import Evaluation

#: The rules by which this version scores; a result says by which it was scored.
ENGINE = "fjcore-screening/1"

_NONE: Mapping[str, Any] = {}


def evaluate(
    instrument: Instrument,
    answers: Mapping[str, str],
    *,
    stated: Set[str] = frozenset(),
    context: Mapping[str, Any] | None = None,
    profile: str | None = None,
    totals: Mapping[str, int] | None = None,
) -> Evaluation:
    """Evaluate given answers; an item not in ``answers`` is open, never a "no".

    ``stated`` are items whose skipping was recorded: their default does not apply.
    ``context`` are facts such as ``pregnant``; None as a fact means not known.
    ``profile`` chooses among alternative cuts; else the definition does, by a fact or
    by its default, and where it has none all are looked at. ``totals`` are scores of a
    form of which only the sums were told; no answer can stand beside them.
    Raises: AnswerRefused, naming the item, the score, the fact or the instrument.
    """
    if type(answers) is not dict:
        answers = dict(answers)
    scorer = instrument.scorer
    if context or totals or profile is not None:
        facts, sums = dict(context or {}), dict(totals or {})
        check(instrument, answers, facts, profile, sums)
        row = scorer.any_form(answers, stated, facts, sums)
        return Evaluation((scorer, row, scorer.around(facts, profile, sums)))
    row = None
    try:
        run = scorer.whole if len(answers) == scorer.count else scorer.any_form
        row = run(answers, stated, _NONE, _NONE)
    except (KeyError, TypeError):
        # Looking an answer up is what checks it; what is wrong is then found out.
        pass
    if row is None:
        check(instrument, answers, _NONE, None, _NONE)
        raise AnswerRefused(instrument.id)
    return Evaluation((scorer, row, scorer.usual))
