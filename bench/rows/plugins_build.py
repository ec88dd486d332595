"""P2: a registry of 40 pinned plugins, against importing them and hashing the files."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

from bench.harness import Candidate, Row
from bench.installed import SITE, Installed, name_of
from bench.rows import same
from fjcore.sdk import Registry, Site
from fjcore.sdk.discovery import scan
from fjcore.sdk.trust import digest_of

PLUGINS = 40

_BARE = """
import hashlib, importlib, sys
from pathlib import Path
sys.path[:0] = sys.argv[1:2]
for number in range({count}):
    importlib.import_module(f"gen_plugin_{{number:02d}}")
for path in Path(sys.argv[1]).rglob("*"):
    if path.is_file() and path.suffix != ".pyc":
        hashlib.sha256(path.read_bytes()).hexdigest()
print({count})
"""
_BUILD = """
import sys
sys.path[:0] = sys.argv[1:2]
from fjcore.sdk import Registry, Site
site = Site.load(sys.argv[1] + "/fjcore.toml")
print(len(Registry.build(site, strict=True).limits))
"""


def _children() -> float:
    """Give the processor time of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(code: str, root: Path) -> str:
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own code
        [sys.executable, "-I", "-c", code, str(root)],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def _site(place: Installed) -> Site:
    text = SITE
    for one in scan():
        if one.name.startswith("gen-"):
            pin = digest_of(one.distribution, place.root / one.module)
            text += f'\n[plugins.{one.name}]\nversion = ">=1,<2"\ndigest = "{pin}"\n'
    (place.root / "fjcore.toml").write_text(text, "utf-8")
    return Site.load(place.root / "fjcore.toml")


def row() -> Row:
    """Time a start with 40 plugins in a fresh process, from the first import on."""
    place = Installed()
    place.plugins(range(PLUGINS))
    site = _site(place)
    bare = _BARE.format(count=PLUGINS)

    def check() -> None:
        same(set(site.plugins), {name_of(number) for number in range(PLUGINS)})
        same(_run(_BUILD, place.root), _run(bare, place.root))
        place.forget()
        built = Registry.build(site, strict=True)
        same(
            [one.state for one in built.report if one.name in site.plugins],
            ["enabled"] * PLUGINS,
        )

    return Row(
        id="P2",
        what="Registry.build, 40 pinned plugins / bare imports and SHA-256",
        inside="python -I -c in a fresh process, its processor time; both sides import "
        "fjcore.sdk, as each plugin does",
        baseline=lambda: _run(bare, place.root),
        candidates=[
            Candidate(
                name="site file read, plugins checked and built",
                act=lambda: _run(_BUILD, place.root),
                goal=1.5,
            ),
        ],
        check=check,
        clock=_children,
        close=place.close,
    )
