"""Connectors whose plugin runs in a process of its own.

The process gets the disclosure on its input, has no keys and no store, and is bounded
in time and memory; a crash, a hang and an odd answer are faults like any other, after
which the disclosure counts as not confirmed. It is no sandbox: it runs as the same
user, and can read what that user can read.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from attrs import asdict, field, frozen

from fjcore import errors
from fjcore.disclosure import Disclosure, Receipt
from fjcore.disclosure.handing import packed
from fjcore.errors import PluginError, PluginFault
from fjcore.sdk._answers import loading, sending
from fjcore.sdk._blame import who
from fjcore.sdk.manifest import Manifest
from fjcore.sdk.settings import PluginSettings

HOOK = "fjcore_connectors"

#: The longest answer that is read.
MAX_ANSWER = 64 << 10

#: What of the environment a process has that no site names.
_PLAIN = ("LANG", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT")

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from fjcore.sdk.child import main; main()"
)


@frozen
class IsolatedFactory:
    """Stands for a maker of connectors whose code is never imported here."""

    id: str
    hosts: tuple[str, ...]
    plugin: str
    whose: str
    settings: PluginSettings = field(repr=False)
    refusals: frozenset[str] = frozenset()

    def connect(self, config: object, folder: str, /) -> IsolatedConnector:  # noqa: ARG002
        """Give a connector; its process begins with each delivery, and ends with it."""
        return IsolatedConnector(self, folder)


@frozen
class IsolatedConnector:
    """Carries each Disclosure in a process that sees it and nothing else."""

    factory: IsolatedFactory
    folder: str = field(repr=False)

    def send(self, disclosure: Disclosure, key: str, /) -> Receipt:
        """Have the process deliver, and give the receipt it told.

        Raises: PluginFault, naming the plugin and what became of its process:
        ``Crashed``, ``Late``, ``Garbled``, or a type of Python's own that its code
        raised; PluginRefused, with a code of its manifest.
        """
        factory = self.factory
        where = who(factory.whose, HOOK, factory.id, "send")
        said = _asked(factory.plugin, factory.settings, "send") | {
            "connector": factory.id,
            "folder": self.folder,
            "key": key,
            "disclosure": packed(disclosure),
        }
        told = _told(said, factory.settings, where, sending(factory.refusals))
        receipt = _receipt(told)
        if receipt is None:
            raise PluginFault(f"{where} (Garbled)")
        return receipt

    def close(self) -> None:
        """Do nothing: no process outlives its delivery."""


def described(
    plugin: str, whose: str, settings: PluginSettings, manifest: Manifest
) -> dict[str, Any]:
    """Have a process import a plugin, and give makers for the connectors it declares.

    Raises: PluginFault, and whatever error of this tree the process ended with.
    """
    where = who(whose, "import")
    told = _told(_asked(plugin, settings, "describe"), settings, where)
    found = told.get("connectors")
    sound = isinstance(found, dict) and all(
        isinstance(hosts, list) and all(isinstance(one, str) for one in hosts)
        for hosts in found.values()
    )
    if not sound or not isinstance(found, dict):
        raise PluginFault(f"{where} (Garbled)")
    return {
        name: IsolatedFactory(
            name, tuple(hosts), plugin, whose, settings, manifest.refusals
        )
        for name, hosts in found.items()
    }


def _asked(plugin: str, settings: PluginSettings, do: str) -> dict[str, Any]:
    table = asdict(settings, recurse=False)
    table |= {"permissions": sorted(settings.permissions), "isolation": ""}
    table |= {"config": dict(settings.config), "adopts": [], "environment": []}
    return {
        "do": do,
        "plugin": plugin,
        "settings": table,
        "seconds": settings.seconds,
        "memory": settings.memory,
    }


def ask_process(
    said: Mapping[str, Any], settings: PluginSettings, whose: str
) -> dict[str, Any]:
    """Have a process do what is said, bounded as settings have it, and give its answer.

    Raises: PluginFault; the error of this tree that the process says it ended with.
    """
    bounds = {"seconds": settings.seconds, "memory": settings.memory}
    return _told({**said, **bounds}, settings, who(whose, "import"))


def _told(
    said: Mapping[str, Any],
    settings: PluginSettings,
    where: str,
    named: Callable[[object, str], PluginError] = loading,
) -> dict[str, Any]:
    """Run a process to its end, and give its answer.

    ``named`` gives the error for what it says that its code raised.
    Raises: PluginFault; the error of this tree that the process says it ended with.
    """
    code, text = _ran(json.dumps(said).encode(), settings)
    told: Any = None
    if not code:
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            code = "Garbled" if text else "Crashed"
    if not code and not isinstance(told, dict):
        code = "Garbled"
    if not code and "fault" not in told and "error" not in told:
        found: dict[str, Any] = told
        return found
    if not code and "fault" not in told:
        fault = _error(told, where)
        raise fault
    raise PluginFault(f"{where} ({code})") if code else named(told["fault"], where)


def _error(told: Mapping[str, Any], where: str) -> PluginError:
    kind = getattr(errors, str(told.get("error")), None)
    place = told.get("where")
    if not isinstance(kind, type) or not issubclass(kind, PluginError):
        return PluginFault(f"{where} (FjcoreError)")
    text = isinstance(place, str) and len(place) <= 200 and place.isprintable()
    return kind(str(place) if text else where)


def _ran(said: bytes, settings: PluginSettings) -> tuple[str, bytes]:
    """Run a process: what became of it, empty when it ended well, and what it said."""
    environment = {
        name: os.environ[name]
        for name in (*_PLAIN, *settings.environment)
        if name in os.environ
    }
    words = [
        sys.executable,
        "-I",
        "-c",
        _START,
        json.dumps(list(filter(None, sys.path))),
    ]
    process = subprocess.Popen(  # noqa: S603 - this interpreter, and words of our own
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=os.path.abspath(os.sep),
        start_new_session=True,
    )
    heard: list[bytes] = []
    threads = [
        threading.Thread(target=_give, args=(process, said), daemon=True),
        threading.Thread(target=_hear, args=(process, heard), daemon=True),
    ]
    giving, hearing = threads
    until = time.monotonic() + settings.seconds
    try:
        giving.start()
        hearing.start()
        hearing.join(max(0.0, until - time.monotonic()))
        heard_all = not hearing.is_alive()
        too_long = bool(heard) and len(heard[0]) > MAX_ANSWER
        late = not too_long and not (heard_all and _over(process, until))
    finally:
        _end(process, threads)
    if late:
        return "Late", b""
    if too_long or process.returncode or not heard:
        return ("Garbled" if heard and heard[0] else "Crashed"), b""
    return "", heard[0]


def _give(process: subprocess.Popen[bytes], said: bytes) -> None:
    try:
        with process.stdin as into:  # type: ignore[union-attr]
            into.write(said)
    except OSError:
        pass


def _hear(process: subprocess.Popen[bytes], heard: list[bytes]) -> None:
    try:
        heard.append(process.stdout.read(MAX_ANSWER + 1))  # type: ignore[union-attr]
    except (OSError, ValueError):
        pass


def _over(process: subprocess.Popen[bytes], until: float) -> bool:
    try:
        process.wait(max(0.05, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        return False
    return True


def _end(process: subprocess.Popen[bytes], threads: list[threading.Thread]) -> None:
    """End a process and whatever it began."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (OSError, AttributeError):
        process.kill()
    process.wait()
    for thread, stream in zip(threads, (process.stdin, process.stdout), strict=True):
        thread.join(1)
        # Something that left the group may hold the pipe; closing would wait for it.
        if stream is not None and not thread.is_alive():
            with suppress(OSError):
                stream.close()


def _receipt(told: Mapping[str, Any]) -> Receipt | None:
    texts = [told.get(name) for name in ("connector", "delivered_at", "reference")]
    if not all(isinstance(text, str) for text in texts):
        return None
    try:
        at = datetime.fromisoformat(str(texts[1]))
    except ValueError:
        return None
    receipt = Receipt(str(texts[0]), at, str(texts[2]))
    return receipt if receipt.whole else None
