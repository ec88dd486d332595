"""Sealed columns for SQLAlchemy models, on fjcore's envelopes and keys."""

from __future__ import annotations

from fjcore_sqlalchemy.cells import ModelCells
from fjcore_sqlalchemy.columns import SealedCell, SealedText, sealed_column
from fjcore_sqlalchemy.fields import DATE, JSON, NUMBER, PLAIN, Kind, Sealable, Sealed
from fjcore_sqlalchemy.keys import FieldKeys
from fjcore_sqlalchemy.moving import (
    Moved,
    give_ids,
    rebuild_index,
    seal_step,
    seal_table,
)
from fjcore_sqlalchemy.search import find
from fjcore_sqlalchemy.tables import SqlIndexRows, index_table, key_table

__all__ = [
    "DATE",
    "JSON",
    "NUMBER",
    "PLAIN",
    "FieldKeys",
    "Kind",
    "ModelCells",
    "Moved",
    "Sealable",
    "Sealed",
    "SealedCell",
    "SealedText",
    "SqlIndexRows",
    "find",
    "give_ids",
    "index_table",
    "key_table",
    "rebuild_index",
    "seal_step",
    "seal_table",
    "sealed_column",
]
