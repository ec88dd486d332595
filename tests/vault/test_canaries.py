"""No error of a vault or its readers carries a person's data away in its frames."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest
from support import plugins, vaults
from support.faulty import INTAKES, RELEASES, Edit
from support.frames import places_of, printed
from support.vaults import CHEAP, DEMO, EVENING, LEGAL, PASSPHRASE, STAFF

from fjcore.consent import Guardian, SubjectFacts
from fjcore.errors import AccessRefused, DeliveryFailed, FjcoreError, RuleFailed
from fjcore.records import HumanName, Note, Person
from fjcore.sdk import Registry, Site
from fjcore.values import FixedClock, Secret
from fjcore.vault import (
    Intake,
    Vault,
    answers_from,
    intake_from,
    read_file,
    release_file_from,
)

SUBJECT = "64a0d86f1566a4ebb93a442428884229"
MARK = "quokkazephyr"

#: A text of which each part of the walk must find the mark.
PLANTED = {
    "a text": f"held = 'The {MARK}.'",
    "bytes": f"held = b'The {MARK}.'",
    "a record": f"held = Person(gov_id='{MARK}')",
    "facts": f"held = SubjectFacts(conflict_walls=frozenset(['{MARK}']))",
    "a key": f"held = {{'a': [{{'{MARK}': 1}}]}}",
    "a closure": f"inner = '{MARK}'\nheld = (lambda inner: lambda: inner)(inner)\n"
    "del inner",
    "a call to come": f"held = partial(print, '{MARK}')",
    "a generator": f"held = (lambda inner: (inner for _ in [0]))('{MARK}')",
    "an error": f"held = ValueError('{MARK}')",
    "an object": f"held = Intake(records=('{MARK}',))",
}


def carried(error: BaseException) -> list[str]:
    """Give the places in which an error carries the mark, printed or held."""
    shown = ["printed"] if MARK in printed(error).lower() else []
    return shown + places_of(error, MARK)


def fault(act: Callable[[], object]) -> FjcoreError:
    """Give the error of this library that an act ends with, and that hides none."""
    with pytest.raises(FjcoreError) as caught:
        act()
    assert caught.value.__context__ is None
    return caught.value


# --- the walk itself ------------------------------------------------------------------


@pytest.mark.parametrize("kind", PLANTED)
def test_the_walk_should_find_what_is_planted(kind: str) -> None:
    """A mark in a local of a frame should be found, however deep it is held."""
    body = "\n".join(f"    {line}" for line in PLANTED[kind].splitlines())
    names = {
        "Person": Person,
        "SubjectFacts": SubjectFacts,
        "Intake": Intake,
        "partial": partial,
    }
    text = f"def planted():\n{body}\n    raise KeyError\n"
    exec(compile(text, "<planted>", "exec"), names)  # noqa: S102
    with pytest.raises(KeyError) as caught:
        names["planted"]()  # type: ignore[operator]

    assert places_of(caught.value, MARK)


def test_the_walk_should_find_what_an_error_hides() -> None:
    """A mark in the frames of an error that another hides should be found."""
    text = (
        f"def inner(held):\n    raise KeyError\n"
        f"def outer():\n    try:\n        inner('{MARK}')\n"
        f"    except KeyError:\n        raise ValueError from None\n"
    )
    names: dict[str, Any] = {}
    exec(compile(text, "<planted>", "exec"), names)  # noqa: S102
    with pytest.raises(ValueError, match=r"^$") as caught:
        names["outer"]()

    assert ["None.inner: held"] == places_of(caught.value, MARK)
    assert MARK in printed(caught.value)


# --- the readers of inputs ------------------------------------------------------------


def marked(path: Path) -> Any:
    """Give a demo file in which every name, line and note is the mark's."""
    text = path.read_text("utf-8")
    for word in ("O'Connor", "Cottonwood", "after the school run", "Billings"):
        text = text.replace(word, MARK)
    assert MARK in text
    return json.loads(text)


@pytest.fixture(scope="module", name="registry")
def _registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return Registry.build(vaults.site_in(tmp_path_factory.mktemp("site")))


#: Intakes that are told to be faulty by a vault alone, which has a clock.
IMPLAUSIBLE = ("born later", "died later", "guardian before")


@pytest.mark.parametrize("case", sorted({*INTAKES} - {"nothing", *IMPLAUSIBLE}))
def test_a_faulty_intake_should_be_dropped(registry: Registry, case: str) -> None:
    """An error about an intake should hold nothing of the rest of it."""
    data = marked(DEMO / "intakes" / "01-oconnor.json")
    edit: Edit = INTAKES[case][0]
    edit(data)
    found = fault(
        lambda: intake_from(
            data, forms=registry.forms, catalog=registry.catalog(), where="input.json"
        )
    )

    assert [] == carried(found)


