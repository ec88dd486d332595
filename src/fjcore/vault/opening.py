"""Making and opening the parts of a vault: whole, or not at all."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import sqlalchemy as sa
from attrs import frozen

from fjcore.audit import AuditLog
from fjcore.crypto import Cost, Sealer
from fjcore.errors import KeyUnavailable, StoreRefused, VaultExists
from fjcore.sdk import Registry, Site
from fjcore.sdk.settings import LOCAL
from fjcore.values import Clock, Secret, new_id
from fjcore.vault import law, pin, rings
from fjcore.vault.core import Core
from fjcore.vault.engine import connect, name_of, transact
from fjcore.vault.rings import ROOT_FILE, Rings
from fjcore.vault.schema import create_key_store, create_vault, drop, open_vault, remove
from fjcore.vault.sqlkeys import SqlKeyTable
from fjcore.vault.sqlwraps import SqlKeyStore

#: The key store, in the keys folder.
WRAPS_FILE = "wraps.db"

# The log's origin is in every signed head, and under every pseudonym: a vault that was
# made for made-up people cannot become a real one by a word in a file, nor the reverse.
_LOGS = {False: "audit", True: "synthetic"}


@frozen
class Opened:
    """The parts of an open vault and the keyrings that open its keys."""

    core: Core
    rings: Rings

    def close(self) -> None:
        """Let go of every key and of the database."""
        self.core.sealer.cache.clear()
        try:
            self.rings.close()
        finally:
            self.core.engine.dispose()


def make(
    site: Site,
    passphrase: Secret[str] | None,
    registry: Registry,
    clock: Clock,
    cost: Cost,
) -> None:
    """Make root key, key store and database; what was made goes again on a failure."""
    keys = keys_folder(site)
    for name in (ROOT_FILE, WRAPS_FILE, pin.HEAD_FILE):
        if (keys / name).exists():
            raise VaultExists(name)
    made: list[Path] = []
    engine: sa.Engine | None = None
    held: Rings | None = None
    local = rings.made_by_passphrase(keys / ROOT_FILE, passphrase, cost)
    try:
        held = rings.opened(site, registry, local, new=True)
        # Only one can make the file of a root key: what comes beside it is ours too.
        if site.keys.keyring == LOCAL:
            made += [keys / ROOT_FILE, keys / WRAPS_FILE]
        keys.mkdir(parents=True, exist_ok=True, mode=0o700)
        wraps = create_key_store(f"sqlite:{WRAPS_FILE}", keys)
        made.append(keys / WRAPS_FILE)
        vault_id, holder_id = new_id(), site.holder().agency
        engine = create_vault(
            site.store.url,
            site.folder,
            vault_id=vault_id,
            holder_id=holder_id,
            origin=_origin(site),
        )
        sealer = Sealer(
            vault_id,
            holder_id,
            keyring=held.keyring,
            second=held.second,
            store=SqlKeyStore(wraps),
            clock=clock,
        )
        made += [keys / pin.PEAKS_FILE, keys / pin.HEAD_FILE]
        transact(engine, partial(_begun, sealer, keys, _origin(site)))
        engine.dispose()
    except BaseException:  # an interruption must leave no half of a vault either
        drop(engine)
        for path in made:
            remove(path)
        raise
    finally:
        if held is not None:
            held.close()


def _begun(sealer: Sealer, keys: Path, origin: str, connection: sa.Connection) -> None:
    """Make the first keys, and with them the head that the log is to continue."""
    table = SqlKeyTable(connection)
    sealer.establish(table)
    pin.begin(keys, origin, sealer.bind(table).signing_key())


def open_parts(
    site: Site, passphrase: Secret[str] | None, registry: Registry, clock: Clock
) -> Opened:
    """Open the parts of the vault of a site."""
    keys = keys_folder(site)
    engine, identity = opened_store(site)
    held: Rings | None = None
    try:
        wraps = opened_wraps(keys)
        policy, catalog = registry.policy(site), registry.catalog()
        local = rings.by_passphrase(keys / ROOT_FILE, passphrase)
        held = rings.opened(site, registry, local)
    except BaseException:
        engine.dispose()
        raise
    store = SqlKeyStore(wraps)
    sealer = Sealer(
        identity.vault_id,
        site.holder().agency,
        keyring=held.keyring,
        earlier=held.earlier,
        second=held.second,
        store=store,
        clock=clock,
    )
    core = Core(
        site=site,
        registry=registry,
        policy=policy,
        policy_hash=policy.hash,
        catalog=catalog,
        narratives=catalog.nameable(),
        categories=frozenset(leaf.label.category for leaf in catalog.leaves()),
        engine=engine,
        keys=store,
        rings=held,
        sealer=sealer,
        clock=clock,
        vault_id=identity.vault_id,
        origin=identity.origin,
        log=AuditLog(identity.origin, clock),
        guard=pin.Seen(),
    )
    opened = Opened(core, held)
    try:
        law.noted(core)
    except BaseException:
        opened.close()
        raise
    return opened


def opened_store(site: Site) -> tuple[sa.Engine, sa.Row[tuple[object, ...]]]:
    """Open the database of a site's vault, and give its one row of identity.

    Raises: StoreRefused, when it is another holder's, or for other people.
    """
    engine, identity = open_vault(site.store.url, site.folder)
    try:
        if identity.holder_id != site.holder().agency:
            raise StoreRefused(f"{name_of(engine)}: holder")
        if identity.origin != _origin(site):
            raise StoreRefused(f"{name_of(engine)}: synthetic")
    except BaseException:
        engine.dispose()
        raise
    return engine, identity


def opened_wraps(keys: Path) -> sa.Engine:
    """Open the key store of a keys folder.

    Raises: KeyUnavailable, when it is not there.
    """
    if not (keys / WRAPS_FILE).is_file():
        raise KeyUnavailable(WRAPS_FILE)
    return connect(f"sqlite:{WRAPS_FILE}", keys, create=False)


def _origin(site: Site) -> str:
    return f"{site.holder().agency}/{_LOGS[site.store.synthetic]}/1"


def keys_folder(site: Site) -> Path:
    """Give the folder of a site's key store, and of its local keyring."""
    return site.path(site.keys.url)
