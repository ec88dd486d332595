"""What every connector must do, against a partner that its author brings."""

from __future__ import annotations

import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from fjcore.disclosure import Connector, Receipt
from fjcore.sdk._kept import is_connector
from fjcore.testing.checks import check, must
from fjcore.testing.disclosures import NAME, RECIPIENT, disclosure

#: The key under which the kit sends.
KEY = "fedcba9876543210" * 2

#: How long what was begun may take to end, once it was closed.
_MOMENT_S = 1.0

_watched: dict[int, list[tuple[str, str]]] = {}
_hooked: list[bool] = []


class ConnectorSuite:
    """For every connector: say how to open it, and what arrived at its partner.

    The recipient of what is sent is ``conformance_police``, or ``recipient``.
    """

    #: The id of its maker, which its receipts bear.
    connector_id: ClassVar[str]
    #: The agency that the fake partner is.
    recipient: ClassVar[str] = RECIPIENT
    #: Whether it delivers another format than the body, byte for byte.
    transforms: ClassVar[bool] = False
    #: Every host that it may contact; none for one that contacts nobody.
    hosts: ClassVar[tuple[str, ...]] = ()
    #: Seconds after which an answer that does not come must have been given up.
    patience_s: ClassVar[float] = 10.0

    def open(self, folder: Path) -> Connector:
        """Open it towards a partner that answers well."""
        raise NotImplementedError

    def arrived(self, folder: Path) -> list[bytes]:
        """Give every body that stands at the partner of ``folder``."""
        raise NotImplementedError

    def unanswered(self, folder: Path) -> Connector:
        """Open it towards a partner that takes nothing: not there, or mute."""
        raise NotImplementedError

    def redirected(self, folder: Path, to: str) -> Connector | None:  # noqa: ARG002
        """Open it towards a partner that answers: send it to this address instead.

        To be said of one that declares hosts; None where its protocol has no such
        answer.
        """
        return None

    @check("C01", since="0.1")
    def test_delivers(self, tmp_path: Path) -> None:
        """What arrives is the body, byte for byte; in another format, what it says."""
        sent = disclosure(recipient=self.recipient)
        self._send(self.open(tmp_path), sent)
        found = self.arrived(tmp_path)
        whole = [NAME.encode() in one for one in found]
        same = whole == [True] if self.transforms else found == [sent.body]
        must(same, "one body arrives, as it was handed over")

    @check("C02", since="0.1")
    def test_delivers_nothing_besides(self, tmp_path: Path) -> None:
        """Nothing arrives of what stands outside the disclosure."""
        folder = tmp_path / "c4n4ry-f0ld3r"
        folder.mkdir()
        self._send(self.open(folder), disclosure(recipient=self.recipient))
        found = b"".join(self.arrived(folder))
        must(b"c4n4ry" not in found, "a path of this machine arrives")
        must(b"1990-05-03" not in found, "a withheld value arrives")

    @check("C03", since="0.1")
    def test_sends_once(self, tmp_path: Path) -> None:
        """Sent again under the same key, it arrives once, with the same reference."""
        sent = disclosure(recipient=self.recipient)
        first = self._send(self.open(tmp_path), sent)
        again = self._send(self.open(tmp_path), sent)
        must(len(self.arrived(tmp_path)) == 1, "it arrives twice")
        must(first.reference == again.reference, "the second reference is another")

    @check("C04", since="0.1")
    def test_receipt(self, tmp_path: Path) -> None:
        """The receipt is whole, and bears the connector's id."""
        got = self._send(self.open(tmp_path), disclosure(recipient=self.recipient))
        must(type(got) is Receipt and got.whole, "a whole Receipt")
        must(got.connector == self.connector_id, "the id of the connector")

    @check("C05", since="0.1")
    def test_takes_disclosures_alone(self, tmp_path: Path) -> None:
        """It takes a Disclosure and nothing else: no text, no bytes, no table."""
        line: Any = self.open(tmp_path)
        for other in ("text", b"bytes", {"body": b"bytes"}, None):
            error = _raised(partial(line.send, other, KEY))
            must(error is not None, f"it takes a {type(other).__name__}")
        line.close()
        must(not self.arrived(tmp_path), "something arrives that is no Disclosure")

    @check("C06", since="0.1")
    def test_faults_are_clean(self, tmp_path: Path) -> None:
        """A delivery that fails raises, and no text of it holds what was sent."""
        line = self.unanswered(tmp_path)
        sent = disclosure(recipient=self.recipient)
        start = time.monotonic()
        error = _raised(lambda: line.send(sent, KEY))
        spent = time.monotonic() - start
        line.close()
        must(error is not None, "it must raise where nothing was taken")
        must(spent <= self.patience_s, f"it waits {spent:.0f} s for an answer")
        told = "".join(traceback.format_exception(error)) if error else ""
        must(NAME not in told and sent.body.decode() not in told, "the body is told")

    @check("C07", since="0.1")
    def test_contacts_declared_hosts(self, tmp_path: Path) -> None:
        """It contacts the hosts that it declares, and no other."""
        with contacts() as found:
            self._send(self.open(tmp_path), disclosure(recipient=self.recipient))
        wrong = sorted({host for _, host in found} - set(self.hosts))
        must(not wrong, f"it contacts {', '.join(wrong)}")

    @check("C08", since="0.1")
    def test_closes(self, tmp_path: Path) -> None:
        """It can be closed, closed again, and leaves no thread behind."""
        before = set(threading.enumerate())
        line = self.open(tmp_path)
        line.send(disclosure(recipient=self.recipient), KEY)
        line.close()
        line.close()
        end = time.monotonic() + _MOMENT_S
        for one in set(threading.enumerate()) - before:
            # A fake partner's own thread may be on its way out.
            one.join(max(0.0, end - time.monotonic()))
        left = set(threading.enumerate()) - before
        must(not left, "a thread goes on after it was closed")

    @check("C09", since="0.1")
    def test_contract(self, tmp_path: Path) -> None:
        """Its methods have the contract's parameters, and return when called."""
        line = self.open(tmp_path)
        line.close()
        must(is_connector(line), "send(disclosure, key, /) and close()")

    @check("C10", since="0.1")
    def test_stays_with_its_partner(self, tmp_path: Path) -> None:
        """Sent on to another address, it goes to none, and delivers nothing."""
        said = type(self).redirected is not ConnectorSuite.redirected
        must(said or not self.hosts, "redirected(folder, to)")
        for scheme in ("http", "https"):
            folder = tmp_path / scheme
            folder.mkdir()
            with elsewhere() as (port, came):
                line = self.redirected(folder, f"{scheme}://localhost:{port}/")
                if line is None:
                    return  # nobody can send it on
                sent = disclosure(recipient=self.recipient)
                error = _raised(partial(line.send, sent, KEY))
                line.close()
            must(not came, f"it follows to another host, by {scheme}")
            must(error is not None, "it takes a redirect for a receipt")
            told = "".join(traceback.format_exception(error)) if error else ""
            must(
                NAME not in told and str(port) not in told, "where to, or what, is told"
            )

    def _send(self, line: Connector, sent: Any) -> Receipt:
        try:
            return line.send(sent, KEY)
        finally:
            line.close()