@pytest.mark.parametrize(
    "case", [c for c in RELEASES if c not in ("signed later", "unknown recipient")]
)
def test_a_faulty_release_should_be_dropped(case: str) -> None:
    """An error about a release should hold nothing of the rest of it."""
    data = json.loads((DEMO / "releases" / "01-oconnor-1-legal.json").read_bytes())
    data["release"] |= {"form_id": MARK, "language": MARK}
    edit: Edit = RELEASES[case][0]
    edit(data["release"])
    fields = ("incident.narrative",)
    found = fault(lambda: release_file_from(data, fields=fields, where="input.json"))

    assert [] == carried(found)


@pytest.mark.parametrize(
    "edit",
    [
        {"subject": MARK},
        {"instrument": [MARK]},
        {"answers": MARK},
        {"answers": [{MARK: MARK}]},
        {MARK: MARK},
    ],
    ids=" ".join,
)
def test_faulty_answers_should_be_dropped(edit: dict[str, Any]) -> None:
    """An error about answers should hold none of them."""
    good = {"subject": SUBJECT, "instrument": "hark", "answers": {"q1": MARK}}
    found = fault(lambda: answers_from({**good, **edit}, where="input.json"))

    assert [] == carried(found)


@pytest.mark.parametrize(
    "text",
    [
        f'{{"a": "{MARK}", "b": }}',
        f'{{"{MARK}": 1, "{MARK}": 2}}',
        f'["{MARK}", NaN]',
        "[" * 40 + f'"{MARK}"' + "]" * 40,
        f'["{MARK}", "\\ud800"]',
        f'["{MARK}", "\udcff"]',
    ],
    ids=["cut", "twice", "nan", "deep", "half", "encoding"],
)
def test_malformed_json_should_be_dropped(tmp_path: Path, text: str) -> None:
    """An error about a file should hold nothing of its text."""
    path = tmp_path / "input.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))

    assert [] == carried(fault(lambda: read_file(path)))


# --- the vault ------------------------------------------------------------------------


FACTS = SubjectFacts(
    birth_date=date(1988, 4, 17),
    conflict_walls=frozenset({f"{MARK}.wall"}),
    guardians=(Guardian(id=f"{MARK}.guardian", kind="parent", abuser="confirmed"),),
    prior_disclosures=frozenset({f"{MARK}.prior"}),
)


def fill(vault: Vault) -> None:
    """Keep the demo's person with marks in her name, her notes and her facts."""
    vaults.keep_demo(vault, "01-oconnor")
    name = HumanName(text=f"Maeve {MARK}", use="legal")
    note = Note(kind="contact", written_at=EVENING, text=f"The {MARK} called.")
    records = (Person(names=(name,)), note)
    vault.keep(Intake(subject=SUBJECT, records=records, facts=FACTS), actor=STAFF)
    subject, release = vaults.release_of(vault, "01-oconnor-1-legal")
    vault.sign(subject, attrs.evolve(release, language=MARK), actor=STAFF)


@pytest.fixture(scope="module", name="finished")
def _finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finished")
    with vaults.new_vault(folder) as vault:
        fill(vault)
        send(vault)
    return folder


@pytest.fixture(name="folder")
def _folder(finished: Path, tmp_path: Path) -> Path:
    shutil.copytree(finished, tmp_path, dirs_exist_ok=True)
    return tmp_path


def send(vault: Vault) -> object:
    return vault.disclose(SUBJECT, to=LEGAL, purpose="protection_order", actor=STAFF)


def read(vault: Vault) -> object:
    return vault.read(
        SUBJECT, actor=STAFF, purpose="safety_planning", need_to_know="a call"
    )


ACTS: dict[str, Callable[[Vault], object]] = {
    "disclose": send,
    "read": read,
    "withdraw": lambda vault: vault.withdraw(SUBJECT, actor=STAFF),
    "who sees": lambda vault: vault.who_sees(SUBJECT, actor=STAFF),
    "account": lambda vault: vault.account_of_disclosures(SUBJECT, actor=STAFF),
    "verify": Vault.verify,
}

#: Damage to what is sealed, and the acts that meet it.
DAMAGE = {
    "cell": ("fjc_cell", ("disclose", "read", "verify")),
    "event": ("fjc_event", ("disclose", "read", "withdraw", "who sees", "verify")),
    "detail": ("fjc_audit_detail", ("account", "verify")),
}


