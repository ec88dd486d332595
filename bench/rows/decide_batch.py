"""D2: deciding and cutting, against a batch of questions to Cedar, one per field."""

from __future__ import annotations

from bench import policies, unit
from bench.harness import Candidate, Row
from bench.rows import decide


def row() -> Row:
    """Time a decision over 12 releases and 40 limits for the whole record."""
    question = policies.question(*decide.ASKING)
    other = decide.parsed()
    kinds = [leaf.label.category for leaf in unit.fields().values()]
    by_field = other.requests(question, kinds)
    by_category = other.requests(question, sorted(policies.ASKED))
    return Row(
        id="D2",
        what="decide / a cedarpy batch with handles, one question per field",
        inside=f"as D1; {len(kinds)} questions for the baseline",
        baseline=lambda: other.ask(by_field),
        candidates=[
            Candidate(
                name=f"decide {len(policies.ASKED)} categories, plan, cut",
                act=decide.disclosing(),
                goal=0.01,
            ),
            Candidate(
                name="cedarpy, one question per category",
                act=lambda: other.ask(by_category),
            ),
        ],
        check=decide.check,
    )
