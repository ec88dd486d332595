"""Whether this machine and a site's keyrings keep to the FIPS profile, in words."""

from __future__ import annotations

from collections.abc import Iterable

import typer

from fjcore.cli import show
from fjcore.crypto import Cap, fips_findings
from fjcore.crypto.fips import REFUSED
from fjcore.vault import RingState

#: The one keyring that is known not to be of the profile: Argon2id opens its file.
_LOCAL = "local"

_KEPT = "the FIPS profile is kept to here, as far as can be asked"


def told(rings: Iterable[RingState], *, as_json: bool) -> bool:
    """Say what of the profile is kept to here; whether all of it is."""
    openssl = fips_findings()[0].passed
    states = {one.id: _state(one) for one in rings}
    kept = openssl and _LOCAL not in states
    if as_json:
        show.as_json(
            {
                "kept": kept,
                "openssl": openssl,
                "keyrings": states,
                "refused": list(REFUSED),
                "reviewed": False,
            }
        )
        return kept
    typer.echo(f"openssl: {'' if openssl else 'not '}in FIPS mode")
    for name, state in states.items():
        typer.echo(f"keyring {name}: {_WORDS[state]}")
    for line in REFUSED:
        typer.echo(f"not of the profile: {line}")
    typer.echo(_KEPT if kept else "the FIPS profile is not kept to here")
    typer.echo("not confirmed by a laboratory (reviewed: false)")
    return kept


_WORDS = {
    "refused": "not of the profile",
    "validated": "says that its modules are validated",
    "unknown": "ask for its certificate; fjcore cannot tell",
}


def _state(one: RingState) -> str:
    if one.id == _LOCAL:
        return "refused"
    return "validated" if Cap.FIPS in one.caps else "unknown"
