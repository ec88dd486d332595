"""A real headless Chromium, driven through pipes, to look at pages as a person would.

Debian's browser serves where it is installed, and otherwise one that a package of the
npm registry brings, so that nobody needs root. From the shell it makes pictures:
``uv run python tests/services/browser.py PAGE.html PICTURE.png [WIDTH]``.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

sys.path.insert(0, str(Path(__file__).parents[1]))

from services.needs import ServiceBroken
from services.packages import axe, chromium

OPTIONS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --disable-sync "
    "--no-first-run --no-zygote --disable-background-networking "
    "--disable-component-update --disable-default-apps --disable-extensions "
    "--hide-scrollbars --remote-debugging-pipe"
).split()
#: The browser reads commands from descriptor 3 and answers on 4.
LAUNCH = (
    "import os, sys; from fcntl import F_DUPFD, fcntl;"
    "a, b = (fcntl(int(one), F_DUPFD, 10) for one in sys.argv[1:3]);"
    "os.dup2(a, 3); os.dup2(b, 4); os.close(a); os.close(b);"
    "os.execv(sys.argv[3], sys.argv[3:])"
)
AXE_RUN = (
    "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations"
    ".flatMap(v => v.nodes.map(n => [v.impact, v.id, n.target.join(' ')].join(' '))))"
)
SERIOUS = ("serious", "critical")
#: Seconds within which the browser must answer one command.
PATIENCE_S = 60.0


@frozen
class Look:
    """What one page gave: faults on its console, what it asked for, and axe's view."""

    errors: tuple[str, ...]
    requests: tuple[str, ...]
    findings: tuple[str, ...]
    title: str

    @property
    def serious(self) -> tuple[str, ...]:
        """Tell the findings that keep a person out."""
        return tuple(one for one in self.findings if one.startswith(SERIOUS))

    @property
    def faults(self) -> tuple[str, ...]:
        """Tell all that a page of ours must not have."""
        return self.errors + self.requests + self.serious


