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

WHOLE = "says_what_the_interpreter_says_of_whole_forms"
WRITTEN = "says_what_the_interpreter_says"
WALKED = "walk_over"

ANY = "_written.AnyForm"
WRITER = "_writing.Writer"
SCORER = "scoring.Scorer"
RUN = "interpreting._Run"
RAISE = "alerts.Alerts.update"
SUPERSEDE = "self._note(trigger.id, Change.SUPERSEDED, at)"
WITHDRAW = "self._raised = [a for a in self._raised if a.trigger != trigger.id]"
PERHAPS = 'may = f"(v{number:d} is None or {sure})"'


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
        ("unanswered is zero", "_writing.spans", "= item.span", "= 0, 0", SOUND),
        (
            "unanswered is zero, in rule",
            "_writing.spans",
            "= item.span",
            "= 0, 0",
            RULES,
        ),
        (
            "unanswered is the lowest",
            "_writing.spans",
            "= item.span",
            "= item.span[:1] * 2",
            EXACT,
        ),
        ("unanswered is no", f"{ANY}.is_value", PERHAPS, "may = sure", SOUND),
        (
            "a threshold not yet reached is false",
            f"{WRITER}.holds",
            "{high}>=",
            "{low}>=",
            SOUND,
        ),
        (
            "a threshold that may be reached is true",
            f"{WRITER}.holds",
            "{low}>=",
            "{high}>=",
            EXACT,
        ),
        (
            "a form with gaps is complete",
            f"{SCORER}.complete",
            "return not row[3]",
            "return True",
            RULES,
        ),
        (
            "a box that was declined is unticked",
            f"{ANY}.default",
            " and {self.key(number)} not in stated",
            "",
            RULES,
        ),
        (
            "a reason for skipping counts",
            "session.Session._keep",
            "self._given.take(item, value)",
            'status not in ("answered", "declined") or self._given.take(item, value)',
            ALIKE,
        ),
        (
            "an answer more widens",
            "_writing.spans",
            "(count, count)",
            "(count, count + 1)",
            WALKED,
        ),
        # bands and outcomes
        (
            "a band from the lower bound",
            "scoring.fitting",
            "least <= high",
            "least <= low",
            SOUND,
        ),
        (
            "a band from the upper bound",
            "scoring.fitting",
            "most >= low",
            "most >= high",
            SOUND,
        ),
        (
            "an open flag decides the outcome",
            f"{SCORER}.outcomes",
            "if truth == 1:",
            "if truth:  # any",
            SOUND,
        ),
        (
            "an open flag is false for the outcome",
            f"{SCORER}.outcomes",
            "if truth:",
            "if truth == 1 or False:",
            SOUND,
        ),
        (
            "few answers make a mean",
            "scoring._mean",
            "count >= score.min_answered",
            "True",
            RULES,
        ),
        # gates, facts, conditions
        ("a stale answer counts", "_writing.spans", "if shut:", "if False:", RULES),
        (
            "an answer behind a shut gate says more than none",
            f"{ANY}.is_value",
            "(h{number:d} and {may})",
            "({may})",
            STALE,
        ),
        (
            "an open gate is taken for wide open",
            "_writing.spans",
            "if perhaps:",
            "if False:",
            SOUND,
        ),
        (
            "a fact not known is no",
            "_writing.fact",
            "return False, True",
            "return False, False",
            SOUND,
        ),
        (
            "what is not true is false when turned",
            f"{WRITER}.joined",
            "(not {may[0]})",
            "(not {sure[0]} )",
            SOUND,
        ),
        (
            "all is any",
            f"{WRITER}.joined",
            'rule.kind == "all"',
            'rule.kind == "any"',
            SOUND,
        ),
        (
            "unanswered is no until it is answered",
            f"{ANY}.is_value",
            PERHAPS,
            "may = sure",
            NARROWS,
        ),
        # the two functions, and the rules they are written from
        (
            "a whole form turns its answers round",
            "_written.WholeForm.is_value",
            "]==",
            "]!=",
            WHOLE,
        ),
        ("what is shut is said", f"{ANY}.left", "u{number:d} and ", "", WRITTEN),
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
            "if n not in evaluation.ignored",
            "",
            ALERTS,
        ),
        (
            "the first answer wins",
            "_closing.Given.take",
            "self.answers[item] = value",
            "self.answers.setdefault(item, value)",
            ALERTS,
        ),
        (
            "a resumed session forgets its alerts",
            "session.Session.resume",
            "session._keep(step.item, step.status, step.value, utc(step.at), step.by)",
            "session._given.take(step.item, step.value)",
            RESUMES,
        ),
    )
)
