"""Reviews of notes on their way to a disclosure: sealed, and without the notes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from fjcore.errors import InputRefused, Problem, StaleProposal
from fjcore.records.checks import instant, instant_text
from fjcore.redaction.narrative import Addition, Review
from fjcore.values import canonical, new_id
from fjcore.vault.core import Tx
from fjcore.vault.notes import Proposed
from fjcore.vault.proposing import propose
from fjcore.vault.set_aside import SetAside, noted

if TYPE_CHECKING:
    from fjcore.vault.vault import Vault

_FILES = SetAside("fjcore.reviews/1", "id", "note_reviews")


@frozen(kw_only=True)
class Request:
    """What notes were proposed for: the same as ``Vault.disclose`` is asked for."""

    to: str
    purpose: str
    person: str | None = field(default=None, repr=False)
    basis: str = "client_release"
    ref: str = ""


def seal_reviews(
    vault: Vault,
    subject: str,
    request: Request,
    reviews: Iterable[Review],
    *,
    actor: str,
) -> bytes:
    """Give reviews as the bytes of a file that this vault alone opens, and log it.

    Neither a note nor what is left of one stands in it: who looked, when, what was
    added and cleared, and by which digests the notes will be known again.
    Raises: UnknownSubject, also for somebody walled off; crypto, store, audit errors.
    """
    vault._open.own(actor)
    name = new_id()
    said = {
        "to": request.to,
        "purpose": request.purpose,
        "person": request.person or "",
        "basis": str(request.basis),
        "ref": request.ref,
        "notes": [_marks(one) for one in reviews],
    }
    plain = canonical.dumps(said)

    def work(tx: Tx) -> bytes:
        noted(tx, subject, actor, "keep", "note_review")
        return tx.seals.seal(_FILES.address(subject, name), plain)

    sealed = vault._open.run_for(actor, subject, work)
    return _FILES.written(subject, name, sealed)


def open_reviews(
    vault: Vault, raw: bytes, *, subject: str, actor: str, where: str
) -> tuple[Review, ...]:
    """Give the reviews of a file, each made anew on what the vault would propose now.

    Raises: InputRefused, for what is no such file or is another person's; SealBroken,
    where it was changed or is another vault's; StaleProposal, when a note, the file or
    what a release gives changed since; what ``propose`` raises.
    """
    vault._open.own(actor)
    whose, name, sealed = _FILES.read(raw, where)
    if whose != subject:
        raise InputRefused(where, problems=(Problem("subject", "different"),))

    def work(tx: Tx) -> bytes:
        noted(tx, subject, actor, "read", "note_review")
        return tx.seals.open(_FILES.address(subject, name), sealed).payload

    said = canonical.loads(vault._open.run_for(actor, subject, work))
    days = {_day(one["on"]) for one in said["notes"]}
    found = {
        day: propose(
            vault,
            subject,
            to=said["to"],
            purpose=said["purpose"],
            person=said["person"] or None,
            basis=said["basis"],
            ref=said["ref"],
            actor=actor,
            on=day,
        )
        for day in days
    }
    return tuple(_again(one, found[_day(one["on"])]) for one in said["notes"])


def _marks(one: Review) -> dict[str, Any]:
    approval = one.approval
    return {
        "path": one.path,
        "ground": one.ground,
        "on": one.on.isoformat() if one.on else "",
        "note": approval.proposal.note_sha256,
        "shape": approval.proposal.shape_sha256,
        "known": approval.proposal.known_sha256,
        "by": approval.by,
        "at": instant_text(approval.at),
        "add": [[part.start, part.end, part.part] for part in approval.added],
        "clear": sorted(approval.cleared),
    }


def _again(said: dict[str, Any], found: Iterable[Proposed]) -> Review:
    """Make a review again of the note it was of.

    Raises: StaleProposal, naming what changed.
    """
    for one in found:
        made = one.proposal
        here = (one.path, one.ground, made.note_sha256)
        if here != (said["path"], said["ground"], said["note"]):
            continue
        for name in ("shape", "known"):
            if getattr(made, f"{name}_sha256") != said[name]:
                raise StaleProposal(f"{name}_sha256")
        return one.reviewed(
            by=said["by"],
            at=instant(said["at"]),
            add=[Addition(*part) for part in said["add"]],
            clear=said["clear"],
        )
    raise StaleProposal("note_sha256")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
