"""What can be asked here: what ships, and what plugins of the site bring."""

from __future__ import annotations

from collections.abc import Iterator

from fjcore.cli.session import Settings, watched
from fjcore.screening import Instrument, Result
from fjcore.screening import instruments as shipped
from fjcore.sdk import Registry


def registry_of(settings: Settings) -> Registry:
    """Give the plugins of the site; none, where there is no site file.

    Raises: SiteError, plugin errors.
    """
    if not settings.site.exists():
        return Registry.empty()
    return watched(settings.load())


def available(registry: Registry) -> tuple[Instrument, ...]:
    """Give every instrument that can be asked, by id."""
    names = sorted({*shipped(), *registry.instruments})
    return tuple(registry.instrument(name) for name in names)


def normed(registry: Registry, name: str) -> Iterator[str]:
    """Give the norms of an instrument, line by line."""
    for table in registry.norms.values():
        if table.instrument != name:
            continue
        of = f"{table.population} ({table.source})"
        yield f"norms {table.id} of {table.score}, of a group, never of a person: {of}"
        yield from (f"      {row.low} to {row.high}: {row.text}" for row in table.rows)


def beside(registry: Registry, result: Result) -> Iterator[str]:
    """Give what the norms of plugins say beside a result: figures of a group.

    Nothing is said of a score that open items leave in more than one row.
    """
    for table in registry.norms.values():
        scores = result.evaluation.scores
        if table.instrument != result.instrument or table.score not in scores:
            continue
        known = scores[table.score]
        if text := table.told(known.lower, known.upper):
            of = f"{table.population} ({table.source})"
            yield f"norms {table.id} of {table.score}: {text}"
            yield f"      of a group, never of a person: {of}"
