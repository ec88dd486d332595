"""What a rule says and where it comes from: of the law, of a limit, of the site."""

from __future__ import annotations

from fjcore.consent.analyse.ceiling import CLOSED
from fjcore.consent.floor import law
from fjcore.consent.parties import Policy


def source_of(policy: Policy, rule: str) -> tuple[str, str]:
    """Give the statement and the citation of a rule; empty for a rule in code."""
    if rule == CLOSED:
        return "A rule plugin that this site relies on did not load.", "policy"
    for limit in policy.limits:
        if limit.id == rule:
            return limit.statement, limit.citation
    for one in law().rules:
        if one.id == rule:
            return one.statement, one.citation
    return "", ""
