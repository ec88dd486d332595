"""A watch over calls of plugins' code leaves nothing behind once they answer."""

from __future__ import annotations

import signal
import threading
import time

import pytest

from fjcore.sdk import Watch


def running():
    return {one.name for one in threading.enumerate()}


def settled(before):
    """Give the threads once those of before are left, or after a while."""
    end = time.monotonic() + 5
    while running() != before and time.monotonic() < end:
        time.sleep(0.02)
    return running()


def test_answer():
    """A call that answers should give its answer, and the alarm be off again."""
    alarms = []
    found = Watch(5).over(
        lambda: alarms.append(signal.getitimer(signal.ITIMER_REAL)[0]) or 7, "demo"
    )

    assert 7 == found
    assert 5 < alarms[0] <= 7
    assert (0.0, 0.0) == signal.getitimer(signal.ITIMER_REAL)


def test_fault():
    """A call that raises should raise what it did, and be watched no longer."""
    watch = Watch(0.05)

    def fails():
        raise KeyError

    with pytest.raises(KeyError):
        watch.over(fails, "demo")
    time.sleep(0.2)

    assert (0.0, 0.0) == signal.getitimer(signal.ITIMER_REAL)


def test_thread():
    """The thread of a watch should end when there is nothing to watch."""
    before = running()
    watch = Watch(0.05)
    during = watch.over(running, "demo")
    after = settled(before)
    again = watch.over(running, "demo")

    assert 1 == len(during - before)
    assert before == after
    assert 1 == len(again - before)


def test_handler():
    """A program that handles the alarm itself should keep it."""
    old = signal.signal(signal.SIGALRM, lambda *_: None)
    try:
        found = Watch(5).over(lambda: signal.getitimer(signal.ITIMER_REAL)[0], "demo")
    finally:
        signal.signal(signal.SIGALRM, old)

    assert 0.0 == found


def test_other_thread():
    """A call in another thread should be watched without the alarm."""
    found = []
    watch = Watch(5)

    def work():
        found.append(
            watch.over(lambda: signal.getitimer(signal.ITIMER_REAL)[0], "demo")
        )

    one = threading.Thread(target=work)
    one.start()
    one.join()

    assert [0.0] == found
