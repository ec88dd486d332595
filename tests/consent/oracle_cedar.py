"""Cases for Cedar: their facts as entities, and what Cedar lets be seen of them.

The rules are said in Cedar's words in ``cedar_rules``; here only facts are handed over.
Ends and birthdays in a named zone are reckoned by ``oracle_time``, for Cedar's times
are whole numbers. No code of the engine is shared.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from cedarpy import Entities, PolicySet, is_authorized_batch
from consent.cedar_rules import INSTRUCTIONS, LIMITS, RELEASES, WITHDRAWALS, policies
from consent.oracle_grounds import CONDITIONS
from consent.oracle_release import EXPLICIT_ONLY, FULL

from fjcore.testing.consent import comes_of_age, days_later, end_of, instant, start_of

STEPS = range(1, FULL + 1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
GUARDIANS = ("parent", "court_guardian", "state_guardian")


@cache
def rules():
    """Give the policies, parsed once."""
    return PolicySet.from_str(policies())


def ticks(value):
    """An instant as whole microseconds."""
    gone = instant(value) - EPOCH
    return (gone.days * 86_400 + gone.seconds) * 10**6 + gone.microseconds


def timed(**times):
    """The instants that are there, by name."""
    return {name: ticks(at) for name, at in times.items() if at}


def refs(kind, names):
    """References to entities."""
    return [{"__entity": {"type": kind, "id": name}} for name in names]


def of_age(facts, at):
    """Whether the person is an adult at an instant."""
    comes = comes_of_age(facts)
    return bool(facts["subject"]["emancipated"] or (comes and at >= comes))


def in_office(row, at):
    """Whether a guardian is in office at an instant."""
    since, until = instant(row.get("from")), instant(row.get("until"))
    return (since is None or since <= at) and (until is None or at < until)


def signed_by(facts, release):
    """Who signed: the person, somebody fit to sign with them, and who they were."""
    signed, asked = instant(release["signed_at"]), instant(facts["request"]["at"])
    unfit, fit, ward = set(), set(), False
    for row in facts["guardians"]:
        known = instant(row.get("abuser_known_at"))
        harm = row["abuser"] != "no" or row["abuser_of_other_parent"]
        if harm and (known is None or known <= asked):
            unfit.add(row["id"])
        if in_office(row, signed):
            fit |= {(row["id"], row["kind"])} if row["kind"] in GUARDIANS else set()
            ward = ward or row["kind"] in GUARDIANS[1:]
    names = {(one["id"], one["role"]) for one in release["signers"]}
    return {
        "by_subject": (facts["subject"]["id"], "subject") in names,
        "cosigned": any(one in fit and one[0] not in unfit for one in names),
        "adult": of_age(facts, signed),
        "ward": ward,
    }


def release_of(facts, said):
    """One release as a record."""
    tz = ZoneInfo(facts["tz"])
    found = {
        **{key: said[key] for key in ("id", "written", "complete", "informed")},
        **{key: said[key] for key in ("voluntary", "signature", "privilege_ack")},
        **{key: list(said[key]) for key in ("recipients", "scope", "forms", "methods")},
        "purposes": list(said["purpose"]),
        "event": (said.get("expires_event") or "").strip().lower(),
        "uses": said["uses"],
        "survives": said["survives_death"],
        "future": said["covers_future_records"],
        "struck": refs("Tree", said["exclude"]),
    }
    steps = {
        item: int((said.get("views") or {}).get(item, FULL)) for item in said["scope"]
    }
    given = [
        f"{item}@{step}" for item in steps for step in STEPS if step <= steps[item]
    ]
    found["given"] = given
    found |= timed(
        signed=said["signed_at"],
        effective=said.get("effective_at"),
        occurred=said.get("event_occurred_at"),
    )
    if said["max_uses"] is not None:
        found["max_uses"] = said["max_uses"]
    if said["signed_at"] is not None:
        cap = days_later(start_of(said), facts["policy"]["max_release_days"], tz)
        found |= timed(end=end_of(said, tz), cap=cap) | signed_by(facts, said)
    return found


def withdrawal_of(said):
    """One withdrawal as a record."""
    names, kinds = said.get("recipients") or (), said.get("categories") or ()
    return {
        "at": ticks(said["at"]),
        "release": said["release"],
        "whole": not names and not kinds,
        "recipients": list(names),
        "agencies": [name.partition("#")[0] for name in names],
        "categories": refs("Tree", kinds),
    }


def withdrawals_of(facts):
    """Every withdrawal of a case, in whichever words it is said."""
    found = list(facts.get("withdrawals") or ())
    for one in facts["releases"]:
        if one.get("revoked_at"):
            found.append({"at": one["revoked_at"], "release": one["id"]})
        for part in one.get("partial_revocations") or ():
            found.append(part | {"release": one["id"]})
    if facts.get("revoke_all_at"):
        found.append({"at": facts["revoke_all_at"], "release": ""})
    return [withdrawal_of(one) for one in found]


def limit_of(said):
    """One limit as a record."""
    return {
        **{key: list(said[key]) for key in ("kinds", "recipients", "purposes")},
        "everything": not said["categories"],
        "categories": refs("Tree", said["categories"]),
        **{"cap": int(said["cap"]), "acp_only": said["acp_only"]},
    }


def instruction_of(said):
    """One thing said never to be done, as a record."""
    return {
        "kinds": list(said["kinds"]),
        "everything": not said["categories"],
        "categories": refs("Tree", said["categories"]),
        **timed(since=said["since"], until=said["until"]),
    }


FLAGS = (
    *("verified", "stayed", "in_camera", "part2_compliant", "satisfactory_assurance"),
    *("holder_is_mandated", "hipaa_conditions", "bound", "tie_to_abuser"),
)


def paper_of(facts):
    """The evidence of the ground asked on, with its span; nothing where none is."""
    span, said = facts.get("exhibit", {}), facts["request"]["legal_basis"]
    if span is None:
        return {}
    met = said.get("conditions") or {}
    paper = {
        **{name: bool(said.get(name)) for name in FLAGS},
        "lists": list(said.get("categories") or said.get("covered") or ()),
        "conditions": sum(bool(met.get(name)) for name in CONDITIONS),
        **timed(since=span.get("since"), until=span.get("until")),
    }
    return {"paper": paper}


def asker_of(facts):
    """Everything known of a case, as the one who asks."""
    asked, subject, holder = facts["request"], facts["subject"], facts["holder"]
    person, to = asked.get("recipient_person"), asked["recipient"]
    found = {
        **{"recipient": to, "kind": asked["recipient_type"], "at": ticks(asked["at"])},
        "names": [to, f"{to}#{person}"] if person else [to],
        "method": asked.get("method") or "electronic",
        "basis": asked["legal_basis"]["kind"],
        "exemptions": asked.get("exemptions", True),
        "method_of_rows": asked.get("deid_method") or "",
        **{key: asked.get(key) or "" for key in ("purpose", "staff", "unit")},
        "need_to_know": bool(asked.get("need_to_know")),
        **{"holder": holder["agency"], "holder_unit": holder["unit"]},
        **{"regimes": list(holder["regimes"]), "subject": subject["id"]},
        **{"acp": subject["acp_participant"], "alone": subject["may_consent_alone"]},
        "can_consent": subject["can_knowingly_consent"],
        "adult": of_age(facts, instant(asked["at"])),
        "least": facts["policy"]["min_cell"],
        "walls": list(facts.get("conflict_walls") or ()),
        "downstream": bool(facts.get("downstream_part2")),
        "against": bool(facts.get("use_against_subject")),
        "shelter_authorized": bool(facts.get("shelter_authorization")),
        "closed": bool(facts.get("closed")),
        **timed(died=subject["deceased_at"]),
        **paper_of(facts),
    }
    if person:
        found["person"] = person
    if asked.get("smallest_cell") is not None:
        found["cell"] = asked["smallest_cell"]
    lists = {
        "f": (RELEASES, [release_of(facts, one) for one in facts["releases"]]),
        "w": (WITHDRAWALS, withdrawals_of(facts)),
        "l": (LIMITS, [limit_of(one) for one in facts.get("limits") or ()]),
        "n": (INSTRUCTIONS, [*map(instruction_of, facts.get("instructions") or ())]),
    }
    for letter, (most, rows) in lists.items():
        assert len(rows) <= most, letter
        found |= {f"{letter}{number}": row for number, row in enumerate(rows)}
    return found


def entity(kind, name, attrs, parents):
    """One entity in Cedar's JSON."""
    up = [{"type": above, "id": id_} for above, id_ in parents]
    return {"uid": {"type": kind, "id": name}, "attrs": attrs, "parents": up}


