"""The plain reading of times: who is of age, and what was taken back by when.

It shares no code with the engine.
"""

from __future__ import annotations

from fjcore.testing.consent import comes_of_age, instant, withdrawals


def grown(facts, at):
    """Whether the subject is of age at an instant."""
    comes = comes_of_age(facts)
    return facts["subject"]["emancipated"] or (comes is not None and at >= comes)


def told(facts, release, at):
    """The withdrawals of a release that hold at an instant; a tie holds."""
    return [w for w in withdrawals(facts, release) if instant(w["at"]) <= at]
