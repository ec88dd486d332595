from __future__ import annotations

import linecache
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from redaction import interpreter
from redaction.strategies import any_type, cases, made, shapes_of, twins
from support.frames import traced
from support.profiles import tried

from fjcore.consent import View
from fjcore.errors import CutFailed
from fjcore.records import FieldKind, Person, leaves
from fjcore.records.person import HumanName
from fjcore.records.record import labelled, part, parts, record
from fjcore.redaction import Env, cutter, ordered, shape_of
from fjcore.values import Missing, PartialDate, canonical

usual = tried(40, 120)
few = tried(20, 40)


def person(**said):
    names = (HumanName(text="Maeve Quill", use="legal"),)
    return Person(
        **{"names": names, "birth_date": PartialDate.parse("1990-05-03"), **said}
    )


def views(cls, **said):
    """Views of a type by field name: silent where nothing is said."""
    found = {leaf.path: View.SILENT for leaf in leaves(cls)}
    name = next(iter(found)).split(".")[0]
    for key, view in said.items():
        found[f"{name}.{key.replace('__', '.')}"] = view
    return tuple(found.items())


@usual
@given(cases())
def test_generated_is_interpreted(case):
    """A generated cutter should show what a plain reading of the rules shows."""
    record_, shape, env = case

    assert interpreter.cut(record_, dict(shape), env) == cutter(
        type(record_), shape, env, warm=0
    )(record_)


@few
@given(cases())
def test_canonical(case):
    """What a cut shows should be data that leaves: canonical, and in no other form."""
    record_, shape, env = case
    shown = cutter(type(record_), shape, env)(record_)

    assert shown == (shown and canonical.loads(canonical.dumps(shown)))


@usual
@given(twins())
def test_noninterference(case):
    """Records that differ only in what is hidden should give the same bytes."""
    one, other, shape = case
    cut = cutter(type(one), shape)

    assert [canonical.dumps(row) for row in ordered([cut(one)])] == [
        canonical.dumps(row) for row in ordered([cut(other)])
    ]


@few
@given(st.data())
def test_narrower_shows_no_more(data):
    """Lowering a view should never show a field that did not show before."""
    cls = data.draw(any_type)
    shape, record_ = data.draw(shapes_of(cls)), data.draw(made(cls))
    index = data.draw(st.integers(0, len(shape) - 1))
    path, view = shape[index]
    lower = data.draw(st.sampled_from([v for v in View if v <= view]))
    narrowed = (*shape[:index], (path, lower), *shape[index + 1 :])
    full, less = told(cls, shape, record_), told(cls, narrowed, record_)

    assert less <= full


def told(cls, shape, held):
    """The fields of which something is told: no constant stands for the value."""
    shown = cutter(cls, shape)(held) or {}
    return {key for key, value in shown.items() if not str(value).startswith("⟦")}


@few
@given(cases())
def test_record_is_left_alone(case):
    """A cut should leave the record as it was, and share nothing that can change."""
    record_, shape, env = case
    cut = cutter(type(record_), shape, env)
    before = interpreter.cut(record_, dict(shape), env)
    shown = cut(record_)
    for value in list((shown or {}).values()):
        if isinstance(value, list):
            value.clear()
        elif isinstance(value, dict):
            value["?"] = "changed"

    assert before == cut(record_)


def test_markers_follow_the_plan():
    """A placeholder should stand alike over a value, a missing one and a long one."""
    cut = cutter(Person, views(Person, birth_date=View.FULL, gov_id=View.PLACEHOLDER))
    born = {"birth_date": "1990-05-03", "gov_id": "⟦withheld:identity.gov_id⟧"}

    assert born == cut(person())
    assert born == cut(person(gov_id="517-00-1234"))
    assert born == cut(person(gov_id="5" * 40))
    assert born == cut(person(gov_id=Missing.UNSAFE_TO_ASK))


def test_marked_alone_shows_no_record():
    """A record of which only placeholders would stand should show nothing."""
    cut = cutter(Person, views(Person, birth_date=View.PLACEHOLDER, gov_id=View.MARKED))

    assert cut(person(gov_id="517-00-1234")) is None
    assert cut(Person()) is None


def test_marked_stands_in_no_record():
    """A marked field should stand in no record: the plan names it once, for all."""
    cut = cutter(Person, views(Person, birth_date=View.FULL, gov_id=View.MARKED))

    assert cut(person(gov_id="517-00-1234")) == {"birth_date": "1990-05-03"}


def test_silent_category_is_not_named():
    """A placeholder of a category that must not be told should not name it."""
    plan = views(Person, birth_date=View.FULL, pronouns=View.PLACEHOLDER)

    assert cutter(Person, plan)(person(pronouns="they"))["pronouns"] == "⟦withheld⟧"


def test_parts_count_is_not_told():
    """Names of which only the use is granted should stand once, however many."""
    cut = cutter(Person, views(Person, names__use=View.FULL))
    two = tuple(HumanName(text=text, use="legal") for text in ("Maeve", "Orla"))

    assert cut(person(names=two)) == {"names": [{"use": "legal"}]}
    assert cut(person(names=two[:1])) == {"names": [{"use": "legal"}]}


