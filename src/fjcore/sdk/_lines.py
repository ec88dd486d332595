"""Opening what plugins make: connectors, channels and keyrings, each by its id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import frozen

from fjcore.crypto import Keyring, KeyringFactory
from fjcore.disclosure import Connector
from fjcore.errors import CryptoError, HookError
from fjcore.sdk._blame import contained, who
from fjcore.sdk._kept import is_connector, is_keyring
from fjcore.sdk._keyrings import held
from fjcore.sdk._plain import is_own_error
from fjcore.sdk.loading import Loaded
from fjcore.sdk.status import PluginStatus, lacking


@frozen
class Line:
    """How to make one connector, channel or keyring."""

    factory: Any
    config: object
    who: str
    hook: str = ""
    refusals: frozenset[str] = frozenset()
    apart: bool = False

    def named(self, *more: str) -> str:
        """Name it in an error: distribution, version, hook, then its id and call."""
        return who(self.who, self.hook, *more)

    def opened(self, folder: str, keeps: Callable[[object], bool]) -> Any:
        """Open it.

        Raises: PluginFault; HookError, when what came does not keep its contract.
        """
        where = self.named("connect")
        made = contained(lambda: self.factory.connect(self.config, folder), where)
        if not contained(lambda: keeps(made), where):
            raise HookError(f"{where}: signature (R11)")
        return made


def lines_of(loaded: Iterable[Loaded], hook: str) -> dict[str, Line]:
    """Give the makers that some plugins declare by a hook, by id."""
    return {
        name: Line(factory, one.config, one.who, hook, one.refusals, one.apart)
        for one in loaded
        for name, factory in one.of(hook)
    }


def connector(found: Line, folder: str) -> Connector:
    """Open a connector.

    Raises: PluginFault, HookError.
    """
    made: Connector = found.opened(folder, is_connector)
    return made


def keyring(found: Line, name: str, folder: str) -> Keyring:
    """Open the keyring of an id, behind a wall that holds what its code may raise.

    Raises: PluginFault, HookError; an error of the keyring's contract.
    """
    where = found.named(name, "connect")
    made = contained(lambda: _connected(found, folder), where)
    if isinstance(made, CryptoError):
        kind = type(made)
        raise kind(where)
    if not contained(lambda: is_keyring(made) and made.id == name, where):
        raise HookError(f"{where}: signature (R11)")
    return held(name, made, found.named(name))


def _connected(line: Line, folder: str) -> Any:
    """Give what a maker makes, or the error of the contract that it ends with."""
    factory: KeyringFactory = line.factory
    try:
        return factory.connect(line.config, folder)
    except CryptoError as error:
        own = is_own_error(type(error))
        if not own:
            raise
        return error.with_traceback(None)


def line(lines: Mapping[str, Line], name: str, report: Iterable[PluginStatus]) -> Line:
    """Give what makes the thing of an id.

    Raises: MissingPlugin; BrokenPlugin, where one that is broken may have it.
    """
    found = lines.get(name)
    if found is None:
        fault = lacking(name, report)
        raise fault
    return found
