"""The keys by which a project's sealed fields open, from its settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from attrs import field, frozen
from django.conf import settings
from django.db import connections, transaction
from django.utils.module_loading import import_string

from fjcore.crypto import STRICT, KeyTable, ReadMode, Sealer, Seals
from fjcore.errors import CryptoRefused
from fjcore.values import Clock, SystemClock


@frozen(kw_only=True)
class FieldSettings:
    """What ``FJCORE`` says in a project's settings.

    ``vault_id`` is an id that the project made once, ``holder_id`` its agency's name;
    ``keyring`` is the path of a function that gives an open keyring, ``read_mode`` of
    one that gives a ``ReadMode``, ``clock`` of one that gives a clock. ``database`` is
    that of the sealed models, ``wraps`` another one, for the key store.
    """

    vault_id: str
    holder_id: str
    keyring: str = field(repr=False)
    database: str = "default"
    wraps: str = "fjcore_keys"
    read_mode: str = ""
    clock: str = ""


def settings_of() -> FieldSettings:
    """Give a project's settings of sealed fields.

    Raises: CryptoRefused, naming ``FJCORE``, when they are not there or not whole; or
    ``FJCORE.wraps``, when the wraps would lie beside what they open.
    """
    said = getattr(settings, "FJCORE", None)
    made = None
    try:
        made = FieldSettings(**said) if isinstance(said, dict) else None
    except TypeError:
        pass
    if made is None:
        raise CryptoRefused("FJCORE")
    if made.wraps == made.database:
        raise CryptoRefused("FJCORE.wraps")
    return made


def _called(path: str) -> object:
    return import_string(path)()


@cache
def clock() -> Clock:
    """Give the clock in use."""
    path = settings_of().clock
    return _called(path) if path else SystemClock()  # type: ignore[return-value]


@cache
def sealer() -> Sealer:
    """Give the keys of this process, opened once."""
    from fjcore_django.keystore import ModelKeyStore

    said = settings_of()
    return Sealer(
        said.vault_id,
        said.holder_id,
        keyring=_called(said.keyring),  # type: ignore[arg-type]
        store=ModelKeyStore(said.wraps),
        clock=clock(),
    )


@cache
def read_mode() -> ReadMode:
    """Give whether plaintext is tolerated now; never, unless the settings say so."""
    path = settings_of().read_mode
    return _called(path) if path else STRICT  # type: ignore[return-value]


def key_table() -> KeyTable:
    """Give the key records, in the transaction that is open."""
    from fjcore_django.keytable import ModelKeyTable

    return ModelKeyTable(settings_of().database)


@frozen(eq=False)
class _Held:
    """Seals of one transaction, kept among what runs when it commits.

    Django takes it out when the transaction or the savepoint ends, whichever way: so
    what was looked up in one that is rolled back is never used after.
    """

    seals: Seals

    def __call__(self) -> None:
        return


def seals() -> Seals:
    """Give what seals and opens in the present transaction, or for one statement."""
    connection = connections[settings_of().database]
    if not connection.in_atomic_block:
        return sealer().bind(key_table())
    now = set(connection.savepoint_ids)
    for ids, held, *_ in connection.run_on_commit:
        if isinstance(held, _Held) and ids == now:
            return held.seals
    made = _Held(sealer().bind(key_table()))
    hook: Callable[[], None] = made
    transaction.on_commit(hook, using=connection.alias)
    return made.seals


def reset() -> None:
    """Forget the keys and settings of this process, as between tests."""
    for one in (clock, sealer, read_mode):
        one.cache_clear()
