"""The format of scenario files: every key, which of them may be absent, every word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from fjcore.consent import _strict as s
from fjcore.consent.facts import ABUSER, GUARDIAN_KINDS
from fjcore.consent.reading import FORMS, METHODS, ROLES, SIGNATURES
from fjcore.consent.vocabulary import (
    BasisKind,
    ObligationKind,
    Purpose,
    Reason,
    RecipientKind,
)
from fjcore.errors import FjcoreError, Problem
from fjcore.records.categories import CATEGORIES, is_known
from fjcore.values import zone

#: Ends of a release, of which there is one at most.
ENDS = ("expires_at", "expires_on", "expires_local", "duration_days")
_REGIME = re.compile(r"vawa|fvpsa|voca|hipaa|part2|ferpa|priv\.[a-z0-9]+\.[\w.-]+")
_MANY = 10_000
_MAX_DAYS = 36_500


def _zone(name: str) -> bool:
    try:
        zone(name)
    except FjcoreError:
        return False
    return True


def _words(words: Iterable[str]) -> s.Check:
    return s.one_of(frozenset(map(str, words)))


_kind = _words(RecipientKind)
_purpose = _words(Purpose)
_leaf = s.one_of(CATEGORIES)
_item = s.fits(is_known)
_any_item = s.fits(lambda item: item == "*" or is_known(item))
_leaves = s.listed(_leaf)
_names = s.listed(s.name)
_instant = s.instant


def _spoken(_: Any, __: str) -> Iterator[Problem]:
    """Take anything: what only informs a reader decides nothing."""
    return iter(())


_HOLDER = s.keyed(
    {
        "agency": s.name,
        "type": _kind,
        "unit": s.text,
        "regimes": s.listed(s.fits(lambda word: bool(_REGIME.fullmatch(word)))),
    },
    {},
)
_SUBJECT = s.keyed(
    {
        "id": s.name,
        "birth_date": s.maybe(s.day),
        "deceased_at": s.maybe(_instant),
        "emancipated": s.flag,
        "may_consent_alone": s.flag,
        "can_knowingly_consent": s.flag,
        "acp_participant": s.flag,
    },
    {},
)
_GUARDIAN = s.keyed(
    {
        "id": s.name,
        "kind": s.one_of(GUARDIAN_KINDS),
        "abuser": s.one_of(ABUSER),
        "abuser_of_other_parent": s.flag,
        "from": s.maybe(_instant),
        "until": s.maybe(_instant),
    },
    {"abuser_known_at": _instant},
)
_RELEASE = s.keyed(
    {
        "id": s.name,
        "forms": s.listed(s.one_of(FORMS)),
        "scope": s.listed(_any_item),
        "exclude": s.listed(_any_item),
        "recipients": _names,
        "purpose": s.listed(_purpose),
        "methods": s.listed(s.one_of(METHODS)),
        "signed_at": s.maybe(_instant),
        "effective_at": s.maybe(_instant),
        "expires_at": s.maybe(_instant),
        "revoked_at": s.maybe(_instant),
        "written": s.flag,
        "complete": s.flag,
        "informed": s.flag,
        "voluntary": s.flag,
        "signature": s.one_of(SIGNATURES),
        "signers": s.listed(s.keyed({"id": s.name, "role": s.one_of(ROLES)}, {})),
        "covers_future_records": s.flag,
        "survives_death": s.flag,
        "privilege_ack": s.flag,
        "max_uses": s.maybe(s.count(0, _MANY)),
        "uses": s.count(0, _MANY),
        "witness": _spoken,
    },
    {
        "expires_on": s.day,
        "expires_local": s.wall,
        "duration_days": s.count(1, _MAX_DAYS),
        "expires_event": s.text,
        "event_occurred_at": _instant,
        "partial_revocations": s.listed(
            s.keyed(
                {"at": _instant}, {"recipients": _names, "categories": s.listed(_item)}
            )
        ),
        "revocation": _spoken,
        "language": _spoken,
        "subject_language": _spoken,
        "interpreter": _spoken,
        "abuser_present": _spoken,
    },
)
_CONDITIONS = (
    "permitted_by_local_law",
    "purposes_prevent_safety_accountability",
    "protects_identity_incl_children",
    "effort_personal_rep",
    "effort_children_or_nonabuser_guardian",
    "limited_to_necessary",
)
_KIND = {"kind": _words(BasisKind)}
# What is not said to be verified is not: rule O3 reads its absence.
_ORDER = s.keyed(
    {**_KIND, "categories": _leaves},
    {
        "verified": s.flag,
        "stayed": s.flag,
        "in_camera": s.flag,
        "part2_compliant": s.flag,
    },
)
_STATUTE = {**_KIND, "statute": s.text, "covered": _leaves}
_BASES: dict[str, s.Check] = {
    "court_order": _ORDER,
    "search_warrant": _ORDER,
    "subpoena": s.keyed(_KIND, {"satisfactory_assurance": s.flag}),
    "statutory_mandate": s.keyed(
        {**_STATUTE, "holder_is_mandated": s.flag}, {"hipaa_512c": s.flag}
    ),
    "statute_permissive": s.keyed(_STATUTE, {"hipaa_conditions": s.flag}),
    "agent_contract": s.keyed({**_KIND, "bound": s.flag, "tie_to_abuser": s.flag}, {}),
    "fatality_review": s.keyed(
        {
            **_KIND,
            "categories": _leaves,
            "conditions": s.keyed(dict.fromkeys(_CONDITIONS, s.flag), {}),
        },
        {},
    ),
}


def _basis(value: Any, at: str) -> Iterator[Problem]:
    kind = value.get("kind") if type(value) is dict else None
    known = _BASES.get(kind) if type(kind) is str else None
    yield from (known or s.keyed(_KIND, {}))(value, at)


_REQUEST = s.keyed(
    {
        "recipient": s.name,
        "recipient_type": _kind,
        "purpose": _purpose,
        "categories": s.listed(_leaf, least=1),
        # A time that cannot be read, or has no offset, is what rule T1 is about.
        "at": s.text,
        "legal_basis": _basis,
    },
    {
        "recipient_person": s.name,
        "method": s.one_of(METHODS),
        "records": s.listed(
            s.keyed({"id": s.name, "category": _leaf, "created_at": _instant}, {})
        ),
        "smallest_cell": s.count(0, 2**53),
        "deid_method": s.one_of(("safe_harbor", "expert")),
        "staff": s.text,
        "unit": s.text,
        "need_to_know": s.flag,
        "queued_at": s.text,
    },
)
_FACTS = s.keyed(
    {
        "jurisdiction": s.name,
        "tz": s.fits(_zone),
        "policy": s.keyed(
            {"max_release_days": s.count(0, _MAX_DAYS), "min_cell": s.count(0, _MANY)},
            {},
        ),
        "holder": _HOLDER,
        "subject": _SUBJECT,
        "guardians": s.listed(_GUARDIAN),
        "releases": s.listed(_RELEASE),
        "request": _REQUEST,
    },
    {
        "revoke_all_at": _instant,
        "prior_disclosures": s.flag,
        "category_introduced": s.table(_leaf, _instant),
        "embedded": s.table(_leaf, _leaves),
        "conflict_walls": _names,
        "origin": s.keyed({"agency": s.name, "release": s.text}, {}),
        "shelter_authorization": s.flag,
        "downstream_part2": s.flag,
        "use_against_subject": s.flag,
    },
)


def _expect(reasons: Iterable[str]) -> s.Check:
    return s.keyed(
        {
            "decision": s.one_of(("allow", "deny", "partial")),
            "allowed_categories": _leaves,
            "denied_categories": _leaves,
            "reasons": s.table(_leaf, _words(reasons)),
            "obligations": s.listed(_words(ObligationKind)),
        },
        {
            "redacted": s.table(_leaf, _leaves),
            "allowed_records": _names,
            "denied_records": _names,
        },
    )


def _scenario(reasons: Iterable[str]) -> s.Check:
    return s.keyed(
        {
            "id": s.name,
            "title": s.text,
            "status": s.one_of(("settled", "policy")),
            "tags": s.listed(s.text),
            "facts": _FACTS,
            "expect": _expect(reasons),
            "why": s.text,
            "source": s.text,
        },
        {},
    )


#: A file that the law alone answers, and one of a site with limits of its own.
_LAW, _LOCAL = _scenario(set(Reason) - {Reason.LIMITED}), _scenario(Reason)


def problems(data: Any, *, local: bool = False) -> Iterator[Problem]:
    """Find every fault of a file; a ``local`` one may expect ``limited``."""
    yield from s.listed(_LOCAL if local else _LAW)(data, "scenarios")
    if type(data) is not list:
        return
    seen: set[str] = set()
    for index, row in enumerate(data):
        at = f"scenarios.{index}"
        name = row.get("id") if type(row) is dict else None
        if type(name) is str and name in seen:
            yield Problem(f"{at}.id", "duplicate")
        elif type(name) is str:
            seen.add(name)
        yield from _ends(row, at)


def _ends(row: Any, at: str) -> Iterator[Problem]:
    facts = row.get("facts") if type(row) is dict else None
    releases = facts.get("releases") if type(facts) is dict else None
    for index, one in enumerate(releases if type(releases) is list else ()):
        if type(one) is dict and sum(one.get(e) is not None for e in ENDS) > 1:
            yield Problem(f"{at}.facts.releases.{index}", "two_ends")
