"""Walls, forms, agreements, questions and first steps: which of them a center meets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from attrs import frozen

from fjcore.consent.center.facts import SystemKind as Shared
from fjcore.consent.center.matters import Matters
from fjcore.consent.center.words import listed, say, words
from fjcore.consent.vocabulary import RecipientKind as Kind

#: Says for whom something matters; nobody: it does not.
Whom = Callable[[Matters], tuple[str, ...]]


@frozen(kw_only=True)
class Point:
    """One thing that a center has to know or do, whom it is about, and its source."""

    id: str
    title: str
    text: str
    names: tuple[str, ...]
    source: str


def _all_holders(found: Matters) -> tuple[str, ...]:
    return found.those(lambda one: one.holds)


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return one if one and other else ()


def _mixed(found: Matters) -> tuple[str, ...]:
    return found.those(lambda one: one.team and bool(one.family))


def _tribal(found: Matters) -> tuple[str, ...]:
    return found.those(lambda one: one.agency.tribal)


def _lawyers(found: Matters) -> tuple[str, ...]:
    return found.kinds(Kind.CIVIL_LEGAL, Kind.CLERGY)


def _health(found: Matters) -> tuple[str, ...]:
    return found.those(
        lambda one: "hipaa" in one.names and not one.family, holders=True
    )


def _shared(found: Matters) -> tuple[str, ...]:
    kinds = [Shared.CALENDAR, Shared.SIGN_IN, Shared.NETWORK, Shared.PHONE]
    kinds += [Shared.MAIL, Shared.FILES, Shared.CAMERAS]
    return tuple(name for kind in kinds for name in found.system(kind))


def _users(kind: Shared) -> Whom:
    return lambda found: found.users(kind)


def _under(regime: str) -> Whom:
    return lambda found: found.under(regime)


def _kinds(*kinds: Kind) -> Whom:
    return lambda found: found.kinds(*kinds)


WALLS: Mapping[str, Whom] = {
    "place": lambda f: f.co_located,
    "no_privilege": lambda f: f.employed,
    "privileged": lambda f: f.privileged,
    "unprivileged": lambda f: f.unprivileged,
    "lawyers": _lawyers,
    "team": lambda f: f.team,
    "open_team": lambda f: f.open_team,
    "employer": lambda f: f.same_employer,
    "hmis": lambda f: f.hmis,
    "shelter": _kinds(Kind.SHELTER),
    "database": lambda f: f.database,
    "calendar": _users(Shared.CALENDAR),
    "sign_in": _users(Shared.SIGN_IN),
    "network": _users(Shared.NETWORK),
    "phone": _users(Shared.PHONE),
    "mail": _users(Shared.MAIL),
    "files": _users(Shared.FILES),
    "cameras": _users(Shared.CAMERAS),
    "part2": _under("part2"),
    "child": _kinds(Kind.CPS),
    "agent": _all_holders,
    "vendor": lambda f: f.run_by_company,
    "numbers": lambda f: f.family,
    "harm": _all_holders,
}

FORMS: Mapping[str, Whom] = {
    "grant": lambda f: f.family,
    "hipaa": _under("hipaa"),
    "part2": _under("part2"),
    "psychotherapy": lambda f: f.therapists,
    "ferpa": _under("ferpa"),
    "privilege": lambda f: tuple(dict.fromkeys((*f.privileged, *_lawyers(f)))),
    "operator": _kinds(Kind.SHELTER),
    "plain": lambda f: f.lawless,
}

AGREEMENTS: Mapping[str, Whom] = {
    "partner": _all_holders,
    "interpreter": _kinds(Kind.INTERPRETER),
    "vendor": lambda f: (*f.kinds(Kind.VENDOR), *f.run_by_company),
    "employer": lambda f: f.those(lambda one: one.agency.employer != one.agency.id),
    "operator": _kinds(Kind.SHELTER),
    "tribal": _tribal,
    "mandate": lambda f: f.reporters,
}

QUESTIONS: Mapping[str, Whom] = {
    "employed": lambda f: f.employed,
    "mixed": _mixed,
    "no_law": lambda f: f.lawless,
    "lawyers": _lawyers,
    "money": lambda f: f.unknown_money,
    "licence": lambda f: f.unsaid_licence,
    "staff": lambda f: f.unsaid_staff,
    "pack": lambda f: () if f.center.packs else (f.center.state,),
    "systems": lambda f: () if f.center.systems else (f.center.name,),
    "tribal": _tribal,
    "mdt": _kinds(Kind.MDT),
    "vendor": lambda f: _both(f.run_by_company, (*f.under("hipaa"), *f.under("part2"))),
    "public_records": lambda f: f.public,
    "treatment_scope": _health,
    "subpoena": lambda f: f.family,
    "emergency": lambda f: f.family,
    "fatality": lambda f: f.under("vawa"),
    "time": lambda f: f.family,
    "toddlers": lambda f: f.family,
    "majority": lambda f: f.family,
    "acp": lambda f: f.family,
    "police_papers": lambda f: f.those(
        lambda one: bool(one.family) and not one.team, holders=True
    ),
    "therapy_access": lambda f: f.therapists,
    "voca": _under("voca"),
}

STEPS: Mapping[str, Whom] = {
    "own_files": _all_holders,
    "shared": _shared,
    "hmis": lambda f: f.hmis,
    "privilege": lambda f: (*f.privileged, *f.employed),
    "money": lambda f: f.unknown_money,
    "counsel": _all_holders,
    "forms": _all_holders,
    "agreements": lambda f: tuple(one.title for one in agreements(f)),
    "train": _all_holders,
    "vault": _all_holders,
}


def walls(found: Matters) -> tuple[Point, ...]:
    """Give where walls must stand."""
    return tuple(_points(found, "wall", WALLS))


def forms(found: Matters) -> tuple[Point, ...]:
    """Give which release forms are needed, and by whom."""
    return tuple(_points(found, "form", FORMS))


def agreements(found: Matters) -> tuple[Point, ...]:
    """Give which agreements and contracts are needed, and with whom."""
    return tuple(_points(found, "agreement", AGREEMENTS))


def questions(found: Matters) -> tuple[Point, ...]:
    """Give what counsel is asked: on this center, then what its packs leave open."""
    own = tuple(_points(found, "question", QUESTIONS))
    packs = tuple(
        Point(
            id=f"{pack.id}.{row.id}",
            title="",
            text=row.text,
            names=(),
            source="; ".join(cite.section for cite in row.cites),
        )
        for pack in found.center.packs
        for row in pack.questions
    )
    return (*own, *packs)


def steps(found: Matters) -> tuple[Point, ...]:
    """Give what to do first, in order."""
    return tuple(_points(found, "step", STEPS))


def _whom(found: Matters, names: tuple[str, ...]) -> str:
    """Name agencies, and those that stand together in the plan by one word."""
    if len(names) > 3 and names == found.family:
        return say("say.family")
    return listed(names)


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _points(found: Matters, table: str, whom: Mapping[str, Whom]) -> Iterator[Point]:
    rows = {row["id"]: row for row in words()[table]}
    for name, asked in whom.items():
        names = tuple(asked(found))
        if not names:
            continue
        row = rows[name]
        parts = {
            "names": _whom(found, names),
            "paid": "; ".join(found.paid),
            "privileged": f" ({listed(found.privileged)})" if found.privileged else "",
            "privilege_source": found.privilege_source,
            "team": f" ({listed(found.employed)})" if found.employed else "",
            "database": f": not for {listed(found.database)}" if found.database else "",
        }
        yield Point(
            id=name,
            title=row.get("title", ""),
            text=_begun(row["text"].format(**parts)),
            names=names,
            source=row.get("source", "").format(**parts),
        )
