"""The tables of one agency's vault, the same in SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

#: Number of the schema; a database with a higher one is refused.
SCHEMA = 1

metadata = MetaData()


def _table(name: str, *columns: SchemaItem) -> Table[Any]:
    return Table(name, metadata, *columns, sqlite_strict=True)


def _text(length: int) -> TypeEngine[str]:
    # STRICT tables of SQLite take TEXT and no VARCHAR.
    return String(length).with_variant(Text(), "sqlite")


def _int() -> TypeEngine[int]:
    return BigInteger().with_variant(Integer(), "sqlite")


#: Compartments as the database names them. A number, once given, stays that one's;
#: nothing of the tree's words stands in clear.
COMPARTMENT_NUMBERS: Mapping[str, int] = MappingProxyType(
    {
        "": 0,
        "accounting": 1,
        "general": 2,
        "contact_location": 3,
        "advocate": 4,
        "clergy": 5,
        "legal": 6,
        "health": 7,
        "part2": 8,
        "evidence": 9,
    }
)
COMPARTMENT_NAMES: Mapping[int, str] = MappingProxyType(
    {number: name for name, number in COMPARTMENT_NUMBERS.items()}
)

META = _table(
    "fjc_meta",
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("schema_number", Integer, nullable=False),
    Column("vault_id", _text(32), nullable=False),
    Column("holder_id", _text(64), nullable=False),
    Column("origin", _text(200), nullable=False),
)

#: One row per person: the revision that a disclosure and a withdrawal both lock.
SUBJECT = _table(
    "fjc_subject",
    Column("subject_id", _text(32), primary_key=True),
    Column("revision", _int(), nullable=False),
)

RECORD = _table(
    "fjc_record",
    Column("record_id", _text(32), primary_key=True),
    Column("subject_id", _text(32), ForeignKey(SUBJECT.c.subject_id), nullable=False),
    Column("revision", _int(), nullable=False),
    Index("fjc_record_subject", "subject_id"),
)

#: One sealed cell per record and compartment; nothing about it stands in clear.
CELL = _table(
    "fjc_cell",
    Column("record_id", _text(32), ForeignKey(RECORD.c.record_id), primary_key=True),
    Column("compartment", Integer, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

#: Consent events, sealed; ``seq`` counts from 1 without gaps per person.
EVENT = _table(
    "fjc_event",
    Column("subject_id", _text(32), ForeignKey(SUBJECT.c.subject_id), primary_key=True),
    Column("seq", _int(), primary_key=True),
    Column("event_id", _text(32), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

#: Rows of other systems that were kept, by keyed tokens; what each stands for is
#: sealed under the key of the person it is about.
IMPORT = _table(
    "fjc_import",
    Column("token", LargeBinary, primary_key=True),
    Column("subject_id", _text(32), ForeignKey(SUBJECT.c.subject_id), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

#: Rows of blind indexes: that a person has a value of this number, as others have.
INDEX = _table(
    "fjc_index",
    Column("index_id", _text(64), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("number", _int(), primary_key=True, autoincrement=False),
    Column("subject_id", _text(32), primary_key=True),
    Index("fjc_index_subject", "subject_id"),
)

#: The versions of indexes that stand, each as it was planned; ``ready`` when everybody
#: is in it.
INDEXES = _table(
    "fjc_index_version",
    Column("index_id", _text(64), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("normaliser", _text(64), nullable=False),
    Column("bits", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("ready", Integer, nullable=False),
)

KEY = _table(
    "fjc_key",
    Column("key_id", LargeBinary, primary_key=True),
    Column("commitment", LargeBinary, nullable=False),
    Column("kind", _text(16), nullable=False),
    Column("suites", _text(32), nullable=False),
    Column("state", _text(16), nullable=False),
    Column("holder_id", _text(64), nullable=False),
    Column("subject_id", _text(32), nullable=False),
    Column("compartment", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("uses", _int(), nullable=False),
    Column("created_at", _int(), nullable=False),
    UniqueConstraint(
        "kind", "holder_id", "subject_id", "compartment", "epoch", "generation"
    ),
)

ENTRY = _table(
    "fjc_audit_entry",
    Column("idx", _int(), primary_key=True, autoincrement=False),
    Column("rid", LargeBinary, nullable=False, unique=True),
    Column("sub", LargeBinary),
    Column("act", LargeBinary),
    Column("leaf", LargeBinary, nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
    Index("fjc_audit_sub", "sub", "idx"),
    Index("fjc_audit_act", "act", "idx"),
)

HEAD = _table(
    "fjc_audit_head",
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("size", _int(), nullable=False),
    Column("peaks", LargeBinary, nullable=False),
    Column("last_t", _int(), nullable=False),
)

DETAIL = _table(
    "fjc_audit_detail",
    Column("idx", _int(), primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
)

#: Tables in which nothing is ever changed or deleted once it stands.
INSERT_ONLY = (EVENT, ENTRY, DETAIL)

#: The key store stands apart from the database: its backups live shorter.
key_store_metadata = MetaData()

WRAP = Table(
    "fjc_wrap",
    key_store_metadata,
    Column("key_id", LargeBinary, primary_key=True),
    Column("kind", _text(16), primary_key=True),
    Column("ref", _text(200), primary_key=True),
    Column("blob", LargeBinary, nullable=False),
    sqlite_strict=True,
)
