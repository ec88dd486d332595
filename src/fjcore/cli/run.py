"""What the commands do, apart from how it is shown: the demo calls the same code."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import attrs

from fjcore.cli.available import beside
from fjcore.cli.session import Settings
from fjcore.consent import ObligationKind
from fjcore.disclosure import EXEMPT, AccountingRow, Evidence
from fjcore.errors import InputRefused, OptionRefused, Problem, SiteError
from fjcore.records.checks import instant_text
from fjcore.screening import Alert, Instrument, Mode, Result, Session, Status
from fjcore.sdk import Registry
from fjcore.values import Clock
from fjcore.vault import (
    Answers,
    Intake,
    Kept,
    Signing,
    Vault,
    answers_from,
    assessment_of,
    intake_from,
    read_file,
    release_file_from,
)


def init(settings: Settings, *, site_only: bool) -> Iterator[str]:
    """Make a vault; where there is no site file, write one to start from."""
    path = settings.site
    if not path.exists():
        text = files("fjcore.cli").joinpath("demo_data/site-template.toml")
        written = False
        try:
            # It may come to hold the address of a database with its password.
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text.read_text("utf-8"))
            written = True
        except OSError:
            pass
        if not written:
            raise SiteError(path.name)
        yield f"wrote {path}: edit it, then run fjcore init again"
        return
    site = settings.load()
    registry = Registry.build(site)
    for row in registry.report:
        if row.state in ("broken", "missing"):
            yield f"plugin {row.name} is {row.state}: {row.reason} {row.where}".rstrip()
    if site_only:
        yield f"{path} can be read"
        return
    passphrase = settings.opening(site, second=True, new=True)
    Vault.create(site, passphrase, registry=registry).close()
    yield f"made the vault of {site.holder().agency}"
    yield "keep a copy of the keys folder, and what opens its keyring"
    if not site.keys.second:
        yield "make a way back for the day that is lost: fjcore keys recovery make FILE"


def keep(vault: Vault, path: Path, actor: str) -> Kept:
    """Keep an intake file."""
    intake = intake_from(
        read_file(path),
        forms=vault.registry.forms,
        catalog=vault.registry.catalog(),
        where=path.name,
    )
    return vault.keep(intake, actor=actor)


def sign(vault: Vault, path: Path, actor: str) -> Signing:
    """Put the release of a file on file."""
    subject, release = release_file_from(
        read_file(path), fields=vault.narratives, where=path.name
    )
    return vault.sign(subject, release, actor=actor)


def screen(vault: Vault, path: Path, actor: str) -> Iterator[str]:
    """Score a file of answers, give each alert as it is raised, and keep the result."""
    answers = answers_from(read_file(path), where=path.name)
    made = vault.registry.instrument(answers.instrument)
    telling = vault.registry.alerting(vault.site, instrument=made.id, asked_by=actor)
    with telling as alerting:
        session = session_of(made, answers, clock=vault.clock, on_alert=alerting)
        yield from ask(session, answers, actor, path.name)
        result = session.finish()
        vault.keep(
            Intake(
                subject=answers.subject,
                records=(assessment_of(result, category=made.category),),
            ),
            actor=actor,
        )
        yield from told(result)
        yield from beside(vault.registry, result)
        session.deliver()
        if session.undelivered:
            faults = dict.fromkeys(map(str, alerting.faults))
            yield from (f"an alert was not told: {fault}" for fault in faults)


def session_of(
    made: Instrument,
    answers: Answers,
    *,
    clock: Clock,
    on_alert: Callable[[Alert], None] | None = None,
) -> Session:
    """Open the session that a file of answers tells of."""
    return Session(
        made,
        clock=clock,
        context=answers.context,
        profile=answers.profile,
        mode=answers.mode or Mode.IN_PERSON,
        present=answers.present,
        training=answers.training,
        on_alert=on_alert,
    )


def _known_facts(made: Instrument, said: Mapping[str, object], where: str) -> None:
    """Refuse a fact that the tool does not look at: it would count for nothing.

    Raises: InputRefused, with the place of each.
    """
    aged = made.age_min is not None or made.age_max is not None
    known = {*made.context, *(["age"] if aged else [])}
    problems = tuple(
        Problem(f"context.{index}", "unknown_code")
        for index, name in enumerate(said)
        if name not in known
    )
    if problems:
        raise InputRefused(where, problems=problems)


def ask(session: Session, answers: Answers, actor: str, where: str) -> Iterator[str]:
    """Give the answers one by one; every alert comes at the answer that raises it.

    Raises: InputRefused, AnswerRefused; nothing is kept then.
    """
    known = session.instrument.by_id
    _known_facts(session.instrument, answers.context, where)
    for index, (item, value) in enumerate(answers.answers.items()):
        if item not in known:
            problem = Problem(f"answers.{index}", "unknown_item")
            raise InputRefused(where, problems=(problem,))
        if type(value) is dict and value.keys() == {"?"}:
            status = STATUSES.get(str(value["?"]))
            if status is None:
                problem = Problem(f"answers.{item}", "unknown_code")
                raise InputRefused(where, problems=(problem,))
            alerts = session.skip(item, status, by=actor)
        else:
            alerts = session.answer(item, value, by=actor)
        yield from _alerted(alerts)
    for score, total in answers.totals.items():
        yield from _alerted(session.enter_total(score, total, by=actor))


def _alerted(alerts: Iterable[Alert]) -> Iterator[str]:
    for alert in alerts:
        yield f"ALERT ({alert.severity}): {alert.action}"
        if alert.source is not None:
            yield f"  source of this advice: {alert.source}"


#: What a file of answers calls the reasons for none.
STATUSES = {
    "asked_declined": Status.DECLINED,
    "asked_unknown": Status.UNKNOWN,
    "not_asked": Status.NOT_ASKED,
    "not_answered": Status.NOT_ANSWERED,
    "unsafe_to_ask": Status.UNSAFE_TO_ASK,
    "interrupted": Status.INTERRUPTED,
}


def told(result: Result) -> Iterator[str]:
    """Say what a screening found, and what it left open."""
    found = result.evaluation
    for name, score in found.scores.items():
        settled = score.lower == score.upper
        span = f"{score.lower}" if settled else f"{score.lower} to {score.upper}"
        band = found.bands.get(name)
        said = ""
        if band is not None:
            said = f": {band.band or 'between ' + ' and '.join(band.possible)}"
        yield f"{result.instrument} {name} {span}{said}"
    if found.outcomes:
        yield f"{result.instrument}: {' or '.join(found.outcomes)}"
    for warned in found.warnings:
        items = f" ({', '.join(warned.items)})" if warned.items else ""
        yield f"{result.instrument}: look again{items}: {warned.message}"
    if found.missing:
        yield f"{result.instrument}: {len(found.missing)} unanswered, never taken as no"


def evidence(vault: Vault, done: tuple[str, ...], actor: str) -> dict[Any, Evidence]:
    """Read which obligations the actor says were discharged.

    Raises: OptionRefused.
    """
    if not set(done) <= set(ObligationKind):
        raise OptionRefused("--done", problems=(Problem("--done", "unknown_code"),))
    now = vault.clock.now()
    return {ObligationKind(kind): Evidence(actor, now) for kind in done}


def row_plain(row: AccountingRow) -> dict[str, Any]:
    """Give one disclosure of an account as plain data."""
    said = {**attrs.asdict(row), "at": instant_text(row.at)}
    ends = said.pop("expires")
    left = EXEMPT.get(row.basis, "")
    said["left_out_by"] = left
    return said if ends is None else {**said, "expires": instant_text(ends)}
