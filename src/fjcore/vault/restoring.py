"""Restoring a vault whose keyring is lost, by its recovery file."""

from __future__ import annotations

from pathlib import Path

from fjcore.crypto import (
    DEFAULT_COST,
    Cost,
    Sealer,
    open_recovery,
    restore,
)
from fjcore.sdk import Registry, Site
from fjcore.sdk.settings import LOCAL
from fjcore.values import Clock, Secret, SystemClock
from fjcore.vault import opening, rings
from fjcore.vault.engine import transact
from fjcore.vault.rings import ROOT_FILE
from fjcore.vault.sqlkeys import SqlKeyTable
from fjcore.vault.sqlwraps import SqlKeyStore
from fjcore.vault.vault import Vault


def restore_vault(
    site: Site,
    recovery: tuple[Path, Secret[str]],
    passphrase: Secret[str] | None = None,
    *,
    actor: str,
    registry: Registry | None = None,
    clock: Clock | None = None,
    cost: Cost = DEFAULT_COST,
) -> int:
    """Put the keyring that a site names in the place of a lost one; give how many keys.

    ``recovery`` is the recovery file and its passphrase. A local keyring is made anew
    under ``passphrase`` where its file is not there, and opened where it is. Nothing is
    written unless every key opens; an interruption is made good by a second call.
    Raises: KeyUnavailable, FormatError, AccessRefused, naming a file; KeyMismatch, when
    the recovery file is another vault's; KeyMissing, when it is an earlier one;
    StoreRefused; MissingPlugin; what a keyring raises; OptionRefused.
    """
    registry = registry if registry is not None else Registry.build(site)
    clock = clock or SystemClock()
    done = _restored(site, recovery, passphrase, registry, clock, cost)
    with Vault.open(site, passphrase, registry=registry, clock=clock) as vault:
        vault.custody.restored(actor=actor, keys=done)
    return done


def _restored(
    site: Site,
    recovery: tuple[Path, Secret[str]],
    passphrase: Secret[str] | None,
    registry: Registry,
    clock: Clock,
    cost: Cost,
) -> int:
    key = open_recovery(*recovery)
    keys = opening.keys_folder(site)
    engine, identity = opening.opened_store(site)
    held: rings.Rings | None = None
    root = keys / ROOT_FILE
    fresh = site.keys.keyring == LOCAL and not root.exists()
    try:
        wraps = opening.opened_wraps(keys)
        local = _local(root, passphrase, cost, fresh=fresh)
        held = rings.opened(site, registry, local, new=True)
        sealer = Sealer(
            identity.vault_id,
            site.holder().agency,
            keyring=held.keyring,
            second=held.second,
            store=SqlKeyStore(wraps),
            clock=clock,
        )
        return transact(engine, lambda c: restore(sealer.holding, SqlKeyTable(c), key))
    except BaseException:
        # A root key that wraps nothing would stand in the way of the next try.
        if fresh and held is not None:
            root.unlink(missing_ok=True)
        raise
    finally:
        if held is not None:
            held.close()
        engine.dispose()


def _local(
    root: Path, passphrase: Secret[str] | None, cost: Cost, *, fresh: bool
) -> rings.Local:
    if fresh:
        return rings.made_by_passphrase(root, passphrase, cost)
    return rings.by_passphrase(root, passphrase)