@contextmanager
def edited(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / "store" / "vault.db")) as database:
        names = database.execute("SELECT name FROM sqlite_schema WHERE type='trigger'")
        for (name,) in names.fetchall():
            database.execute(f"DROP TRIGGER {name}")
        with database:
            yield database


@pytest.mark.parametrize(
    ("table", "act"),
    [(table, act) for table, acts in DAMAGE.values() for act in acts],
)
def test_a_corrupted_row_should_be_named_alone(
    folder: Path, table: str, act: str
) -> None:
    """A row that was garbled should end an act, with what the others hold unsaid."""
    with edited(folder) as database:
        database.execute(
            f"UPDATE {table} SET sealed = CAST(substr(sealed, 2) AS BLOB)"
            f" WHERE rowid = (SELECT max(rowid) FROM {table})"
        )
    with vaults.reopened(folder) as vault:
        found = fault(lambda: ACTS[act](vault))

    assert [] == carried(found)


class Failing:
    """A rule of a plugin that fails when it is asked."""

    id = "demo.rule"

    def cap(self, question: object, /) -> Any:
        raise RuntimeError(question)


@pytest.mark.parametrize("act", ["disclose", "read", "who sees"])
def test_a_failing_rule_should_be_named_alone(folder: Path, act: str) -> None:
    """A rule that fails should end an act without the facts it was asked about."""
    with vaults.reopened(folder) as vault:
        core = vault._open
        policy = attrs.evolve(core.policy, rules=(Failing(),))
        vault._core = attrs.evolve(core, policy=policy)
        found = fault(lambda: ACTS[act](vault))

    assert (RuleFailed, "demo.rule") == (type(found), found.where)
    assert [] == carried(found)


@pytest.mark.parametrize("shout", ["ValueError", "SystemExit", "KeyError"])
def test_a_failing_connector_should_be_named_alone(tmp_path: Path, shout: str) -> None:
    """A connector that fails with what it was handed should leave none of it behind."""
    text = (DEMO / "fjcore.toml").read_text("utf-8")
    text = text.replace(
        f'id = "{LEGAL}"\nconnector = "filedrop.folder"',
        f'id = "{LEGAL}"\nconnector = "demo.mailbox"',
    )
    (tmp_path / "fjcore.toml").write_text(text + "\n[plugins.fjcore-demo]\n", "utf-8")
    site = Site.load(tmp_path / "fjcore.toml")
    faulty = plugins.connector(
        on_send=f"raise {shout}(got[-1].decode())",
        on_close=f"raise {shout}(got[-1].decode())",
    )
    registry = Registry.build(site, extra=[faulty])
    clock, words = FixedClock(EVENING), Secret(PASSPHRASE)
    made = Vault.create(site, words, registry=registry, clock=clock, cost=CHEAP)
    with made as vault:
        fill(vault)
        found = fault(lambda: send(vault))

    assert DeliveryFailed is type(found)
    assert MARK not in printed(found).lower()


@pytest.mark.parametrize(
    "record",
    [
        Person(names=MARK),  # type: ignore[arg-type]
        Person(names=(MARK,)),  # type: ignore[arg-type]
        Person(gov_id=f"{MARK}\ud800"),
        Person(gov_id=f"{MARK}\x1b[2J"),
        Person(birth_date=MARK),  # type: ignore[arg-type]
        Note(kind=MARK, written_at=EVENING, text=MARK),
        Note(kind="contact", written_at=MARK, text=MARK),  # type: ignore[arg-type]
    ],
    ids=["names", "a name", "half", "escape", "day", "code", "instant"],
)
def test_a_record_made_by_hand_should_not_be_printed(
    folder: Path, record: object
) -> None:
    """A record that no reader would have made should be refused and not be printed."""
    intake = Intake(subject=SUBJECT, records=(record,))
    with vaults.reopened(folder) as vault:
        found = fault(lambda: vault.keep(intake, actor=STAFF))

    assert MARK not in printed(found).lower()


def test_a_wrong_passphrase_should_not_travel(folder: Path) -> None:
    """A passphrase that is refused should be in no frame, opening or making a vault."""
    site, words = Site.load(folder / "fjcore.toml"), Secret(MARK * 2)
    opened = fault(lambda: Vault.open(site, words))
    made = fault(lambda: Vault.create(site, words, cost=CHEAP))

    assert AccessRefused is type(opened)
    assert [[], []] == [carried(opened), carried(made)]
