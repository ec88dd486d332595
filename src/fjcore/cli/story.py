"""The chapters of the demo: a center's day with 26 made-up people, and the proof."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from attrs import define, field
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.rule import Rule

from fjcore.cli import run, show, sweep
from fjcore.consent import ObligationKind, Release
from fjcore.disclosure import Disclosure, Evidence
from fjcore.errors import DisclosureError, Refused, VaultError
from fjcore.records.categories import covers
from fjcore.sdk import Registry
from fjcore.values import FixedClock
from fjcore.vault import Vault, intake_from, read_file, release_file_from
from fjcore.vault.engine import connect

STAFF = "r.okafor"
MORNING = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
AFTERNOON = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)
#: Midnight in Denver, at which the minor of the story comes of age.
BIRTHDAY = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
WEDNESDAY = datetime(2026, 3, 4, 16, 0, tzinfo=UTC)

#: Told aloud before anything goes to the police: a lawyer may get to see it.
TOLD = {ObligationKind.DISCOVERY_WARNING}

LEGAL, POLICE, HOSPITAL = "billings.legal_aid", "billings.police", "billings.hospital"

#: Whose file is shown, who turns 18, and who takes her word back.
SHOWN, MINOR, WITHDRAWN = "01-oconnor", "05-minor", "09-withdrawn"


@define
class Story:
    """One run of the demo: its folder, vault, clock and what happened so far."""

    console: Console
    folder: Path
    vault: Vault
    clock: FixedClock
    registry: Registry = field(init=False)
    subjects: dict[str, str] = field(factory=dict)
    alerts: list[str] = field(factory=list)
    releases: dict[str, Release] = field(factory=dict)
    asked: list[tuple[str, str, str]] = field(factory=list)
    sent: list[Disclosure] = field(factory=list)
    refused: Counter[str] = field(factory=Counter)

    def __attrs_post_init__(self) -> None:
        self.registry = self.vault.registry

    def files(self, kind: str) -> list[Path]:
        """Give the input files of a kind, in their order."""
        return sorted((self.folder / "inputs" / kind).glob("*.json"))

    def say(self, text: str) -> None:
        """Print a line."""
        self.console.print(text)

    def title(self, text: str) -> None:
        """Print the title of a chapter."""
        self.console.print()
        self.console.print(Rule(text, align="left", style="dim"))

    def disclose(self, subject: str, to: str, purpose: str) -> Disclosure:
        """Disclose, with the warnings that a person gives beforehand given."""
        now = self.clock.now()
        said = {kind: Evidence(STAFF, now) for kind in TOLD}
        made = self.vault.disclose(
            subject, to=to, purpose=purpose, evidence=said, actor=STAFF
        ).disclosure
        self.sent.append(made)
        return made


def tell(story: Story) -> None:
    """Tell every chapter that needs the vault open."""
    _take_in(story)
    _send_all(story)
    _birthday(story)
    _show_one(story)
    _withdrawal(story)
    _prove(story)


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
            story.subjects[path.stem] = run.keep(story.vault, path, STAFF).subject
            story.clock.advance(timedelta(minutes=1))
            progress.advance(task)
        progress.update(task, description="screens")
        for path in story.files("screens"):
            lines = list(run.screen(story.vault, path, STAFF))
            alerts = [line for line in lines if line.startswith("ALERT")]
            story.alerts += [f"{path.stem}: {line}" for line in alerts]
            progress.advance(task)
        story.clock.move_to(AFTERNOON)
        progress.update(task, description="releases")
        for path in story.files("releases"):
            _sign(story, path)
            progress.advance(task)
        progress.update(task, description="taken in")
    medical = [line for line in story.alerts if "strangulation" in line]
    story.say(
        f"{len(story.subjects)} people taken in, {len(story.releases)} releases on "
        f"file, {len(story.alerts)} alerts raised at the answer that caused them, "
        f"{len(medical)} of them for strangulation, such as:"
    )
    for line in medical[:2]:
        story.say(f"  {line}")


def _sign(story: Story, path: Path) -> None:
    run.sign(story.vault, path, STAFF)
    subject, release = release_file_from(
        read_file(path), fields=story.vault.narratives, where=path.name
    )
    story.releases[release.id] = release
    agency = release.recipients[0].partition("#")[0]
    story.asked.append((subject, agency, release.purpose[0]))


def _send_all(story: Story) -> None:
    story.title("Everyone's releases are used once")
    later = story.subjects[SHOWN]
    for subject, agency, purpose in story.asked:
        if subject == later:
            continue
        try:
            story.disclose(subject, agency, purpose)
        except Refused as error:
            story.refused.update(_codes(error))
    reasons = ", ".join(f"{code} ({n})" for code, n in sorted(story.refused.items()))
    story.say(f"{len(story.sent)} disclosures sent; refused: {reasons or 'none'}")


def _birthday(story: Story) -> None:
    story.title("A minor turns 18 at midnight, local time")
    subject = story.subjects[MINOR]
    story.clock.move_to(BIRTHDAY - timedelta(microseconds=1))
    story.disclose(subject, LEGAL, "protection_order")
    story.say("one moment before midnight: sent, on her and her mother's signatures")
    story.clock.move_to(BIRTHDAY)
    story.say(f"at midnight: {_refusal(story, subject, LEGAL, 'protection_order')}")
    story.clock.move_to(WEDNESDAY)


def _show_one(story: Story) -> None:
    subject = story.subjects[SHOWN]
    story.title("Who may see what of one survivor")
    show.matrix(story.console, story.vault.who_sees(subject, actor=STAFF))
    story.title("Three disclosures to three kinds of recipient")
    show.disclosures(
        story.console,
        [
            story.disclose(subject, LEGAL, "civil_legal_representation"),
            story.disclose(subject, POLICE, "criminal_investigation"),
            story.disclose(subject, HOSPITAL, "medical_treatment"),
        ],
    )
    outside = sum(_outside(story, made) for made in story.sent)
    story.say(
        f"{len(story.sent)} disclosures so far; "
        f"fields in them that no release names: {outside}"
    )
    if outside:
        raise DisclosureError("demo: a field that no release names")


def _outside(story: Story, made: Disclosure) -> int:
    """Count the fields of a disclosure that none of the releases used for it names."""
    items = [i for name in made.release_ids for i in story.releases[name].scope]
    return sum(
        not any(covers(item, category) or item == path for item in items)
        for path, _, category in made.granted
    )


def _withdrawal(story: Story) -> None:
    story.title("A survivor takes her word back, by telephone")
    subject = story.subjects[WITHDRAWN]
    done = story.vault.withdraw(subject, recipients=(POLICE,), actor=STAFF)
    story.say(f"withdrawn; to be told, since it was sent something: {done.tell[0]}")
    story.say(_refusal(story, subject, POLICE, "criminal_investigation"))


def _refusal(story: Story, subject: str, to: str, purpose: str) -> str:
    try:
        story.disclose(subject, to, purpose)
    except Refused as error:
        return f"refused to {to}: {', '.join(_codes(error))}"
    raise DisclosureError("demo: sent what it must not")


def _codes(error: Refused) -> list[str]:
    return [problem.code for problem in error.problems]


def _prove(story: Story) -> None:
    story.title("What was sent of the first survivor, and proof of it all")
    rows = story.vault.account_of_disclosures(story.subjects[SHOWN], actor=STAFF)
    show.account(story.console, rows)
    story.vault.verify()
    show.report(story.console, story.vault.verify())


def search(story: Story, url: str) -> None:
    """Search every stored byte for every sensitive value of every input.

    Raises: VaultError, when one stands there in clear.
    """
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
    story.say(
        f"{len(wanted)} sensitive values searched in {size:,} bytes of "
        f"{len(places)} files and tables"
    )
    story.say(f"sensitive values in clear: {len(found)}")
    if found:
        raise VaultError(f"in clear: {', '.join(sorted(set(found)))}")
