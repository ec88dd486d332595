"""Suspensions of the right to an account, put on file and read back from the log."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from attrs import evolve

from fjcore.disclosure.suspension import MAY_ASK, ORAL, Suspension
from fjcore.errors import EventRefused, OptionRefused, Problem, UnknownPartner
from fjcore.records.checks import instant, instant_text
from fjcore.values import new_id, parse_id, utc
from fjcore.vault.core import Core, Tx
from fjcore.vault.exhibits import past
from fjcore.vault.history import trail_of
from fjcore.vault.moment import moment, walled

if TYPE_CHECKING:
    from fjcore.vault.vault import Vault

#: More than this nobody's name and office take.
MAX_NAME = 200


def suspend_account(
    vault: Vault,
    subject: str,
    *,
    agency: str,
    official: str,
    until: datetime | None = None,
    written: bool,
    stated_at: datetime | None = None,
    counsel: str = "",
    actor: str,
) -> Suspension:
    """Put on file that an agency asked that its disclosures stay off her account.

    ``until``: the end that a written statement names; of one made out loud it is 30
    days after it was, unless an earlier one was named. One made out loud cannot follow
    on another of the same agency: that takes a written statement.
    Raises: OptionRefused, naming what cannot be so; UnknownPartner; UnknownSubject;
    NaiveTime.
    Source: 45 CFR 164.528(a)(2).
    """
    core = vault._open
    core.own(actor)
    _asked(core, agency, official, counsel)

    def work(tx: Tx) -> Suspension:
        now = moment(tx, subject)
        walled(now, actor)
        since = past(stated_at, "stated_at", now.at)
        made = Suspension(
            id=new_id(),
            agency=agency,
            official=official,
            written=written,
            since=since,
            until=_end(since, until, written),
            counsel=counsel,
            actor=actor,
        )
        if not written and any(map(_after(made), of_log(tx, subject))):
            raise _refused("stated_at", "conflict")
        tx.note(
            "suspend.set",
            actor=actor,
            subject=subject,
            recipient=agency,
            detail=_plain(made),
        )
        return made

    return core.run_for(actor, subject, work)


def _after(made: Suspension) -> Any:
    """Give what tells whether a statement made out loud follows on another one."""

    def follows(one: Suspension) -> bool:
        alike = one.agency == made.agency and not one.written
        return alike and one.since <= made.until and made.since <= one.until

    return follows


def lift_suspension(vault: Vault, subject: str, suspension: str, *, actor: str) -> None:
    """Record that a suspension ends now, before its time.

    Raises: EventRefused, naming ``suspension``, when none of that id holds;
    UnknownSubject.
    """
    core = vault._open
    core.own(actor)
    parse_id(suspension, where="suspension")

    def work(tx: Tx) -> None:
        now = moment(tx, subject)
        walled(now, actor)
        found = {one.id: one for one in of_log(tx, subject)}
        if suspension not in found or not found[suspension].holds(now.at):
            raise EventRefused("suspension")
        said = {"suspension": suspension, "at": instant_text(now.at)}
        tx.note("suspend.lift", actor=actor, subject=subject, detail=said)

    core.run_for(actor, subject, work)


def suspensions(vault: Vault, subject: str, *, actor: str) -> tuple[Suspension, ...]:
    """Give every suspension on file for a person, ended ones too; logged as a read.

    Raises: UnknownSubject.
    """
    core = vault._open
    core.own(actor)

    def work(tx: Tx) -> tuple[Suspension, ...]:
        now = moment(tx, subject)
        walled(now, actor)
        tx.note("read", actor=actor, subject=subject, detail={"what": "suspensions"})
        return of_log(tx, subject)

    return core.run_for(actor, subject, work)


def of_log(tx: Tx, subject: str) -> tuple[Suspension, ...]:
    """Give the suspensions that the log has for a person, in their order."""
    found: dict[str, Suspension] = {}
    for leaf, said in trail_of(tx, subject):
        if leaf["ev"] == "suspend.set":
            found[said["suspension"]] = _meant(said)
        elif leaf["ev"] == "suspend.lift":
            name = said["suspension"]
            found[name] = evolve(found[name], lifted_at=instant(said["at"]))
    return tuple(found.values())


def _asked(core: Core, agency: str, official: str, counsel: str) -> None:
    known = core.policy.partners.get(agency)
    if known is None:
        raise UnknownPartner("agency")
    if known.kind not in MAY_ASK:
        raise _refused("agency", "unknown_code")
    if not official.strip():
        raise _refused("official", "required")
    for name, text in (("official", official), ("counsel", counsel)):
        if len(text) > MAX_NAME or not text.isprintable():
            raise _refused(name, "length" if text.isprintable() else "format")


def _end(since: datetime, until: datetime | None, written: bool) -> datetime:
    """Give when a statement ends.

    Raises: OptionRefused; NaiveTime.
    """
    if until is None and written:
        raise _refused("until", "required")
    ends = since + ORAL if until is None else utc(until)
    if ends <= since:
        raise _refused("until", "end_before_start")
    if not written and ends > since + ORAL:
        raise _refused("until", "over_cap")
    return ends


def _plain(made: Suspension) -> dict[str, Any]:
    return {
        "suspension": made.id,
        "agency": made.agency,
        "official": made.official,
        "written": made.written,
        "since": instant_text(made.since),
        "until": instant_text(made.until),
        "counsel": made.counsel,
    }


def _meant(said: dict[str, Any]) -> Suspension:
    return Suspension(
        id=said["suspension"],
        agency=said["agency"],
        official=said["official"],
        written=said["written"],
        since=instant(said["since"]),
        until=instant(said["until"]),
        counsel=said["counsel"],
        actor=said["actor"],
    )


def _refused(where: str, code: str) -> OptionRefused:
    return OptionRefused(where, problems=(Problem(where, code),))
