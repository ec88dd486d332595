"""Made-up survivors, whole: files, releases, what others have of the same events."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from attrs import evolve, frozen

from fjcore.consent import Event, FactsRecorded, Release, SubjectFacts, event_to
from fjcore.errors import OptionRefused, Problem
from fjcore.records import AgencyId, Person, unstructure
from fjcore.records.record import info_of
from fjcore.records.watermark import SYNTHETIC
from fjcore.testing._consent import child_facts, events, facts, releases
from fjcore.testing._directory import directory
from fjcore.testing._draws import Draws
from fjcore.testing._edges import Edge, edge_at
from fjcore.testing._elsewhere import elsewhere
from fjcore.testing._harm import harm
from fjcore.testing._help import aside, help_given
from fjcore.testing._home import child_person, home
from fjcore.testing._law import law
from fjcore.testing._papers import papers
from fjcore.testing._people import people, person
from fjcore.testing._plot import Plot, later, plot_of
from fjcore.testing._risk import risk

#: More than a mark has numbers for.
MOST = 10**6


@frozen(kw_only=True, repr=False)
class SyntheticFile:
    """One file of a made-up person, as a vault would keep it.

    ``subject`` is the id it is filed under. Where it was found late that two files are
    one person's, ``same_as`` names the other and ``merged_on`` the day.
    """

    subject: str
    records: tuple[object, ...]
    facts: SubjectFacts
    releases: tuple[Release, ...] = ()
    events: tuple[Event, ...] = ()
    same_as: str = ""
    merged_on: date | None = None

    def intake(self) -> dict[str, Any]:
        """Give the file as the plain data of an intake file, marked as made up."""
        at = datetime(2026, 3, 2, tzinfo=UTC)
        known = FactsRecorded(
            facts=self.facts, effective_at=at, recorded_at=at, actor="syn"
        )
        return {
            "synthetic": True,
            "new_subject": self.subject,
            "records": [
                {"record": info_of(type(one)).name, "payload": unstructure(one)}
                for one in self.records
            ],
            "facts": event_to(known)["facts"],
        }


@frozen(kw_only=True, repr=False)
class SyntheticSurvivor:
    """A made-up survivor with everything that is about her.

    ``files`` begin with her own, her children's after it. ``elsewhere`` is what other
    agencies have of the same events, ``aside`` what is about nobody, or about the
    center. ``edge`` says what is out of the ordinary, if anything.
    """

    mark: str
    edge: Edge | None
    files: tuple[SyntheticFile, ...]
    elsewhere: tuple[object, ...]
    aside: tuple[object, ...]

    @property
    def records(self) -> tuple[object, ...]:
        """Every record, of every file and of none."""
        filed = (record for file in self.files for record in file.records)
        return (*filed, *self.elsewhere, *self.aside)


def synthetic(seed: int, n: int) -> Iterator[SyntheticSurvivor]:
    """Make survivors up, one after the other; the same seed gives the same ones.

    Each is made of the seed and her number alone, on any machine and in any Python,
    so the first of many are the first of few. Among 24 every ``Edge`` is met and every
    type of record. Nobody is modelled on anybody: how often what happens follows
    published figures, and each record carries the mark of made-up people.
    Units: ``n`` survivors, at most a million.
    Raises: OptionRefused, for another number.
    """
    for name, value in (("seed", seed), ("n", n)):
        if type(value) is not int or (name == "n" and not 0 <= value <= MOST):
            raise OptionRefused(name, problems=(Problem(name, "range"),))
    return (survivor(seed, index) for index in range(n))


def survivor(seed: int, index: int) -> SyntheticSurvivor:
    """Make one of them up: the same as ``synthetic`` gives at that place."""
    run = hashlib.sha256(str(seed).encode()).hexdigest()[:6].upper()
    mark, edge = f"{SYNTHETIC}{run}-{index:06d}", edge_at(index)
    plot = plot_of(Draws(seed, index, "plot"), mark, edge)

    def draws(part: str) -> Draws:
        return Draws(seed, index, part)

    files = tuple(_files(seed, index, plot))
    center = tuple(directory()) if index == 0 else ()
    return SyntheticSurvivor(
        mark=mark,
        edge=edge,
        files=files,
        elsewhere=tuple(elsewhere(draws("elsewhere"), plot, files[0].records)),
        aside=(*center, *aside(draws("aside"), plot)),
    )


_PARTS: Mapping[str, Any] = {
    "people": people,
    "home": home,
    "harm": harm,
    "risk": risk,
    "help": help_given,
    "law": law,
    "papers": papers,
}


def _files(seed: int, index: int, plot: Plot) -> Iterator[SyntheticFile]:
    subject = Draws(seed, index, "subject").token(16)
    signed = tuple(releases(Draws(seed, index, "releases"), plot))
    yield SyntheticFile(
        subject=subject,
        records=tuple(
            record
            for name, part in _PARTS.items()
            for record in part(Draws(seed, index, name), plot)
        ),
        facts=facts(plot),
        releases=signed,
        events=tuple(events(plot, signed)),
    )
    for child in plot.children:
        draws = Draws(seed, index, "child", child.number)
        yield SyntheticFile(
            subject=draws.token(16),
            records=(child_person(draws, plot, child, plot.opened),),
            facts=child_facts(plot, child.born),
        )
    if plot.edge is Edge.MERGED:
        yield _second(Draws(seed, index, "second"), plot, subject)


def _second(draws: Draws, plot: Plot, subject: str) -> SyntheticFile:
    """Give the file that another desk opened for her, found to be hers much later."""
    again: Any = person(draws, evolve(plot, given="Test-A."))
    other = AgencyId(system="SYN help desk", value=plot.id("P2"))
    made: Person = evolve(again, person_id=plot.id("P2"), agency_ids=(other,))
    return SyntheticFile(
        subject=draws.token(16),
        records=(made,),
        facts=facts(plot),
        same_as=subject,
        merged_on=later(plot.opened, 400),
    )