def tree_of(item, leaf):
    """Where a category, or a narrative by its name, hangs in the one tree."""
    names = [".".join(leaf.split(".")[:n]) for n in range(1, leaf.count(".") + 2)]
    names += [item] if item != leaf else []
    return [
        entity("Tree", name, {}, [("Tree", above)] if above else [])
        for name, above in zip(names, ["", *names], strict=False)
    ]


def item_of(item, leaf, step):
    """What is asked for: a category, or a narrative by its name, at a step."""
    parts = leaf.split(".")
    over = [".".join(parts[:n]) for n in range(1, len(parts))]
    said = {"leaf": leaf, "item": item, "step": step, "name": f"{item}@{step}"}
    said["over"] = [f"{name}@{step}" for name in over]
    said["explicit_only"] = leaf in EXPLICIT_ONLY
    return entity("Item", f"{item}@{step}", said, [("Tree", item)])


def allowed(asked):
    """Whether Cedar lets each be seen: [case, item, leaf, step, age of a record]."""
    cases, items, requests = {}, {}, []
    for facts, item, leaf, step, created in asked:
        who = cases.setdefault(id(facts), (str(len(cases)), facts))[0]
        items[item, leaf, step] = True
        entered = (facts.get("category_introduced") or {}).get(leaf)
        requests.append(
            {
                "principal": {"type": "Case", "id": who},
                "action": {"type": "Action", "id": "see"},
                "resource": {"type": "Item", "id": f"{item}@{step}"},
                "context": json.dumps(timed(created=created, entered=entered)),
            }
        )
    things = [entity("Case", who, asker_of(f), []) for who, f in cases.values()]
    things += [item_of(*one) for one in items]
    trees = {(item, leaf) for item, leaf, _ in items}
    named = {one["uid"]["id"]: one for pair in trees for one in tree_of(*pair)}
    known = Entities.from_json_str(json.dumps([*things, *named.values()]))
    found = is_authorized_batch(requests, rules(), known)
    faults = [error for one in found for error in one.diagnostics.errors]
    assert not faults, faults[0]
    return [one.allowed for one in found]
