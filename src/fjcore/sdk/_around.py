"""Whether what surrounds fjcore in a process is still what it was before plugins.

Where its modules are found, where its output goes, who follows each step of it, who
answers the system's signals: a plugin has no business with any of these.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from attrs import frozen

#: Names of ``sys`` that stand for where output and errors go.
_STREAMS = ("stdout", "stderr", "excepthook", "unraisablehook", "displayhook")

#: Who follows each step of the program, and how that is set again.
_FOLLOWERS: tuple[tuple[str, Callable[[], Any], Callable[[Any], None]], ...] = (
    ("sys.settrace", sys.gettrace, sys.settrace),
    ("sys.setprofile", sys.getprofile, sys.setprofile),
)

#: The alarm ends a rule that hangs; an interrupt is for whoever sits at the terminal.
_SIGNALS = ("SIGALRM", "SIGINT")


@frozen
class Change:
    """What of fjcore was changed, and where what stood there came from, if known.

    ``home`` is the name of a module or the path of a file.
    """

    name: str
    home: str

    def of(self, module: str) -> bool:
        """Whether a package is where it came from."""
        return self.home.split(".")[0] == module or f"/{module}/" in self.home


def home_of(value: object) -> str:
    """Give the module that something, or its type, says that it is from."""
    if type(value) is ModuleType:
        return _file(value)
    found = getattr(value, "__module__", None)
    return found if type(found) is str else type(value).__module__


class Around:
    """What surrounds fjcore now, to be compared later."""

    def __init__(self) -> None:
        self._streams = {name: getattr(sys, name) for name in _STREAMS}
        self._followers = [get() for _, get, _ in _FOLLOWERS]
        self._finders = list(sys.meta_path)
        self._paths = dict(_paths())
        self._signals = dict(_handlers())

    def mended(self, known: frozenset[str]) -> Iterator[Change]:
        """Put back what was changed, and say what; ``known`` modules were there."""
        yield from self._redirected()
        yield from self._followed()
        yield from self._found_elsewhere(known)
        yield from self._caught()

    def _redirected(self) -> Iterator[Change]:
        for name, held in self._streams.items():
            now = getattr(sys, name, None)
            if now is not held:
                setattr(sys, name, held)
                yield Change(f"sys.{name}", home_of(now))

    def _followed(self) -> Iterator[Change]:
        for (name, get, put), held in zip(_FOLLOWERS, self._followers, strict=True):
            now = get()
            if now is not held:
                put(held)
                yield Change(name, home_of(now))

    def _found_elsewhere(self, known: frozenset[str]) -> Iterator[Change]:
        """Look at how modules of fjcore that come later will be found, or were.

        A finder behind those that were there is asked for nothing of fjcore's.
        """
        held = self._finders
        ids = list(map(id, held))  # one of a plugin's may be equal to any other
        if list(map(id, sys.meta_path))[: len(ids)] != ids:
            new = [one for one in sys.meta_path if id(one) not in ids]
            sys.meta_path[:] = [*held, *new]
            yield Change("sys.meta_path", home_of(new[0]) if new else "")
        for name, path in _paths():
            if name in self._paths and path != self._paths[name]:
                sys.modules[name].__path__ = list(self._paths[name])
                yield Change(f"{name}.__path__", "")
        for name in _strange(known, self._paths["fjcore"]):
            yield Change(name, home_of(sys.modules.pop(name)))

    def _caught(self) -> Iterator[Change]:
        for name, held in _handlers():
            before = self._signals.get(name, held)
            if held is not before and before is not None:
                signal.signal(getattr(signal, name), before)
                yield Change(name, home_of(held))


def _paths() -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, module in tuple(sys.modules.items()):
        if name == "fjcore" or name.startswith("fjcore."):
            path = _of(module, "__path__")
            if path is not None:
                yield name, tuple(path)


def _of(module: object, name: str) -> Any:
    # Asking a module itself may run code.
    return vars(module).get(name) if type(module) is ModuleType else None


def _strange(known: frozenset[str], own: tuple[str, ...]) -> list[str]:
    """Name modules that are called fjcore's, are new, and are not from its folder."""
    return [
        name
        for name, module in tuple(sys.modules.items())
        if name.startswith("fjcore.") and name not in known
        if not any(_file(module).startswith(folder) for folder in own)
    ]


def _file(module: object) -> str:
    spec = _of(module, "__spec__")
    found = getattr(spec, "origin", None)
    return found if type(found) is str else ""


def _handlers() -> Iterator[tuple[str, Any]]:
    """Give who answers signals; they can be set in the main thread alone."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None:
            yield name, signal.getsignal(number)
