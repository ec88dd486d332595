"""What a site must have before real people are on file."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import attrs
import typer
from attrs import asdict, frozen

from fjcore.cli import show
from fjcore.cli.session import MIN_PASSPHRASE, Settings
from fjcore.consent import StatePack
from fjcore.sdk import PluginState, Registry, Site
from fjcore.values import Secret, SystemClock
from fjcore.vault import unreviewed_law

#: How the passphrases of the demo and of the pages begin; they are public.
_KNOWN = "made-up people only"
#: So long after a drill, nobody knows any more whether the recovery works.
_DRILL_DAYS = 365


@frozen
class Line:
    """One thing that must be: whether it is, why it must, and the next step."""

    id: str
    ok: bool
    why: str
    step: str


def told(settings: Settings, *, as_json: bool) -> bool:
    """Say what is there and what is not; whether all is."""
    site = settings.load()
    lines = [*looked(site, settings.site, settings.quietly(site))]
    well = all(line.ok for line in lines)
    if as_json:
        show.as_json({"ok": well, "lines": [asdict(line) for line in lines]})
        return well
    for line in lines:
        if line.ok:
            typer.echo(f"ready    {line.id}")
        else:
            typer.echo(f"MISSING  {line.id}: {line.why}")
            typer.echo(f"         {show.plain(line.step)}")
    return well


def looked(site: Site, path: Path, words: Secret[str] | None) -> Iterator[Line]:
    """Look at a site, its plugins and its files; nothing is opened."""
    yield Line(
        "made-up people",
        not site.store.synthetic,
        "a vault for made-up people takes nobody else",
        "Make another vault, without `synthetic` under [store].",
    )
    yield from _keys(site, words)
    yield from _stated(site)
    registry = Registry.build(site)
    yield from _plugins(site, registry)
    yield from _law(site, registry)
    yield from _staff(site)
    yield _tls(site)
    yield from _files(site, path)


def _keys(site: Site, words: Secret[str] | None) -> Iterator[Line]:
    sound = words is not None and len(words.reveal()) >= MIN_PASSPHRASE
    known = words is not None and words.reveal().lower().startswith(_KNOWN)
    yield Line(
        "passphrase",
        not site.keys.passphrase or (sound and not known),
        "the passphrase of a demo is known to everybody",
        "Give the vault's own passphrase: FJCORE_PASSPHRASE or --passphrase-file; "
        "where it is the demo's, make another vault.",
    )
    drilled = site.ready.drilled_on
    last = date.fromisoformat(drilled) if drilled else date.min
    today = SystemClock().now().date()
    yield Line(
        "recovery",
        last <= today and today - last <= timedelta(days=_DRILL_DAYS),
        "keys that only one way opens are lost with it",
        "fjcore keys recovery make FILE, then fjcore keys drill --recovery FILE; "
        "write the day into ready.drilled_on.",
    )


def _stated(site: Site) -> Iterator[Line]:
    ready = site.ready
    apart = bool(ready.keys_backup.strip()) and (
        ready.keys_backup.strip() != ready.database_backup.strip()
    )
    for name, ok, why in (
        (
            "log_head",
            bool(ready.log_head.strip()),
            "a database taken back as a whole is noticed only from outside",
        ),
        (
            "database_backup",
            bool(ready.database_backup.strip()),
            "a file that is lost cannot help her",
        ),
        (
            "keys_backup",
            apart,
            "keys beside what they open protect nothing: keep them apart",
        ),
        (
            "retention",
            bool(ready.retention.strip()),
            "what is not kept cannot be asked for",
        ),
    ):
        yield Line(name, ok, why, f"State it in the site file: ready.{name}.")


def _plugins(site: Site, registry: Registry) -> Iterator[Line]:
    named = [one for one in registry.report if one.name in site.plugins]
    broken = [
        one.name
        for one in named
        if one.state in (PluginState.BROKEN, PluginState.MISSING)
    ]
    yield Line(
        "plugins",
        not broken,
        "without one that narrows, nothing may leave",
        f"fjcore plugins doctor: {', '.join(broken)}",
    )
    loose = [
        name for name, row in site.plugins.items() if row.enabled and not row.digest
    ]
    yield Line(
        "pins",
        not loose,
        "a changed release of a plugin is code that nobody looked at",
        f"fjcore plugins pin: {', '.join(loose)}",
    )


def _law(site: Site, registry: Registry) -> Iterator[Line]:
    state, packs = site.holder_settings.state, site.packs()
    yield Line(
        "packs",
        state in {pack.id for pack in packs},
        "what a state's law says is in force only where it was adopted",
        f"fjcore law show {state}; then adopt it under [law].",
    )
    accepted = {row.rule for row in site.law.accepted}
    items = unreviewed_law(site, registry, registry.policy(site))
    found = {one.id for one in items if one.kind != "pack"}
    found.update(
        name
        for pack in packs
        for name in _unreviewed(pack)
        if name not in accepted and pack.id not in accepted
    )
    left = sorted(found)
    yield Line(
        "reviewed",
        not left,
        "no lawyer has reviewed these; a named person may accept each",
        f"Name who accepts it, and when, under [[law.accepted]]: {', '.join(left)}",
    )


def _unreviewed(pack: StatePack) -> Iterator[str]:
    """Give the ids of what in a pack is marked as not reviewed."""
    for one in attrs.fields(type(pack)):
        rows = getattr(pack, one.name)
        for row in rows if isinstance(rows, tuple) else (rows,):
            if getattr(row, "reviewed", True) is False:
                yield str(getattr(row, "id", one.name))


def _staff(site: Site) -> Iterator[Line]:
    approvers = sum(one.approver for one in site.staff.values())
    yield Line(
        "staff",
        len(site.staff) >= 2,
        "the log names who acts: each person has an id of her own",
        "Name everybody who works with the vault under [[staff]].",
    )
    yield Line(
        "approvers",
        approvers >= 2,
        "what cannot be undone needs two",
        "Set `approver = true` for two or more of [[staff]].",
    )


def _tls(site: Site) -> Line:
    plain = [
        name for name, row in site.plugins.items() if row.enabled and _bare(row.config)
    ]
    return Line(
        "tls",
        not plain,
        "whoever is on the way reads what is not encrypted",
        f"Use https addresses in the settings of {', '.join(plain)}.",
    )


def _bare(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_bare, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(_bare, value))
    return isinstance(value, str) and value.lower().startswith(("http:", "ftp:"))


def _files(site: Site, path: Path) -> Iterator[Line]:
    places = [site.path(site.keys.url)]
    kind, _, name = site.store.url.partition(":")
    if kind == "sqlite":
        places.append(site.path(name))
    if "://" in site.store.url:
        places.append(path)  # the address of a server may hold its password
    modes = {place.name: _mode(place) for place in places}
    gone = [name for name, mode in modes.items() if mode is None]
    open_ = [name for name, mode in modes.items() if mode and mode & 0o077]
    yield Line(
        "vault",
        not gone,
        "what is not made yet cannot be looked at",
        f"fjcore init; not found: {', '.join(gone)}",
    )
    yield Line(
        "file modes",
        not open_,
        "other users of this machine are not to read it",
        f"Make it its owner's alone, chmod go-rwx: {', '.join(open_)}",
    )


def _mode(place: Path) -> int | None:
    """Give who may do what with a file; nothing where it cannot be found."""
    try:
        return stat.S_IMODE(place.stat().st_mode)
    except OSError:
        return None
