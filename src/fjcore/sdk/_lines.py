"""Opening what plugins make: connectors, channels and keyrings, each by its id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import frozen

from fjcore.crypto import Keyring, KeyringFactory
from fjcore.disclosure import Connector
from fjcore.errors import CryptoError, HookError, MissingPlugin
from fjcore.sdk._blame import contained, who
from fjcore.sdk._kept import is_connector, is_keyring
from fjcore.sdk._keyrings import held
from fjcore.sdk._plain import is_own_error
from fjcore.sdk.loading import Loaded


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


def connector(lines: Mapping[str, Line], name: str, folder: str) -> Connector:
    """Open the connector of an id.

    Raises: MissingPlugin, PluginFault, HookError.
    """
    made: Connector = line(lines, name).opened(folder, is_connector)
    return made


def keyring(lines: Mapping[str, Line], name: str, folder: str) -> Keyring:
    """Open the keyring of an id, behind a wall that holds what its code may raise.

    Raises: MissingPlugin, PluginFault, HookError; an error of the keyring's contract.
    """
    found = line(lines, name)
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


def line(lines: Mapping[str, Line], name: str) -> Line:
    """Give what makes the thing of an id.

    Raises: MissingPlugin.
    """
    found = lines.get(name)
    if found is None:
        raise MissingPlugin(name)
    return found
