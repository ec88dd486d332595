"""What the tests of several parts share: a real PostgreSQL server, a real browser."""

from __future__ import annotations

import gc
import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from services import browser as services_browser
from services.browser import Browser
from services.postgres import server

from fjcore.vault.engine import connect, transact


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Give the address of a server that runs for the whole session."""
    with server() as address:
        yield address


@pytest.fixture
def postgres_schema(postgres: str) -> str:
    """Give the address of a new, empty schema on that server."""
    name = f"story_{secrets.token_hex(6)}"
    engine = connect(postgres, Path(), create=True)
    transact(engine, lambda c: c.exec_driver_sql(f"CREATE SCHEMA {name}"))
    engine.dispose()
    return f"{postgres}&options={quote(f'-csearch_path={name}', safe='')}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a browser that runs for the whole session; without one the test fails."""
    with services_browser.browser() as one:
        yield one


#: Files that take long. A file goes to one worker whole, so these begin first.
LONG = {
    name: rank
    for rank, name in enumerate(
        """
        tests/vault/test_crash.py tests/consent/test_agreement.py README.md
        docs/how-to/worklists.md tests/cli/test_demo.py docs/tutorial/first-vault.md
        docs/how-to/mandated-report.md tests/bench/test_rows.py
        docs/how-to/state-pack.md docs/how-to/legal-basis.md
        tests/records/test_schema.py docs/how-to/release-form.md
        tests/screening/test_mutants.py tests/test_public.py
        docs/how-to/plan-a-center.md tests/consent/test_walks.py
        """.split()
    )
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put long files first. Refuse an id that workers could not agree on."""
    items.sort(key=lambda item: LONG.get(item.nodeid.split("::")[0], len(LONG)))
    found = [item.nodeid for item in items if " at 0x" in item.nodeid]
    if found:
        raise pytest.UsageError(f"not the same in every process: {found[0]}")


def pytest_collection_finish() -> None:
    """Keep what collecting made out of every later search for garbage."""
    gc.collect()
    gc.freeze()
