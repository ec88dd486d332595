"""What recognisers and importers must do with what they are given to read."""

from __future__ import annotations

import contextlib
import io
import logging
import time
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any, ClassVar

from fjcore.errors import ImportRejected
from fjcore.records import CORE_RECORDS
from fjcore.records.importing.contract import ImporterFactory
from fjcore.redaction.narrative import Recogniser, Span
from fjcore.sdk._lines import Line
from fjcore.sdk.importing import HeldImporter
from fjcore.testing.checks import check, must
from fjcore.testing.hostile import HOSTILE, TEXTS

#: Characters of the shorter of two long texts, and how much longer the other is.
_LONG, _TIMES, _MOST = 50_000, 4, 8


class RecogniserSuite:
    """For recognisers: name one, and texts with what is to be found in them."""

    recogniser: ClassVar[Recogniser]
    language: ClassVar[str] = "en"
    #: Texts, each with the piece of it that must be found.
    texts: ClassVar[Sequence[tuple[str, str]]]

    @check("R01", since="0.1")
    def test_within(self) -> None:
        """Every span lies within its text, whatever characters that holds."""
        for text in (*TEXTS, *(text for text, _ in self.texts)):
            for one in self._spans(text):
                sound = type(one) is Span and 0 <= one.start < one.end <= len(text)
                must(sound, "a span outside its text")

    @check("R02", since="0.1")
    def test_finds(self) -> None:
        """It finds what its author says it finds."""
        must(self.texts, "texts with what is to be found")
        for text, piece in self.texts:
            start = text.index(piece)
            end = start + len(piece)
            spans = self._spans(text)
            found = any(one.start <= start and end <= one.end for one in spans)
            must(found, "a piece that is to be found is not")

    @check("R03", since="0.1")
    def test_stateless(self) -> None:
        """What it finds in a text does not hang on what it read before."""
        every = [*TEXTS, *(text for text, _ in self.texts)]
        first = [self._spans(text) for text in every]
        again = [self._spans(text) for text in reversed(every)]
        must(first == again[::-1], "it finds something else the second time")

    @check("R04", since="0.1")
    def test_quiet(self) -> None:
        """It prints and logs nothing of what it reads."""
        with _heard() as heard:
            for text, _ in self.texts:
                list(self.recogniser.spans(text, self.language))
        must(not heard(), "it prints or logs")

    @check("R05", since="0.1")
    def test_linear(self) -> None:
        """Four times the text takes at most eight times as long."""
        unit = "".join(text for text, _ in self.texts) or "word "
        short = (unit * (_LONG // len(unit) + 1))[:_LONG]
        ratios = (self._ratio(short) for _ in range(3))
        must(any(ratio <= _MOST for ratio in ratios), "it slows down on long texts")

    def _ratio(self, short: str) -> float:
        return self._spent(short * _TIMES) / max(self._spent(short), 0.001)

    def _spent(self, text: str) -> float:
        start = time.process_time()
        self._spans(text)
        return time.process_time() - start

    def _spans(self, text: str) -> list[Span]:
        # What is logged of a hostile text may be what no report can hold.
        before = logging.root.manager.disable
        logging.disable(logging.CRITICAL)
        try:
            return list(self.recogniser.spans(text, self.language))
        finally:
            logging.disable(before)


class ImporterSuite:
    """For importers: name its maker, its settings, and samples that it reads."""

    factory: ClassVar[ImporterFactory]
    config: ClassVar[Any] = None
    types: ClassVar[Sequence[type]] = CORE_RECORDS
    #: Whole inputs, each of which gives at least one draft.
    samples: ClassVar[Sequence[bytes]]

    @check("M01", since="0.1")
    def test_reads(self) -> None:
        """It reads its samples into drafts of records that are known."""
        must(self.samples, "samples")
        for raw in self.samples:
            must(self._drafts(raw), "a sample gives no draft")

    @check("M02", since="0.1")
    def test_changed_bytes(self) -> None:
        """Of changed bytes it makes drafts or refuses them, and tells nobody."""
        random = Random(7)  # noqa: S311 - the same changes each time
        with _heard() as heard:
            for raw in self.samples:
                for changed in _changed(raw, random):
                    self._tried(changed)
        must(not heard(), "it prints or logs of what it reads")

    @check("M03", since="0.1")
    def test_hostile(self) -> None:
        """No input that means harm hurts it, or is slow to be refused."""
        for name, raw in HOSTILE.items():
            start = time.process_time()
            found = self._tried(raw)
            spent = time.process_time() - start
            must(not found, f"{name}: gives drafts")
            must(spent < 5, f"{name}: takes {spent:.0f} s")

    @check("M04", since="0.1")
    def test_same_twice(self) -> None:
        """Read again, an input gives the same rows of the same people."""
        for raw in self.samples:
            first, again = self._drafts(raw), self._drafts(raw)
            rows = [[(one.key, one.person) for one in part] for part in (first, again)]
            must(rows[0] == rows[1], "the second time gives other drafts")

    @check("M05", since="0.1")
    def test_keys(self) -> None:
        """Every row has a key of its own, so that it is never kept twice."""
        for raw in self.samples:
            keys = [(one.file, one.key) for one in self._drafts(raw)]
            whole = all(key for _, key in keys)
            must(
                whole and len(keys) == len(set(keys)), "a key is empty, or there twice"
            )

    def _drafts(self, raw: bytes) -> Any:
        line = Line(self.factory, self.config, "conformance")
        return HeldImporter(self.factory.id, line).drafts(raw, self.types)

    def _tried(self, raw: bytes) -> bool:
        try:
            return bool(self._drafts(raw))
        except ImportRejected:
            return False


def _changed(raw: bytes, random: Random) -> Iterator[bytes]:
    for _ in range(20):
        at = random.randrange(len(raw) or 1)
        yield raw[:at] + bytes([random.randrange(256)]) + raw[at + 1 :]
        yield raw[:at]


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(0)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextlib.contextmanager
def _heard() -> Iterator[Any]:
    """Note whatever is printed or logged."""
    listener, said = _Listener(), io.StringIO()
    root = logging.getLogger()
    level = root.level
    root.addHandler(listener)
    root.setLevel(0)
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            yield lambda: listener.heard or said.getvalue()
    finally:
        root.removeHandler(listener)
        root.setLevel(level)
