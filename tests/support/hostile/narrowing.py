"""Plugins whose rule means harm when it is asked."""

from __future__ import annotations

from support.hostile.case import Case, Ends, limits, rule

REFUSED, HARMLESS = Ends.REFUSED, Ends.HARMLESS


def _refused(name: str, tries: str, source: str, says: str) -> Case:
    return Case(
        id=name,
        tries=tries,
        source=source,
        ends=REFUSED,
        code="rule_failed",
        says=says,
    )


NARROWING = (
    Case(
        id="widens",
        tries="answers every question with the fullest view",
        source=rule("return View.FULL"),
        ends=HARMLESS,
    ),
    Case(
        id="widens-by-a-limit",
        tries="has a limit that caps nothing",
        source=limits("[evolve(LIMIT, cap=View.FULL, categories=frozenset())]"),
        ends=HARMLESS,
    ),
    Case(
        id="changes-its-mind",
        tries="answers otherwise each time",
        source=rule(
            "self.n = 1 - getattr(self, 'n', 0); "
            "return View.FULL if self.n else View.SILENT"
        ),
        ends=REFUSED,
        code="rule_failed",
        says="demo.rule (ChangedItsMind)",
    ),
    _refused(
        "rewrites-the-question",
        "writes another recipient into the question",
        rule(
            "object.__setattr__(question, 'recipient', 'billings.police'); "
            "return View.FULL"
        ),
        "demo.rule (RewroteItsQuestion)",
    ),
    _refused(
        "answers-a-number",
        "answers with a number above every view",
        rule("return 99"),
        "demo.rule",
    ),
    _refused(
        "answers-yes",
        "answers with True",
        rule("return True"),
        "demo.rule",
    ),
    _refused(
        "answers-a-generator",
        "answers with a generator",
        rule("return (View.FULL for _ in [0])"),
        "demo.rule",
    ),
    _refused(
        "rule-raises",
        "raises, with the question in the text",
        rule("raise RuntimeError(repr(question))"),
        "demo.rule (RuntimeError)",
    ),
    _refused(
        "rule-exits",
        "ends the program",
        rule("raise SystemExit(0)"),
        "demo.rule (SystemExit)",
    ),
    _refused(
        "rule-raises-a-plugin-fault",
        "raises an error of fjcore's own with a text of its own",
        rule("raise __import__('fjcore').errors.RuleFailed('O\\'Connor')"),
        "demo.rule (RuleFailed)",
    ),
    _refused(
        "rule-is-late",
        "answers later than the site waits",
        rule("time.sleep(0.13); return View.FULL"),
        "demo.rule (late)",
    ),
)
