"""The demo: the commands' own code on shipped, made-up people, from intake to proof."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from attrs import define, field
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.rule import Rule

from fjcore.cli import run, show, sweep
from fjcore.consent import ObligationKind, Release
from fjcore.disclosure import Disclosure, Evidence
from fjcore.errors import InputRefused, Problem, Refused
from fjcore.records.categories import covers
from fjcore.sdk import Registry, Site
from fjcore.values import FixedClock, Secret
from fjcore.vault import Vault, intake_from, read_file, release_file_from
from fjcore.vault.engine import connect

STAFF = "r.okafor"
MORNING = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
AFTERNOON = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)
BIRTHDAY = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)

#: Told aloud before anything goes to the police: a lawyer may get to see it.
TOLD = {ObligationKind.DISCOVERY_WARNING}

LEGAL, POLICE = "billings.legal_aid", "billings.police"


@define
class Story:
    """One run of the demo: its folder, vault, clock and what happened so far."""

    console: Console
    folder: Path
    inputs: Path
    vault: Vault
    registry: Registry
    clock: FixedClock
    subjects: dict[str, str] = field(factory=dict)
    alerts: list[str] = field(factory=list)
    releases: dict[str, Release] = field(factory=dict)
    asked: list[tuple[str, str, str]] = field(factory=list)
    sent: list[Disclosure] = field(factory=list)
    refused: Counter[str] = field(factory=Counter)

    def files(self, kind: str) -> list[Path]:
        """Give the input files of a kind, in their order."""
        return sorted((self.inputs / kind).glob("*.json"))

    def disclose(self, subject: str, to: str, purpose: str) -> Disclosure:
        """Disclose, with the warnings that a person gives beforehand given."""
        now = self.clock.now()
        said = {kind: Evidence(STAFF, now) for kind in TOLD}
        made = self.vault.disclose(
            subject, to=to, purpose=purpose, evidence=said, actor=STAFF
        ).disclosure
        self.sent.append(made)
        return made


def run_demo(console: Console, *, out: Path | None, store: str) -> None:
    """Run the whole story and show what came of it."""
    with _folder(out) as folder, _database(store, keep=out is not None) as url:
        source = files("fjcore.cli").joinpath("demo_data")
        with as_file(source) as data:
            shutil.copytree(data, folder / "inputs")
        story = _begin(console, folder, url)
        try:
            _take_in(story)
            _show_one(story)
            _send_all(story)
            _withdrawal(story)
            _birthday(story)
            _prove(story)
        finally:
            story.vault.close()
        _search(story, url)
        if out is not None:
            console.print(f"everything is in {folder}", highlight=False)


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    if out is None:
        with tempfile.TemporaryDirectory(prefix="fjcore-demo-") as name:
            yield Path(name)
        return
    taken = out.exists() and (not out.is_dir() or any(out.iterdir()))
    if taken:
        raise InputRefused("--out", problems=(Problem("--out", "not_empty"),))
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    yield out


@contextmanager
def _database(store: str, *, keep: bool) -> Iterator[str]:
    """Give the address of the store; on a server, of a schema made for this run."""
    if not store:
        yield "sqlite:store/vault.db"
        return
    name = f"fjcore_demo_{secrets.token_hex(4)}"
    engine = connect(store, Path(), create=True)
    _execute(engine, f"CREATE SCHEMA {name}")
    joint = "&" if "?" in store else "?"
    try:
        yield f"{store}{joint}options={quote(f'-csearch_path={name}', safe='')}"
    finally:
        if not keep:
            _execute(engine, f"DROP SCHEMA {name} CASCADE")
        engine.dispose()


def _execute(engine: sa.Engine, statement: str) -> None:
    from fjcore.vault.engine import transact

    transact(engine, lambda connection: connection.exec_driver_sql(statement))


def _begin(console: Console, folder: Path, url: str) -> Story:
    text = (folder / "inputs" / "fjcore.toml").read_text("utf-8")
    site_path = folder / "fjcore.toml"
    site_path.write_text(text.replace("sqlite:vault.db", url), "utf-8")
    words = "made-up people only " + secrets.token_hex(8)
    secret_path = folder / "passphrase.txt"
    secret_path.touch(mode=0o600)
    secret_path.write_text(words + "\n", "utf-8")
    clock = FixedClock(MORNING)
    vault = Vault.create(Site.load(site_path), Secret(words), clock=clock)
    console.print(
        "Made-up people, made-up agencies. The clock of this demo stands at "
        f"{MORNING:%d %B %Y} and moves with the story.",
        highlight=False,
    )
    show.plugins(console, vault.registry.report)
    return Story(
        console=console,
        folder=folder,
        inputs=folder / "inputs",
        vault=vault,
        registry=vault.registry,
        clock=clock,
    )


def _take_in(story: Story) -> None:
    kinds = ("intakes", "screens", "releases")
    total = sum(len(story.files(kind)) for kind in kinds)
    progress = Progress(
        TextColumn("{task.description:<12}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=story.console,
    )
    with progress:
        task = progress.add_task("intakes", total=total)
        for path in story.files("intakes"):
            kept = run.keep(story.vault, path, STAFF)
            story.subjects[path.stem] = kept.subject
            story.clock.advance(timedelta(minutes=1))
            progress.advance(task)
        progress.update(task, description="screens")
        for path in story.files("screens"):
            lines = list(run.screen(story.vault, path, STAFF))
            story.alerts += [
                f"{path.stem}: {line}" for line in lines if line.startswith("ALERT")
            ]
            progress.advance(task)
        story.clock.move_to(AFTERNOON)
        progress.update(task, description="releases")
        for path in story.files("releases"):
            _sign(story, path)
            progress.advance(task)
    medical = [line for line in story.alerts if "strangulation" in line]
    story.console.print(
        f"{len(story.subjects)} people taken in, {len(story.releases)} releases signed, "
        f"{len(story.alerts)} alerts raised at the answer that caused them, "
        f"{len(medical)} of them for strangulation:",
        highlight=False,
    )
    for line in medical[:3]:
        story.console.print(f"  {line}", highlight=False)


def _sign(story: Story, path: Path) -> None:
    run.sign(story.vault, path, STAFF)
    subject, release = release_file_from(
        read_file(path), fields=story.vault.narratives, where=path.name
    )
    story.releases[release.id] = release
    agency = release.recipients[0].partition("#")[0]
    story.asked.append((subject, agency, release.purpose[0]))


def _show_one(story: Story) -> None:
    subject = story.subjects["01-oconnor"]
    _title(story, "Who may see what of one survivor")
    show.matrix(story.console, story.vault.who_sees(subject, actor=STAFF))
    _title(story, "Three disclosures to three kinds of recipient")
    show.disclosures(
        story.console,
        [
            story.disclose(subject, LEGAL, "civil_legal_representation"),
            story.disclose(subject, POLICE, "criminal_investigation"),
            story.disclose(subject, "billings.hospital", "medical_treatment"),
        ],
    )


def _send_all(story: Story) -> None:
    _title(story, "Everyone's releases used once")
    for subject, agency, purpose in story.asked:
        try:
            story.disclose(subject, agency, purpose)
        except Refused as error:
            story.refused.update({problem.code for problem in error.problems})
    reasons = ", ".join(f"{code} {n}" for code, n in sorted(story.refused.items()))
    outside = sum(
        not _named(category, path, story.releases[release_id])
        for made in story.sent
        for path, _, category in made.granted
        for release_id in made.release_ids[:1]
        if len(made.release_ids) == 1
    )
    story.console.print(
        f"{len(story.sent)} disclosures sent; refused: {reasons or 'none'}; "
        f"fields sent outside what the release names: {outside}",
        highlight=False,
    )


def _named(category: str, path: str, release: Release) -> bool:
    return any(covers(item, category) or item == path for item in release.scope)


def _withdrawal(story: Story) -> None:
    _title(story, "A withdrawal, told by telephone")
    subject = story.subjects["09-withdrawn"]
    done = story.vault.withdraw(subject, recipients=(POLICE,), actor=STAFF)
    story.console.print(f"to be told: {', '.join(done.tell)}", highlight=False)
    _refusal(story, subject, POLICE, "criminal_investigation")


def _birthday(story: Story) -> None:
    _title(story, "A minor turns 18 at midnight")
    subject = story.subjects["05-minor"]
    story.clock.move_to(BIRTHDAY - timedelta(microseconds=1))
    story.disclose(subject, LEGAL, "protection_order")
    story.console.print(
        "a moment before midnight: sent, with her and her mother's word"
    )
    story.clock.move_to(BIRTHDAY)
    _refusal(story, subject, LEGAL, "protection_order")


def _refusal(story: Story, subject: str, to: str, purpose: str) -> None:
    try:
        story.disclose(subject, to, purpose)
    except Refused as error:
        codes = ", ".join(problem.code for problem in error.problems)
        story.console.print(f"refused to {to}: {codes}", highlight=False)
    else:
        raise AssertionError("the demo sent what it must not")


def _prove(story: Story) -> None:
    _title(story, "What was sent, and proof of it")
    subject = story.subjects["01-oconnor"]
    rows = story.vault.account_of_disclosures(subject, actor=STAFF)
    show.account(story.console, rows)
    story.vault.verify()
    show.report(story.console, story.vault.verify())


def _search(story: Story, url: str) -> None:
    registry = story.registry
    records = [
        record
        for path in story.files("intakes")
        for record in intake_from(
            read_file(path),
            forms=registry.forms,
            catalog=registry.catalog(),
            where=path.name,
        ).records
    ]
    wanted = sweep.sensitive(records)
    places = list(sweep.files_of([story.folder / "store", story.folder / "keys"]))
    if not url.startswith("sqlite:"):
        engine = connect(url, story.folder, create=False)
        places += list(sweep.tables_of(engine))
        engine.dispose()
    found = sweep.hits(wanted, places)
    size = sum(len(raw) for _, raw in places)
    story.console.print(
        f"{len(wanted)} sensitive values searched in {size} bytes of "
        f"{len(places)} files and tables",
        highlight=False,
    )
    story.console.print(f"sensitive values in clear: {len(found)}", highlight=False)
    if found:
        raise AssertionError("a sensitive value stands in clear")


def _title(story: Story, text: str) -> None:
    story.console.print(Rule(text, align="left", style="dim"))
