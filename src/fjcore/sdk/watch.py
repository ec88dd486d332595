"""Ends the process when a plugin's rule does not answer: nothing else can stop it.

Python code cannot be interrupted from outside it: a thread cannot be killed, and an
exception can be caught. So whoever embeds fjcore chooses whether a rule that hangs may
hang the program, or end it. The commands choose the second.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from threading import Condition, Thread, get_ident, main_thread
from typing import TypeVar

from fjcore.errors import RuleFailed
from fjcore.values.clock import ticks

T = TypeVar("T")

#: The status of a process that was ended; EX_SOFTWARE of sysexits.
STATUS = 70
#: A rule that also keeps every other thread from running is ended by the system's own
#: alarm, so many seconds later.
GRACE_S = 2.0


def _end(text: str) -> None:
    os.write(2, text.encode(errors="backslashreplace"))
    os._exit(STATUS)


class Watch:
    """Watches calls of plugins' code, and ends the process at one that takes too long.

    It writes one line on the error stream, naming the plugin, and ends the process with
    status 70, without unwinding it: open transactions are rolled back by the store, and
    nothing is handed over. Where the code lets no other thread run, the system's alarm
    ends the process (SIGALRM), provided that the program has no handler for it.
    Units: ``limit_s`` in seconds.
    """

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self._calls: dict[int, tuple[float, str]] = {}
        self._changed = Condition()
        self._thread: Thread | None = None

    def __repr__(self) -> str:
        return f"<Watch {self._limit_s:g} s>"

    def over(self, call: Callable[[], T], where: str) -> T:
        """Run a call of a plugin's code; ``where`` names plugin and rule."""
        one, alarm = get_ident(), False
        with self._changed:
            self._calls[one] = (ticks() + self._limit_s, where)
            if self._thread is None:
                self._thread = Thread(target=self._watch, daemon=True)
                self._thread.start()
        try:
            alarm = _alarm(self._limit_s + GRACE_S)
            return call()
        finally:
            self._calls.pop(one, None)
            if alarm:
                signal.setitimer(signal.ITIMER_REAL, 0)

    def _watch(self) -> None:
        """Look at the calls until there are none."""
        step = min(self._limit_s / 4, 0.25)
        with self._changed:
            while self._calls:
                for ends, where in tuple(self._calls.values()):
                    if ticks() >= ends:
                        _end(f"error: {RuleFailed(f'{where} (no answer)')}\n")
                self._changed.wait(step)
            self._thread = None


def _alarm(after_s: float) -> bool:
    """Set the system's alarm, which ends the process, where nobody else uses it."""
    if get_ident() != main_thread().ident:
        return False
    if signal.getsignal(signal.SIGALRM) is not signal.SIG_DFL:
        return False
    if signal.getitimer(signal.ITIMER_REAL)[0]:
        return False
    signal.setitimer(signal.ITIMER_REAL, after_s)
    return True
