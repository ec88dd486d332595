"""The holder's own keys beside custody: index keys, made when they are first used.

And the keys of a person's accounts that are no longer in use.
"""

from __future__ import annotations

from fjcore.crypto.derive import Label, derive
from fjcore.crypto.holding import Holding
from fjcore.crypto.keychain import Keychain
from fjcore.crypto.keys import KeyKind, KeyState, KeyTable
from fjcore.crypto.recovery import also
from fjcore.values import SecretBytes


def own_index_key(
    holding: Holding, chain: Keychain, table: KeyTable, version: int
) -> SecretBytes:
    """Give the holder's index key of a version, made now where there is none.

    Raises: KeyUnavailable, KeyMismatch, KeyDestroyed, KeySuspended.
    """
    others = [one for one in table.of("", "") if one.kind is KeyKind.INDEX]
    for record in others:
        if record.epoch == version:
            return chain.key(record)
    for record in others:
        if record.state is KeyState.ACTIVE:
            table.replace(record, record.becoming(KeyState.DECRYPT_ONLY))
    made = holding.make(KeyKind.INDEX, epoch=version, also=also(holding, chain))
    table.put(made)
    return chain.key(made)


def earlier_pseudonym_keys(
    holding: Holding, table: KeyTable, subject_id: str, compartment: str
) -> list[SecretBytes]:
    """Give the keys of a person's earlier pseudonyms: those of accounts gone by.

    One that is compromised is among them: what stands under it is still to be found.
    Raises: KeyUnavailable, KeyMismatch, KeySuspended.
    """
    chain = Keychain(holding, table, resealing=True)
    return [
        derive(chain.key(one), Label.PSEUDONYM)
        for one in table.of(subject_id, compartment)
        if one.state not in (KeyState.ACTIVE, KeyState.DESTROYED)
    ]
