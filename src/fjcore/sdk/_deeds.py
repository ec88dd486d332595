"""What a plugin does while it is loaded beside telling what it has.

It is noticed, and not stopped.

The interpreter tells of such acts as they happen (PEP 578). It tells of those of all
threads; those of the one that loads the plugin are the plugin's, or of what it imports.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

_FILE = ("remove", "rename", "mkdir", "rmdir", "truncate", "link", "symlink", "chmod")
_SOCKET = ("__new__", "connect", "bind", "getaddrinfo", "sendto")
_PROCESS = ("system", "exec", "fork", "forkpty", "posix_spawn", "spawn")

#: What is noticed, by the interpreter's name for it.
_EVENTS: Mapping[str, str] = MappingProxyType(
    {
        **{f"os.{name}": "file" for name in _FILE},
        **{f"os.{name}": "process" for name in _PROCESS},
        **{f"socket.{name}": "socket" for name in _SOCKET},
        "os.chdir": "folder",
        "subprocess.Popen": "process",
        "_thread.start_new_thread": "thread",
        "_thread.start_joinable_thread": "thread",
    }
)

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_TELLS_OF_THREADS = sys.version_info >= (3, 12)

#: What each thread that loads a plugin has noticed so far.
_listening: dict[int, set[str]] = {}
_asked: list[bool] = []


@contextmanager
def noticed() -> Iterator[set[str]]:
    """Notice what this thread does in a block, as codes.

    Of ``environment``, ``file``, ``folder``, ``process``, ``socket`` and ``thread``.
    """
    if not _asked:
        _asked.append(True)
        # It stays for good: an interpreter lets go of no such function.
        sys.addaudithook(_hear)
    found: set[str] = set()
    before, running = dict(os.environ), set(threading.enumerate())
    thread = threading.get_ident()
    # A plugin may itself build a registry while it is loaded.
    outer = _listening.get(thread)
    _listening[thread] = found
    try:
        yield found
    finally:
        _listening.pop(thread, None)
        if outer is not None:
            outer |= found
            _listening[thread] = outer
        if before != dict(os.environ):
            found.add("environment")
        # Python 3.11 tells of no thread that begins; one that still runs is seen.
        if not _TELLS_OF_THREADS and not running.issuperset(threading.enumerate()):
            found.add("thread")


def _hear(event: str, args: tuple[Any, ...]) -> None:
    if not _listening:
        return
    found = _listening.get(threading.get_ident())
    if found is None:
        return
    act = _EVENTS.get(event, "")
    if event == "open" and _is_written(args[0], args[2]):
        act = "file"
    if act and not (act == "file" and _is_compiled(args[0])):
        found.add(act)


def _is_written(path: object, flags: object) -> bool:
    """Whether a file is opened to be written; by its number, it was open before."""
    return type(flags) is int and bool(flags & _WRITES) and type(path) is not int


def _is_compiled(path: object) -> bool:
    """Whether a path is of what the interpreter keeps of a module it compiled."""
    if type(path) is not str:
        return False
    # Everything below a prefix is kept by the interpreter too, folders among it.
    prefix = sys.pycache_prefix
    below = bool(prefix) and path.startswith(str(prefix))
    return below or "__pycache__" in path or ".pyc" in path