@define
class Browser:
    """One browser process; every look is at a new, empty tab."""

    folder: Path
    commands: int
    answers: int
    _events: list[dict[str, Any]] = field(factory=list)
    _buffer: bytes = b""
    _last: int = 0

    def look(self, page: str, *, width: int = 1000, media: str = "screen") -> Look:
        """Open a page, and tell of its faults and of what an axe check finds."""
        with self._tab(page, width, media) as tab:
            self._run(tab, axe())
            found = self._run(tab, AXE_RUN)
            title = self._run(tab, "document.title")
            return Look(
                errors=tuple(_errors(self._events, tab)),
                requests=tuple(_requests(self._events, tab)),
                findings=tuple(sorted(found)),
                title=title,
            )

    def picture(self, page: str, *, width: int = 1000, media: str = "screen") -> bytes:
        """Give the whole page as a PNG picture."""
        with self._tab(page, width, media) as tab:
            shot = self.call("Page.captureScreenshot", tab, captureBeyondViewport=True)
            return base64.b64decode(shot["data"])

    def printed(self, page: str) -> bytes:
        """Give the page as a PDF file, as a printer would get it."""
        with self._tab(page, 1000, "print") as tab:
            return base64.b64decode(self.call("Page.printToPDF", tab)["data"])

    def run(self, page: str, script: str, *, width: int = 1000) -> Any:
        """Open a page, run a script in it, and give what the script gives."""
        with self._tab(page, width, "screen") as tab:
            return self._run(tab, script)

    def call(self, method: str, tab: str = "", /, **params: Any) -> dict[str, Any]:
        """Send one command, and give its answer."""
        self._last += 1
        message: dict[str, Any] = {
            "id": self._last,
            "method": method,
            "params": params,
        } | ({"sessionId": tab} if tab else {})
        _write(self.commands, json.dumps(message).encode() + b"\0")
        while True:
            got = self._read()
            if got.get("id") != self._last:
                self._events.append(got)
            elif "error" in got:
                raise ServiceBroken(f"{method}: {got['error']['message']}")
            else:
                return dict(got["result"])

    @contextmanager
    def _tab(self, page: str, width: int, media: str) -> Iterator[str]:
        file = self.folder / "page.html"
        file.write_text(page, encoding="utf-8")
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        tab = self.call("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"
        ]
        self._events.clear()
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable", tab)
        size = {"width": width, "height": 1200, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", tab, **size)
        self.call("Emulation.setEmulatedMedia", tab, media=media)
        self.call("Page.navigate", tab, url=file.as_uri())
        while not any(_is(one, tab, "Page.loadEventFired") for one in self._events):
            self._events.append(self._read())
        try:
            yield tab
        finally:
            self.call("Target.closeTarget", targetId=target)

    def _run(self, tab: str, script: str) -> Any:
        options = {"awaitPromise": True, "returnByValue": True}
        got = self.call("Runtime.evaluate", tab, expression=script, **options)
        if "exceptionDetails" in got:
            raise ServiceBroken(str(got["exceptionDetails"]))
        return got["result"].get("value")

    def _read(self) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE_S
        while b"\0" not in self._buffer:
            ready, _, _ = select.select(
                [self.answers], [], [], max(0, end - time.monotonic())
            )
            more = os.read(self.answers, 1 << 16) if ready else b""
            if not more:
                raise ServiceBroken("The browser ended, or did not answer.")
            self._buffer += more
        message, _, self._buffer = self._buffer.partition(b"\0")
        return dict(json.loads(message))


def _write(pipe: int, data: bytes) -> None:
    while data:
        data = data[os.write(pipe, data) :]


def _is(event: dict[str, Any], tab: str, method: str) -> bool:
    return event.get("sessionId") == tab and event.get("method") == method


def _errors(events: list[dict[str, Any]], tab: str) -> Iterator[str]:
    for event in events:
        if _is(event, tab, "Runtime.exceptionThrown"):
            yield f"exception: {event['params']['exceptionDetails']['text']}"
        elif _is(event, tab, "Log.entryAdded"):
            entry = event["params"]["entry"]
            yield f"{entry['level']}: {entry['text']}"
        elif _is(event, tab, "Runtime.consoleAPICalled"):
            yield f"console: {event['params']['type']}"


def _requests(events: list[dict[str, Any]], tab: str) -> Iterator[str]:
    for event in events:
        if _is(event, tab, "Network.requestWillBeSent"):
            url = event["params"]["request"]["url"]
            if not url.startswith(("file:", "data:")):
                yield f"asked for: {url}"


def program(folder: Path) -> tuple[Path, dict[str, str]]:
    """Find a browser, and the environment that it needs, with its files in a folder."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return Path(found), {}
    path = chromium()
    home = path.parent
    return path, {
        "LD_LIBRARY_PATH": str(home / "al2023" / "lib"),
        "FONTCONFIG_FILE": str(_fonts(home, folder)),
    }


def _fonts(home: Path, folder: Path) -> Path:
    """Have the fonts found that came with a browser: a machine may have no others.

    Its own file names a folder where it is not; without a font no text has a colour.
    """
    file = folder / "fonts.conf"
    places = (f"<dir>{home / 'fonts' / 'fonts'}</dir>", "<dir>/usr/share/fonts</dir>")
    cache = f"<cachedir>{folder / 'fonts'}</cachedir>"
    file.write_text(f"<fontconfig>{''.join(places)}{cache}</fontconfig>", "utf-8")
    return file


@contextmanager
def browser() -> Iterator[Browser]:
    """Start a browser of its own, with an empty profile; end it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="fjweb"))
    path, extra = program(folder)
    reads, commands = os.pipe()
    answers, writes = os.pipe()
    launch = (sys.executable, "-S", "-c", LAUNCH)
    profile = f"--user-data-dir={folder / 'profile'}"
    process = subprocess.Popen(
        [*launch, str(reads), str(writes), path, *OPTIONS, profile],
        pass_fds=(reads, writes),
        env={**os.environ, **extra, "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(reads)
    os.close(writes)
    one = Browser(folder=folder, commands=commands, answers=answers)
    try:
        one.call("Browser.getVersion")
        yield one
    finally:
        with contextlib.suppress(ServiceBroken, OSError):
            one.call("Browser.close")
        _end(process)
        os.close(commands)
        os.close(answers)
        shutil.rmtree(folder, ignore_errors=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    with browser() as open_browser:
        source, target, *sizes = sys.argv[1:]
        width = int(sizes[0]) if sizes else 1000
        text = Path(source).read_text(encoding="utf-8")
        Path(target).write_bytes(open_browser.picture(text, width=width))
        print("\n".join(open_browser.look(text, width=width).faults) or "no faults")
