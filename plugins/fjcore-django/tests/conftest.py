"""A made-up clinic's project, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from io import StringIO
from typing import Any
from urllib.parse import unquote

import django
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test.utils import override_settings
from services import clinic as project
from services.postgres import server

from fjcore.crypto.index import IndexSpec

ANN, BEA = "0a" * 16, "0b" * 16
SQLITE = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}

settings.configure(
    SECRET_KEY="made-up",  # noqa: S106 - signs nothing
    DATABASES={"default": SQLITE, "fjcore_keys": dict(SQLITE)},
    INSTALLED_APPS=["fjcore_django", "services.clinic.ClinicConfig"],
    DATABASE_ROUTERS=["fjcore_django.routing.KeyRouter"],
    FJCORE={
        "vault_id": "aa" * 16,
        "holder_id": "clinic",
        "keyring": "services.clinic.keyring",
        "clock": "services.clinic.clock",
        "read_mode": "services.clinic.mode",
    },
)
django.setup()

from fjcore_django import keys  # noqa: E402
from fjcore_django.fields import (  # noqa: E402
    SealedDateField,
    SealedIntegerField,
    SealedJSONField,
    SealedModel,
    SealedTextField,
)


def spec(version: int = 1) -> IndexSpec:
    return IndexSpec(
        index_id="clinic.phone",
        category="contact",
        normaliser="phone.v1",
        bits=8,
        partitions=2,
        version=version,
    )


class Contact(SealedModel):
    """How to reach somebody; its key counts by itself."""

    sealed_as = "clinic.contact"

    phone = SealedTextField(compartment="contact", index=(spec(),), null=True)
    note = SealedTextField(compartment="notes", alike="name.v1", null=True)
    born = SealedDateField(compartment="general", null=True)
    visits = SealedIntegerField(compartment="general", null=True)
    more = SealedJSONField(compartment="general", null=True)

    class Meta:
        app_label = "clinic"
        db_table = "contact"


class Clinic:
    """One clinic's rows and keys."""

    Contact, spec, ann, bea = Contact, staticmethod(spec), ANN, BEA
    project = project.PROJECT

    def add(self, **said: Any) -> str:
        row = Contact(**{"person_id": ANN, "phone": "406-555-0123", **said})
        row.save()
        return row.cell_id

    def read(self, cell_id: str, name: str = "phone") -> Any:
        return getattr(Contact.objects.get(cell_id=cell_id), name)

    def raw(self, statement: str, *said: Any) -> list[tuple[Any, ...]]:
        with connections["default"].cursor() as cursor:
            cursor.execute(statement, said)
            return list(cursor.fetchall()) if cursor.description else []


@pytest.fixture(scope="session")
def pg() -> Iterator[str]:
    with server() as address:
        yield unquote(address.rpartition("host=")[2])


#: What runs on PostgreSQL each time; the rest does nightly.
SERVED = {
    *("test_moved", "test_never_bound", "test_rolled_back", "test_rotated"),
    *("test_reseal", "test_find", "test_index_rotated", "test_erased", "test_sealed"),
    "test_altered",
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test of a database on SQLite, and on PostgreSQL."""
    if "database" not in metafunc.fixturenames:
        return
    always = metafunc.function.__name__ in SERVED
    served = pytest.param("postgres", marks=[] if always else pytest.mark.nightly)
    metafunc.parametrize("database", ["sqlite", served], indirect=True)


def _postgres(host: str) -> dict[str, Any]:
    name = f"clinic_{secrets.token_hex(6)}"
    base = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "postgres",
        "USER": "fj",
        "HOST": host,
    }
    _use({"default": base})
    with connections["default"].cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {name}")
    options = f"-csearch_path={name} -csynchronous_commit=off"
    return {**base, "OPTIONS": {"options": options}}


def _use(databases: dict[str, Any]) -> None:
    connections.close_all()
    for alias in ("default", "fjcore_keys"):
        if hasattr(connections._connections, alias):
            # Django leaves a database in memory open, since closing would lose it.
            held = connections[alias].connection
            del connections[alias]
            if held is not None:
                held.close()
    found = {"fjcore_keys": dict(SQLITE), **databases}
    connections.settings = connections.configure_settings(found)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    made = SQLITE
    if request.param == "postgres":
        made = _postgres(request.getfixturevalue("pg"))
    _use({"default": dict(made)})
    yield request.param
    _use({"default": dict(SQLITE)})


@pytest.fixture
def clinic(database: str) -> Iterator[Clinic]:
    project.PROJECT.__init__()
    keys.reset()
    for alias in ("default", "fjcore_keys"):
        call_command("migrate", database=alias, verbosity=0)
    with connections["default"].schema_editor() as editor:
        editor.create_model(Contact)
    call_command("fjcore_keys", "establish", verbosity=0, stdout=StringIO())
    yield Clinic()
    keys.reset()


@pytest.fixture
def settings_with() -> Any:
    """Give what changes the project's settings for a while."""
    return lambda change: override_settings(FJCORE={**settings.FJCORE, **change})
