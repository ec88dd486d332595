"""Pinning plugins: the digests of a site's plugins now, and writing them down."""

from __future__ import annotations

import base64
import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from attrs import evolve, frozen

from fjcore.errors import SiteError, UntrustedPlugin
from fjcore.sdk.discovery import candidate, clashing, scan
from fjcore.sdk.site import Site
from fjcore.sdk.trust import Metadata, bytes_in, digested, files_of

_LINE = re.compile(r"\s*digest\s*=")


@frozen(kw_only=True)
class Pin:
    """What a plugin is pinned to, and what its files are now.

    ``old`` is empty where there is no pin. ``edited`` are files that are no more what
    the installer wrote.
    """

    name: str
    version: str
    old: str
    new: str
    edited: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether the pin is another than the files."""
        return self.old != self.new


def pin_of(site: Site, name: str) -> Pin:
    """Give the pin of one of a site's plugins; nothing of it is imported.

    Raises: ManifestError, DuplicatePlugin, when a plugin cannot be told for sure;
    UntrustedPlugin, when it is not installed as files that can be pinned.
    """
    installed = scan()
    clashes = clashing(installed)
    found = [candidate(one, clashes) for one in installed if one.name == name]
    one = found[0] if found else None
    row = site.plugins[name]
    if one is None or one.found is None:
        raise UntrustedPlugin(f"{name}: not installed")
    if one.fault is not None:
        raise one.fault
    meta = one.found.described.metadata()
    if meta.editable and not row.allow_editable:
        raise UntrustedPlugin(f"{one.who}: editable")
    package = one.package or Path()
    files = files_of(meta, package, editable=meta.editable)
    digest, fault = digested(files)
    if fault:
        raise UntrustedPlugin(f"{one.who}: {fault}")
    edited = () if meta.editable else tuple(_edited(meta, files or {}))
    return Pin(
        name=name, version=one.version, old=row.digest, new=digest, edited=edited
    )


def _edited(found: Metadata, files: Mapping[str, str]) -> Iterator[str]:
    """Give the files whose bytes are not those of which RECORD has the hash.

    Source: PEP 376, urlsafe base64 without padding.
    """
    for row in csv.reader(found.read("RECORD").splitlines()):
        if len(row) < 2 or row[0] not in files or not row[1].startswith("sha256="):
            continue
        raw = hashlib.sha256(bytes_in(files[row[0]]) or b"").digest()
        if base64.urlsafe_b64encode(raw).decode().rstrip("=") != row[1][7:]:
            yield row[0]


def pinned_text(text: str, made: Iterable[Pin], site: Site) -> str:
    """Give a site file's text with pins written into the tables of their plugins.

    Everything else stays as it was written, comments too.
    Raises: SiteError, when a table is not one that a line can be written into.
    """
    every = tuple(made)
    for pin in every:
        text = _with(text, pin)
    wanted = dict(site.plugins)
    for pin in every:
        wanted[pin.name] = evolve(wanted[pin.name], digest=pin.new)
    got: Site | None = None
    try:
        got = Site.parse(text, site.folder)
    except SiteError:
        pass
    if got is None or evolve(site, plugins=wanted) != got:
        raise SiteError("plugins: write the digest yourself, as shown")
    return text


def _with(text: str, pin: Pin) -> str:
    lines = text.splitlines(keepends=True)
    head = re.compile(rf"\s*\[\s*plugins\s*\.\s*[\"']?{pin.name}[\"']?\s*\]")
    start = next((at for at, line in enumerate(lines) if head.match(line)), None)
    if start is None:
        return text
    if not lines[start].endswith("\n"):
        lines[start] += "\n"
    said = f'digest = "{pin.new}"\n'
    for at in range(start + 1, len(lines)):
        if lines[at].lstrip().startswith("["):
            break
        if _LINE.match(lines[at]):
            lines[at] = said
            return "".join(lines)
    lines.insert(start + 1, said)
    return "".join(lines)


def pin_site(path: Path, site: Site, made: Iterable[Pin]) -> None:
    """Write pins into a site file: all of them or none, and nothing else of it.

    Raises: SiteError, naming the file where it cannot be written.
    """
    from fjcore.values.files import read_text, replace_text

    text, _ = read_text(path, 1 << 20)
    if text is None or not replace_text(path, pinned_text(text, made, site)):
        raise SiteError(str(path))
