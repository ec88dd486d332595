"""Distributions written as an installer writes them, into a folder of one row."""

from __future__ import annotations

import base64
import hashlib
import importlib
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

MANIFEST = """\
api = "1"
name = "{name}"
requires-fjcore = ">=0.1"
title = "A generated plugin"
kind = "community"
maintainers = ["The fjcore maintainers"]
provides = ["limits"]
ids = "{ids}"
"""

#: The smallest plugin that narrows anything.
CODE = '''\
"""A generated plugin with one limit."""

from __future__ import annotations

from collections.abc import Sequence

from fjcore.sdk import Limit, hookimpl


@hookimpl
def fjcore_limits() -> Sequence[Limit]:
    """Keep the place of a shelter from everybody."""
    return (
        Limit(
            "{ids}.shelter",
            statement="The place of a shelter stays here.",
            citation="agency policy",
            categories=frozenset({{"location.shelter"}}),
        ),
    )
'''

SITE = """\
[holder]
agency = "billings.advocacy"
kind = "vsp_advocate"
name = "Billings Advocacy"
unit = "advocacy"
regimes = ["vawa"]
state = "US-MT"
tz = "America/Denver"
"""


def name_of(number: int) -> str:
    """Give the name of a generated plugin."""
    return f"gen-plugin-{number:02d}"


class Installed:
    """A folder of distributions, first on the path until it is closed."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="fjcore-bench-")
        self.root = Path(self._folder.name)
        sys.path.insert(0, self._folder.name)

    def plugins(self, numbers: Iterable[int]) -> None:
        """Install generated plugins of fjcore."""
        for number in numbers:
            name, ids = name_of(number), f"gen{number:02d}"
            module = name.replace("-", "_")
            self.put(
                name,
                {
                    f"{module}/__init__.py": CODE.format(ids=ids),
                    f"{module}/fjcore-plugin.toml": MANIFEST.format(name=name, ids=ids),
                },
                f"[fjcore.plugins]\n{name} = {module}\n",
            )

    def others(self, count: int) -> None:
        """Install distributions of all kinds, a third of them with other entries."""
        for number in range(count):
            module = f"other_{number:03d}"
            entries = f"[console_scripts]\n{module} = {module}:main\n"
            self.put(
                f"other-{number:03d}",
                {f"{module}/__init__.py": "def main() -> None: ...\n"},
                "" if number % 3 else entries,
            )

    def put(self, name: str, files: dict[str, str], entries: str) -> None:
        """Install one distribution."""
        info = f"{name.replace('-', '_')}-1.0.0.dist-info"
        said = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0.0\n\nMade up.\n"
        files = {**files, f"{info}/METADATA": said}
        if entries:
            files[f"{info}/entry_points.txt"] = entries
        rows = []
        for place, body in files.items():
            path = self.root / place
            path.parent.mkdir(exist_ok=True)
            path.write_text(body, "utf-8")
            raw = hashlib.sha256(body.encode()).digest()
            digest = base64.urlsafe_b64encode(raw).decode().rstrip("=")
            rows.append(f"{place},sha256={digest},{len(body)}")
        record = "\n".join([*rows, f"{info}/RECORD,,", ""])
        (self.root / info / "RECORD").write_text(record, "utf-8")
        importlib.invalidate_caches()

    def forget(self) -> None:
        """Let the generated plugins be imported anew."""
        for name in [one for one in sys.modules if one.startswith("gen_plugin_")]:
            del sys.modules[name]

    def close(self) -> None:
        """Take the folder off the path and away."""
        self.forget()
        sys.path.remove(self._folder.name)
        self._folder.cleanup()

    def __enter__(self) -> Installed:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
