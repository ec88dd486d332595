"""Reading the body of a disclosure as its recipient does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fjcore.consent import Release
from fjcore.records.categories import covers


def paths_of(held: Any, path: str = "") -> set[str]:
    """Give the path of every field that stands in the records of a body."""
    if isinstance(held, list):
        return {found for item in held for found in paths_of(item, path)}
    if isinstance(held, dict) and held.keys() != {"?"}:
        return {
            found
            for name, item in held.items()
            for found in paths_of(item, f"{path}.{name}" if path else name)
        }
    return {path}


def unnamed(
    records: Any, releases: list[Release], categories: Mapping[str, str]
) -> list[str]:
    """Give the paths of a body that no item of a release's scope reaches."""
    items = [item for release in releases for item in release.scope]
    return sorted(
        path
        for path in paths_of(records)
        if not any(
            item == path or covers(item, categories.get(path, "none")) for item in items
        )
    )
