"""What is left of an interview: a record, a sealed file, or the alerts alone."""

from __future__ import annotations

import os
from pathlib import Path

from attrs import evolve

from fjcore.cli.screening_said import Chosen
from fjcore.errors import InputRefused, Problem
from fjcore.screening import Instrument, Result, Session, Status, evaluate
from fjcore.vault import Intake, Vault, assessment_of


def bare(result: Result, made: Instrument) -> Result:
    """Give a result with its alerts, and with nothing that was said."""
    return evolve(
        result,
        answers={},
        totals={},
        taken={},
        context={},
        remarks=frozenset(),
        statuses={item.id: Status.NOT_ASKED for item in made.asked},
        evaluation=evaluate(made, {}),
    )


def keep(vault: Vault | None, subject: str, result: Result, actor: str) -> None:
    """Keep a result in a person's file, where there is a vault."""
    if vault is not None:
        made = vault.registry.instrument(result.instrument)
        record = assessment_of(result, category=made.category)
        vault.keep(Intake(subject=subject, records=(record,)), actor=actor)


def put_aside(
    chosen: Chosen, session: Session, vault: Vault, actor: str, subject: str
) -> None:
    """Write a session to a new file, sealed; into the vault where it cannot be.

    Raises: InputRefused.
    """
    path = chosen.save or chosen.resumed or Path(f"{session.session_id[:8]}.screening")
    sealed = vault.paused.seal(session, subject, actor=actor)
    if not _written(path, sealed, again=path == chosen.resumed):
        # Nothing is lost for want of a file: what was said goes into the vault.
        keep(vault, subject, session.abandon(), actor)
        code = "duplicate" if path.exists() else "unreadable"
        raise InputRefused(path.name, problems=(Problem(path.name, code),))
    if path != chosen.resumed:
        done_with(chosen)
    print(f"put aside in {path}, sealed; go on with: fjcore screen --resume {path}")


def _written(path: Path, sealed: bytes, *, again: bool) -> bool:
    """Write a new file for its owner alone; the one taken up is replaced whole."""
    target = path.with_name(f".{path.name}.part") if again else path
    try:
        handle = os.open(target, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        if again:
            target.replace(path)
    except OSError:
        return False
    return True


def done_with(chosen: Chosen) -> None:
    """Delete the file that was taken up: what it holds has gone on."""
    if chosen.resumed is not None:
        chosen.resumed.unlink(missing_ok=True)
