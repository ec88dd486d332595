"""Whether what one plugin declares fits what core has and what it declares besides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from fjcore.errors import HookError, LicenceRefused, WordingRefused
from fjcore.records import CORE_RECORDS
from fjcore.screening import Instrument, Use, WordingPack, instruments, load, wording
from fjcore.screening.norms import NormTable
from fjcore.sdk._blame import who
from fjcore.sdk.report import counted_codes

Items = dict[str, tuple[tuple[str, Any], ...]]


def fitted(whose: str, items: Items) -> Items:
    """Give what was declared, with words read again by core.

    Raises: HookError, naming the hook and the check.
    """
    own = [form.record_type for _, form in items.get("fjcore_forms", ())]
    for _, report in items.get("fjcore_reports", ()):
        if counted_codes(report, (*CORE_RECORDS, *own)) is None:
            raise HookError(f"{who(whose, 'fjcore_reports')}: field (R12)")
    mine = dict(items.get("fjcore_instruments", ()))
    for _, table in items.get("fjcore_norms", ()):
        if not _normed(table, _known(table.instrument, mine)):
            raise HookError(f"{who(whose, 'fjcore_norms')}: score (R12)")
    if packs := items.get("fjcore_wording_packs"):
        read = tuple((name, read_pack(whose, pack, mine)) for name, pack in packs)
        return {**items, "fjcore_wording_packs": read}
    return items


def _known(name: str, mine: Mapping[str, Instrument]) -> Instrument | None:
    return load(name) if name in instruments() else mine.get(name)


def _normed(table: NormTable, made: Instrument | None) -> bool:
    score = made.scores_by_id.get(table.score) if made is not None else None
    if score is None:
        return False
    return all(score.min <= row.low and row.high <= score.max for row in table.rows)


def read_pack(
    whose: str, pack: WordingPack, mine: Mapping[str, Instrument]
) -> WordingPack:
    """Read a pack anew: all of it worded, under a licence that allows it.

    Raises: HookError.
    """
    made, fault = _known(pack.instrument, mine), "instrument"
    if made is not None:
        under = (
            made if pack.licence is None else attrs.evolve(made, licence=pack.licence)
        )
        left = ("licence", "permission", "sha256")
        said = {
            one.name: getattr(pack, one.name)
            for one in attrs.fields(WordingPack)
            if one.name not in left and getattr(pack, one.name) is not None
        }
        said["items"] = dict(pack.items)
        said["options"] = {name: dict(row) for name, row in pack.options.items()}
        try:
            found = wording(said, under, use=Use.CLINICAL, permission=pack.permission)
            return attrs.evolve(found, licence=pack.licence)
        except WordingRefused:
            fault = "words"
        except LicenceRefused:
            fault = "licence"
    raise HookError(f"{who(whose, 'fjcore_wording_packs')}: {fault} (R12)")
