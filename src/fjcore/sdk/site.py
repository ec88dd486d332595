"""The site file: what one holder decided about its vault, read strictly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from attrs import evolve, field, frozen

from fjcore.consent import Holder, StatePack
from fjcore.errors import Malformed, Problem, SiteError
from fjcore.records.codec import structure_settings
from fjcore.sdk._packs import adopted
from fjcore.sdk._site_checks import problems_of
from fjcore.sdk.manifest import hyphens, is_name
from fjcore.sdk.settings import (
    HolderSettings,
    IndexSettings,
    KeySettings,
    LawSettings,
    Partner,
    PluginSettings,
    PolicySettings,
    ReadySettings,
    Staff,
    StoreSettings,
    Tables,
)
from fjcore.values.files import read_text
from fjcore.values.plaintoml import faulty_line, plain_toml

#: The largest site file that is read.
MAX_BYTES = 1 << 20


def _sealed(table: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(table))


@frozen(kw_only=True)
class Site:
    """One holder's decisions: who it is, its partners, staff, store, keys, plugins.

    ``folder`` is where the file stands; relative paths in it start there.
    """

    folder: Path
    holder_settings: HolderSettings
    policy: PolicySettings
    law: LawSettings
    partners: Mapping[str, Partner] = field(converter=_sealed)
    staff: Mapping[str, Staff] = field(converter=_sealed)
    store: StoreSettings
    keys: KeySettings
    indexes: tuple[IndexSettings, ...] = ()
    ready: ReadySettings = field(factory=ReadySettings)
    plugins: Mapping[str, PluginSettings] = field(converter=_sealed)
    _packs: tuple[StatePack, ...] = ()

    @classmethod
    def load(cls, path: str | Path) -> Site:
        """Read the site file at a path.

        Raises: SiteError, naming the path, with the key path of every fault.
        """
        place = Path(path)
        text, _ = read_text(place, MAX_BYTES)
        if text is None:
            raise SiteError(str(place), problems=(Problem("", "unreadable"),))
        return _site(text, place.resolve().parent, str(place))

    @classmethod
    def parse(cls, text: str, folder: str | Path) -> Site:
        """Read a site file's text as if it stood in a folder.

        Raises: SiteError, with the key path of every fault and never a value.
        """
        return _site(text, Path(folder), "fjcore.toml")

    def holder(self) -> Holder:
        """Give the holder as the consent engine knows it."""
        own = self.holder_settings
        return Holder(
            own.agency,
            kind=own.kind,
            name=own.name,
            unit=own.unit,
            regimes=own.regimes,
            state=own.state,
            tz=own.tz,
        )

    def packs(self) -> tuple[StatePack, ...]:
        """Give the state packs that the site adopted, as they were when it was read."""
        return self._packs

    def path(self, name: str) -> Path:
        """Give the place of a file that the site file names."""
        return self.folder / name

    def connector_of(self, agency: str) -> str:
        """Give the id of the connector that reaches an agency, or an empty text."""
        partner = self.partners.get(agency)
        return partner.connector if partner else ""


def _site(text: str, folder: Path, where: str) -> Site:
    data = plain_toml(text)
    if data is None:
        problem = Problem("", "format", faulty_line(text))
        raise SiteError(where, problems=(problem,))
    packs: tuple[StatePack, ...] = ()
    tables, problems = _structured(data)
    if tables is not None:
        problems = tuple(problems_of(tables))
        packs, more = adopted(tables.law.packs, folder, problems)
        problems = (*problems, *more)
    if tables is None or problems:
        raise SiteError(where, problems=problems)
    return Site(
        folder=folder,
        holder_settings=tables.holder,
        policy=tables.policy,
        law=tables.law,
        partners={partner.id: partner for partner in tables.partners},
        staff={
            member.id: _placed(member, tables.holder.unit) for member in tables.staff
        },
        store=tables.store,
        keys=tables.keys,
        indexes=tables.indexes,
        ready=tables.ready,
        plugins=tables.plugins,
        packs=packs,
    )


def _placed(member: Staff, unit: str) -> Staff:
    return member if member.units else evolve(member, units=frozenset({unit}))


def _structured(data: dict[str, Any]) -> tuple[Tables | None, tuple[Problem, ...]]:
    plugins = data.get("plugins")
    if isinstance(plugins, dict):
        names = {"allow-editable": "allow_editable"}
        data["plugins"] = {
            name: hyphens(row, names) if isinstance(row, dict) else row
            for name, row in plugins.items()
        }
    try:
        return structure_settings(data, Tables), ()
    except Malformed as error:
        return None, tuple(_named(error.problems, data))


def _named(problems: tuple[Problem, ...], data: dict[str, Any]) -> Iterator[Problem]:
    """Tell by which plugin's table a fault is, as far as its key is a plugin's name."""
    yield from (one for one in problems if not one.path.startswith("plugins.?"))
    plugins = data.get("plugins")
    for name, row in plugins.items() if isinstance(plugins, dict) else ():
        place = f"plugins.{name if is_name(name) else '?'}"
        try:
            structure_settings(row, PluginSettings)
        except Malformed as error:
            yield from (one.under(place) for one in error.problems)
