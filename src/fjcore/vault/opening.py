"""Making and opening the parts of a vault: whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from attrs import frozen

from fjcore.audit import AuditLog
from fjcore.crypto import Cost, LocalKeyring, Sealer
from fjcore.errors import KeyUnavailable, SiteError, StoreRefused, VaultExists
from fjcore.sdk import Registry, Site
from fjcore.values import Clock, Secret, new_id
from fjcore.vault import law, pin
from fjcore.vault.core import Core
from fjcore.vault.engine import connect, name_of, transact
from fjcore.vault.schema import create_key_store, create_vault, drop, open_vault
from fjcore.vault.sqlkeys import SqlKeyStore, SqlKeyTable

_ROOT_FILE, _WRAPS_FILE = "root.json", "wraps.db"

# The log's origin is in every signed head, and under every pseudonym: a vault that was
# made for made-up people cannot become a real one by a word in a file, nor the reverse.
_LOGS = {False: "audit", True: "synthetic"}


@frozen
class Opened:
    """The parts of an open vault and the keyring that opens its keys."""

    core: Core
    keyring: LocalKeyring

    def close(self) -> None:
        """Let go of every key and of the database."""
        self.core.sealer.cache.clear()
        self.keyring.close()
        self.core.engine.dispose()


def make(site: Site, passphrase: Secret[str], clock: Clock, cost: Cost) -> None:
    """Make root key, key store and database; what was made goes again on a failure."""
    keys = _keys(site)
    if (keys / _ROOT_FILE).exists():
        raise VaultExists(_ROOT_FILE)
    made: list[Path] = []
    engine: sa.Engine | None = None
    try:
        keyring = LocalKeyring.create(keys / _ROOT_FILE, passphrase, cost=cost)
        made.append(keys / _ROOT_FILE)
        wraps = create_key_store(f"sqlite:{_WRAPS_FILE}", keys)
        made.append(keys / _WRAPS_FILE)
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
            keyring=keyring,
            store=SqlKeyStore(wraps),
            clock=clock,
        )
        transact(engine, lambda c: sealer.establish(SqlKeyTable(c)))
        engine.dispose()
    except BaseException:  # an interruption must leave no half of a vault either
        drop(engine)
        for path in made:
            path.unlink(missing_ok=True)
        raise


def open_parts(
    site: Site, passphrase: Secret[str], registry: Registry, clock: Clock
) -> Opened:
    """Open the parts of the vault of a site."""
    keys = _keys(site)
    engine, identity = open_vault(site.store.url, site.folder)
    try:
        holder = site.holder()
        if identity.holder_id != holder.agency:
            raise StoreRefused(f"{name_of(engine)}: holder")
        if identity.origin != _origin(site):
            raise StoreRefused(f"{name_of(engine)}: synthetic")
        if not (keys / _WRAPS_FILE).is_file():
            raise KeyUnavailable(_WRAPS_FILE)
        wraps = connect(f"sqlite:{_WRAPS_FILE}", keys, create=False)
        policy, catalog = registry.policy(site), registry.catalog()
        keyring = LocalKeyring.open(keys / _ROOT_FILE, passphrase)
    except BaseException:
        engine.dispose()
        raise
    store = SqlKeyStore(wraps)
    sealer = Sealer(
        identity.vault_id,
        holder.agency,
        keyring=keyring,
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
        sealer=sealer,
        clock=clock,
        vault_id=identity.vault_id,
        origin=identity.origin,
        log=AuditLog(identity.origin, clock),
        guard=pin.Seen(),
    )
    opened = Opened(core, keyring)
    try:
        law.noted(core)
    except BaseException:
        opened.close()
        raise
    return opened


def _origin(site: Site) -> str:
    return f"{site.holder().agency}/{_LOGS[site.store.synthetic]}/1"


def _keys(site: Site) -> Path:
    if site.keys.keyring != "local":
        raise SiteError("keys.keyring")
    return site.path(site.keys.url)
