"""What goes with records whose law asks for a copy of the consent they leave by.

Source: 42 CFR 2.32(a): a copy of the consent or a clear explanation of its scope.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from attrs import frozen

from fjcore.consent.floor import law
from fjcore.consent.inquiry import Inquiry, Verdict
from fjcore.consent.vocabulary import ObligationKind
from fjcore.values import zone


@frozen(kw_only=True)
class ConsentCopy:
    """The terms of one release, as far as they are about this recipient and purpose.

    ``form_sha256`` is of the exact text that was signed. Of whom else it names and what
    else it reaches, nothing is told.
    """

    release: str
    form: str
    version: str
    form_sha256: str
    signed_at: datetime
    expires: datetime | None
    recipient: str
    purpose: str
    categories: tuple[str, ...]


def copies(
    asked: Inquiry, answers: Iterable[tuple[str, Verdict]]
) -> tuple[ConsentCopy, ...]:
    """Give the copies that must go with an answer, by release; sorted."""
    reached: dict[str, set[str]] = {}
    for name, verdict in answers:
        if verdict.granted and _asks(asked, name, verdict):
            for grant in verdict.grants:
                reached.setdefault(grant.release, set()).add(name)
    return tuple(_made(asked, reached))


def _asks(asked: Inquiry, name: str, verdict: Verdict) -> bool:
    """Whether the law of a category asks for a copy."""
    return any(
        ObligationKind.PART2_CONSENT_COPY in duty.kinds
        and duty.guard.speaks(asked, name)
        for duty in law().on(verdict.rule, "allow")
    )


def _made(asked: Inquiry, reached: dict[str, set[str]]) -> Iterator[ConsentCopy]:
    question, tz = asked.question, zone(asked.holder.tz)
    found = {file.release.id: file.release for file in asked.state.releases}
    for name, categories in sorted(reached.items()):
        release = found.get(name)
        if release is None or release.signed_at is None:
            continue
        yield ConsentCopy(
            release=release.id,
            form=release.form_id,
            version=release.form_version,
            form_sha256=release.form_sha256,
            signed_at=release.signed_at,
            expires=release.end(tz),
            recipient=question.recipient,
            purpose=str(question.purpose),
            categories=tuple(sorted(categories)),
        )