def test_full_parts_keep_their_count():
    """Parts granted in full should stand as often as they are held."""
    names = {f"names__{a.name}": View.FULL for a in attrs.fields(HumanName)}
    plan = views(Person, **names)
    twice = person(names=(HumanName(text="Orla"), HumanName(text="Orla")))

    assert cutter(Person, plan)(twice)["names"] == [{"text": "Orla"}] * 2


def test_parts_order_is_not_told():
    """Parts should stand in the order of what is shown, not of how they were kept."""
    cut = cutter(Person, views(Person, names__text=View.FULL))
    held = tuple(HumanName(text=text) for text in ("Orla", "Maeve", "Zoë"))

    assert [n["text"] for n in cut(person(names=held))["names"]] == [
        "Maeve",
        "Orla",
        "Zoë",
    ]
    assert cut(person(names=held)) == cut(person(names=held[::-1]))


def test_order_of_cuts():
    """Cuts should be ordered by their own canonical bytes, and what is None dropped."""
    rows = [{"a": "é"}, None, {"a": "z"}, {"a": 2}, {"A": "z"}]

    assert ordered(rows) == [{"A": "z"}, {"a": "z"}, {"a": "é"}, {"a": 2}]
    assert sorted(canonical.dumps(r) for r in rows if r) == [
        canonical.dumps(r) for r in ordered(rows)
    ]


@pytest.mark.parametrize("reason", [Missing.WITHHELD, Missing.UNSAFE_TO_ASK])
def test_telling_reasons_leave_as_not_asked(reason):
    """A reason that would itself tell something should leave as not asked."""
    cut = cutter(Person, views(Person, gov_id=View.FULL))

    assert cut(person(gov_id=reason)) == {"gov_id": {"?": "not_asked"}}


def test_local_day_of_an_instant():
    """An instant should be told as the day it was where the case is."""

    @record("x_made.visit", 1)
    class Visit:
        at: datetime = labelled("participation", required=True)

    late = Visit(at=datetime(2026, 1, 1, 6, 59, tzinfo=UTC))
    plan = shape_of(Visit, lambda _: View.COARSE_2)
    denver = Env(tz=ZoneInfo("America/Denver"))

    assert cutter(Visit, plan)(late) == {"at": "2026"}
    assert cutter(Visit, plan, denver)(late) == {"at": "2025"}


@part("x_made_inner")
class Inner:
    c: str = labelled("risk", kind=FieldKind.PHONE, required=True)


@record("x_made.near", 1)
class Near:
    a: tuple[Inner, ...] = parts()
    a_0c: str = labelled("risk", kind=FieldKind.ZIP, required=True)


def test_names_that_nearly_collide():
    """Fields whose paths could be taken for each other should be kept apart."""

    plan = shape_of(Near, lambda _: View.COARSE_1)
    shown = cutter(Near, plan)(Near(a=(Inner(c="406-555-0123"),), a_0c="59101"))

    assert shown == {"a": [{"c": "•••••••• 23"}], "a_0c": "591"}


def test_unknown_path_is_refused():
    """A shape with a field too many, too few or twice should not be compiled."""
    shape = views(Person, gov_id=View.FULL)

    for faulty in (
        (*shape, ("person.gov_ib", View.SILENT)),
        shape[:-1],
        (*shape, shape[0]),
    ):
        with pytest.raises(CutFailed) as caught:
            cutter(Person, faulty)
        assert caught.value.where == "person"


def test_source_holds_schema_names_only():
    """The generated text should hold no category, marker or value."""
    plan = views(Person, gov_id=View.PLACEHOLDER, birth_date=View.COARSE_2)
    linecache.clearcache()
    cutter.cache_clear()
    cutter(Person, plan, warm=0)(person(gov_id="517-00-1234"))
    (lines,) = [e[2] for n, e in linecache.cache.items() if n.startswith("<fjcore ")]
    source = "".join(lines)

    assert "['gov_id']" in source
    assert "withheld" not in source
    assert "identity" not in source
    assert "517" not in source


@record("x_made.broken", 1)
class Broken:
    names: tuple[HumanName, ...] = parts()
    at: datetime = labelled("risk", required=True)


def failing(held):
    """A CutFailed for a record, with all that a traceback could print of it."""
    cut = cutter(Broken, shape_of(Broken, lambda _: View.FULL), warm=0)
    with pytest.raises(CutFailed) as caught:
        cut(held)
    return caught.value


def test_a_failing_operator_is_named():
    """An operator that raises should end the cut, and be named by its field only."""
    fault = failing(Broken(at=datetime(2026, 1, 1)))  # noqa: DTZ001

    assert fault.where == "x_made.broken.at"
    assert fault.__context__ is None
    assert "2026" not in traced(fault)


def test_a_wrong_part_is_named():
    """A part that is not what its field declares should be named by its field only."""
    when = datetime(2026, 1, 1, tzinfo=UTC)
    fault = failing(Broken(names=("quokka",), at=when))

    assert fault.where == "x_made.broken.names"
    assert fault.__context__ is None
    assert "quokka" not in traced(fault)


def test_a_record_of_another_type_is_refused():
    """A record of another type should not be cut by a plan that is not its own."""
    assert failing(person()).where == "x_made.broken"
