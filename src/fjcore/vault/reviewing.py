"""Reviews of notes on their way to a disclosure: sealed, and without the notes."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from fjcore.crypto import CellAddress
from fjcore.errors import FjcoreError, InputRefused, Problem, StaleProposal
from fjcore.records.checks import instant, instant_text
from fjcore.redaction.narrative import Addition, Review
from fjcore.values import canonical, new_id, parse_id
from fjcore.vault.cells import GENERAL
from fjcore.vault.core import Tx
from fjcore.vault.moment import moment, walled
from fjcore.vault.notes import Proposed
from fjcore.vault.proposing import propose

if TYPE_CHECKING:
    from fjcore.vault.vault import Vault

_SCHEMA = "fjcore.reviews/1"
_KIND = "note_reviews"
#: What was said of a note is a few numbers; more than this is no file of reviews.
MAX_BYTES = 1 << 20


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
        _noted(tx, subject, actor, "keep", "note_review")
        return tx.seals.seal(_address(subject, name), plain)

    sealed = vault._open.run_for(actor, subject, work)
    return canonical.dumps(
        {
            "schema": _SCHEMA,
            "subject": subject,
            "id": name,
            "sealed": b64encode(sealed).decode("ascii"),
        }
    )


def open_reviews(
    vault: Vault, raw: bytes, *, subject: str, actor: str, where: str
) -> tuple[Review, ...]:
    """Give the reviews of a file, each made anew on what the vault would propose now.

    Raises: InputRefused, for what is no such file or is another person's; SealBroken,
    where it was changed or is another vault's; StaleProposal, when a note, the file or
    what a release gives changed since; what ``propose`` raises.
    """
    vault._open.own(actor)
    whose, name, sealed = _read(raw, where)
    if whose != subject:
        raise InputRefused(where, problems=(Problem("subject", "different"),))

    def work(tx: Tx) -> bytes:
        _noted(tx, subject, actor, "read", "note_review")
        return tx.seals.open(_address(subject, name), sealed).payload

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


def _noted(tx: Tx, subject: str, actor: str, event: str, step: str) -> None:
    now = moment(tx, subject)
    walled(now, actor)
    said = {"step": step, "records": [], "revision": now.revision}
    tx.note(event, actor=actor, subject=subject, detail=said)


def _address(subject: str, name: str) -> CellAddress:
    return CellAddress(subject, GENERAL, _KIND, name, 1)


def _read(raw: bytes, where: str) -> tuple[str, str, bytes]:
    found = None
    try:
        found = _parts(canonical.loads(raw, max_bytes=MAX_BYTES, where=where))
    except (FjcoreError, ValueError):
        pass
    if found is None:
        raise InputRefused(where, problems=(Problem(where, "format"),))
    return found


def _parts(data: Any) -> tuple[str, str, bytes] | None:
    if type(data) is not dict or data.get("schema") != _SCHEMA:
        return None
    if data.keys() != {"schema", "subject", "id", "sealed"}:
        return None
    if type(data["sealed"]) is not str:
        return None
    return (
        parse_id(data["subject"], where="subject"),
        parse_id(data["id"], where="id"),
        b64decode(data["sealed"], validate=True),
    )