@contextmanager
def elsewhere() -> Iterator[tuple[int, list[str]]]:
    """Listen on a port of this machine; note each connection, and hang up."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        over = threading.Event()

        def listen() -> None:
            while True:
                ending = over.is_set()
                try:
                    found, _ = server.accept()
                except OSError:
                    if ending:
                        return
                    continue
                came.append("connected")
                found.close()

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield server.getsockname()[1], came
        finally:
            over.set()
            thread.join()


def _raised(call: Callable[[], object]) -> BaseException | None:
    try:
        call()
    except Exception as error:
        return error
    return None


def _heard(
    event: str,
    args: tuple[Any, ...],
    *,
    watched: dict[int, list[tuple[str, str]]] = _watched,
    thread: Callable[[], int] = threading.get_ident,
) -> None:
    # Still called where a process ends and the names of this module are gone.
    found = watched.get(thread())
    if found is None or event not in ("socket.connect", "socket.getaddrinfo"):
        return
    place = args[0] if event == "socket.getaddrinfo" else args[1]
    host = place[0] if isinstance(place, tuple) else place
    found.append((event, str(host)))


@contextmanager
def contacts() -> Iterator[list[tuple[str, str]]]:
    """Note every host that this thread looks up or connects to."""
    if not _hooked:
        sys.addaudithook(_heard)
        _hooked.append(True)
    one = threading.get_ident()
    _watched[one] = []
    try:
        yield _watched[one]
    finally:
        del _watched[one]
