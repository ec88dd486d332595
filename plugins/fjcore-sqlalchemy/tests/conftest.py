"""A made-up clinic's models, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from fjcore_sqlalchemy import (
    DATE,
    JSON,
    NUMBER,
    FieldKeys,
    Sealable,
    Sealed,
    index_table,
    key_table,
    sealed_column,
)
from services.postgres import server
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import NullPool, StaticPool

from fjcore.crypto import MemoryKeyStore, RootKeyring, Sealer
from fjcore.crypto.index import IndexSpec
from fjcore.values import FixedClock

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ANN, BEA = "0a" * 16, "0b" * 16


def spec(version: int = 1) -> IndexSpec:
    return IndexSpec(
        index_id="clinic.phone",
        category="contact",
        normaliser="phone.v1",
        bits=8,
        partitions=2,
        version=version,
    )


class Base(DeclarativeBase):
    """The clinic's tables."""


KEYS, INDEXES = key_table(Base.metadata), index_table(Base.metadata)


class Contact(Sealable, Base):
    """How to reach somebody; its key counts by itself."""

    __tablename__ = "contact"
    __sealed_as__ = "clinic.contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone_sealed = sealed_column("phone")
    note_sealed = sealed_column("note")
    born_sealed = sealed_column("born")
    count_sealed = sealed_column("visits")
    more_sealed = sealed_column("more")
    phone = Sealed[str]("phone_sealed", compartment="contact", index=(spec(),))
    note = Sealed[str]("note_sealed", compartment="notes", alike="name.v1")
    born = Sealed[date]("born_sealed", compartment="general", kind=DATE)
    visits = Sealed[int]("count_sealed", compartment="general", kind=NUMBER)
    more = Sealed[dict]("more_sealed", compartment="general", kind=JSON)


class Clinic(SimpleNamespace):
    """One clinic's database, keys and clock."""

    def session(self, **changes: object) -> Session:
        keys = self.keys if not changes else self.with_keys(**changes)
        return Session(self.engine, info=keys.info)

    def with_keys(self, **changes: object) -> FieldKeys:
        given = {"sealer": self.sealer, "keys": KEYS, "indexes": INDEXES}
        return FieldKeys(**{**given, **changes})

    def add(self, **said: object) -> str:
        with self.session() as session:
            row = Contact(**{"person_id": ANN, "phone": "406-555-0123", **said})
            session.add(row)
            session.commit()
            return row.cell_id

    def read(self, cell_id: str, name: str = "phone", **changes: object) -> object:
        with self.session(**changes) as session:
            row = session.scalars(sa.select(Contact).filter_by(cell_id=cell_id)).one()
            return getattr(row, name)

    def raw(self, statement: str, **said: object) -> list[tuple[object, ...]]:
        with self.engine.begin() as connection:
            done = connection.execute(sa.text(statement), said)
            return [tuple(row) for row in done] if done.returns_rows else []


@pytest.fixture(scope="session")
def pg() -> Iterator[str]:
    with server() as address:
        yield address.replace("postgresql://", "postgresql+psycopg://")


#: What runs on PostgreSQL each time; the rest does nightly.
SERVED = {
    *("test_moved", "test_never_bound", "test_rolled_back", "test_rotated"),
    *("test_reseal", "test_find", "test_index_rotated", "test_erased", "test_sealed"),
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test of a database on SQLite, and on PostgreSQL."""
    if "engine" not in metafunc.fixturenames:
        return
    always = metafunc.function.__name__ in SERVED
    served = pytest.param("postgres", marks=[] if always else pytest.mark.nightly)
    metafunc.parametrize("engine", ["sqlite", served], indirect=True)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Iterator[sa.Engine]:
    if request.param == "sqlite":
        made = sa.create_engine("sqlite://", poolclass=StaticPool)
        yield made
        made.dispose()
        return
    address, name = request.getfixturevalue("pg"), f"clinic_{secrets.token_hex(6)}"
    first = sa.create_engine(address, poolclass=NullPool)
    with first.begin() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {name}"))
    options = {"options": f"-csearch_path={name} -csynchronous_commit=off"}
    made = sa.create_engine(address, connect_args=options)
    yield made
    made.dispose()


@pytest.fixture
def clinic(engine: sa.Engine) -> Clinic:
    Base.metadata.create_all(engine)
    store = MemoryKeyStore()
    clock = FixedClock(NOW)
    ring = RootKeyring()
    sealer = Sealer("aa" * 16, "clinic", keyring=ring, store=store, clock=clock)
    made = Clinic(
        engine=engine,
        sealer=sealer,
        clock=clock,
        keyring=ring,
        store=store,
        Contact=Contact,
        spec=spec,
        ann=ANN,
        bea=BEA,
    )
    made.keys = made.with_keys()
    with engine.begin() as connection:
        made.keys.establish(connection)
    return made
