"""The seeded faults of the engine: where, which piece becomes which, who notices."""

from __future__ import annotations

from attrs import frozen

RULES = "agrees_with_the_rules"
SOUND = "holds_every_completion"
EXACT = "is_exact_where_items_are_read_once"
NARROWS = "narrows_with_every_answer"
ALIKE = "counts_every_reason_alike"
STALE = "ignores_what_a_shut_gate_hides"
ALERTS = "raises_each_alert_at_its_answer"
RESUMES = "resumes_where_it_was_left"

RUN = "evaluate._Run"
RAISE = "alerts.Alerts.update"
SUPERSEDE = "self._note(trigger.id, Change.SUPERSEDED, at)"
WITHDRAW = "self._raised = [a for a in self._raised if a.trigger != trigger.id]"
WIDE = " if applies is Tri.TRUE else (min(0, low), max(0, high))"


@frozen
class Mutant:
    """One fault: where, which piece becomes which, and the property that notices."""

    name: str
    where: str
    old: str
    new: str
    noticed_by: str


MUTANTS = tuple(
    Mutant(*row)
    for row in (
        # what was not answered
        ("unanswered is zero", f"{RUN}.range", "= item.span", "= 0, 0", SOUND),
        ("unanswered is zero, in rule", f"{RUN}.range", "= item.span", "= 0, 0", RULES),
        (
            "unanswered is the lowest",
            f"{RUN}.range",
            "low, high = item.span",
            "low = high = item.span[0]",
            EXACT,
        ),
        (
            "unanswered is no",
            f"{RUN}._item_is",
            "return Tri.UNDETERMINED",
            "return Tri.FALSE",
            SOUND,
        ),
        (
            "a threshold not yet reached is false",
            "evaluate._at_least",
            "Tri.FALSE if high < needed else Tri.UNDETERMINED",
            "Tri.FALSE",
            SOUND,
        ),
        (
            "a threshold that may be reached is true",
            "evaluate._at_least",
            "low >= needed",
            "high >= needed",
            EXACT,
        ),
        (
            "a form with gaps is complete",
            f"{RUN}.result",
            "else not missing",
            "else True",
            RULES,
        ),
        (
            "a box that was declined is unticked",
            f"{RUN}.__init__",
            " and item.id not in stated",
            "",
            RULES,
        ),
        (
            "a reason for skipping counts",
            "session.Session._evaluate",
            "step.value is None)",
            'step.status == "declined")',
            ALIKE,
        ),
        # bands and outcomes
        (
            "a band from the lower bound",
            f"{RUN}._banding",
            "band.min <= found.upper",
            "band.min <= found.lower",
            SOUND,
        ),
        (
            "a band from the upper bound",
            f"{RUN}._banding",
            "band.max >= found.lower",
            "band.max >= found.upper",
            SOUND,
        ),
        (
            "an open flag decides the outcome",
            f"{RUN}._outcomes",
            "if flag is Tri.TRUE:",
            "if flag is not Tri.FALSE:",
            SOUND,
        ),
        (
            "an open flag is false for the outcome",
            f"{RUN}._outcomes",
            "flag is Tri.FALSE or",
            "flag is not Tri.TRUE or",
            SOUND,
        ),
        (
            "few answers make a mean",
            f"{RUN}.bounds",
            "len(answered) >= score.min_answered",
            "True",
            RULES,
        ),
        # gates, facts, conditions
        (
            "a stale answer counts",
            f"{RUN}.range",
            "applies is Tri.FALSE or not item.options",
            "not item.options",
            RULES,
        ),
        (
            "an answer behind a shut gate says more than none",
            f"{RUN}._item_is",
            "applies is Tri.FALSE:",
            "False:",
            STALE,
        ),
        ("an open gate is taken for wide open", f"{RUN}.range", WIDE, "", SOUND),
        (
            "a fact not known is no",
            f"{RUN}._context_is",
            "return Tri.UNDETERMINED",
            "return Tri.FALSE",
            SOUND,
        ),
        (
            "what is not true is false when turned",
            f"{RUN}.test",
            "tri_not(parts[0])",
            "Tri.of(parts[0] is not Tri.TRUE)",
            SOUND,
        ),
        ("all is any", f"{RUN}.test", 'kind == "all"', 'kind == "any"', SOUND),
        (
            "unanswered is no until it is answered",
            f"{RUN}._item_is",
            "return Tri.UNDETERMINED",
            "return Tri.FALSE",
            NARROWS,
        ),
        # alerts
        (
            "an alert only at the end",
            RAISE,
            'closing or trigger.timing == "immediate"',
            "closing",
            ALERTS,
        ),
        (
            "a notice for the end comes before it",
            RAISE,
            'closing or trigger.timing == "immediate"',
            "True",
            ALERTS,
        ),
        (
            "an alert is withdrawn by a changed answer",
            RAISE,
            SUPERSEDE,
            WITHDRAW,
            ALERTS,
        ),
        ("an alert comes twice", RAISE, "was is None and true", "true", ALERTS),
        (
            "abandoning raises nothing",
            "session.Session._close",
            "closing=True",
            "closing=not abandoned",
            ALERTS,
        ),
        (
            "abandoning withdraws",
            "_closing.closed",
            "alerts=session.alerts,",
            "alerts=() if abandoned else session.alerts,",
            ALERTS,
        ),
        ("nobody is told", RAISE, "self.tell(new)", "pass", ALERTS),
        (
            "a result keeps stale answers",
            "_closing.closed",
            "if name not in evaluation.ignored",
            "",
            ALERTS,
        ),
        (
            "the first answer wins",
            "session.Session._last",
            "in self._steps}",
            "in self._steps[::-1]}",
            ALERTS,
        ),
        (
            "a resumed session forgets its alerts",
            "session.Session.resume",
            "session._keep(evolve(step, at=utc(step.at)))",
            "session._steps.append(step)",
            RESUMES,
        ),
    )
)
