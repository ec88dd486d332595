from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records.damage import CANARY
from support.frames import traced
from support.profiles import tried

from fjcore.errors import FormRefused
from fjcore.records.expression import (
    MAX_BYTES,
    MAX_DEPTH,
    Expression,
    parse_expression,
)
from fjcore.values import Missing, Tri

# --- a second judge, by the tables of strong Kleene logic -----------------------------

#: What each question may hold.
WORLD: dict[str, list[Any]] = {
    "yes": ["yes", "no"],
    "one": ["x", "y"],
    "many": [(), ("p",), ("p", "q")],
    "count": [Decimal(0), Decimal(1), Decimal(2)],
}

TABLE: dict[str, Any] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def atoms() -> list[tuple[Any, ...]]:
    """Every comparison that the grammar has of these questions."""
    signs = list(TABLE)
    found: list[tuple[Any, ...]] = [("missing", name) for name in WORLD]
    for name in ("yes", "one"):
        found += [
            ("is", name, sign, code) for sign in ("=", "!=") for code in WORLD[name]
        ]
    found += [("number", "count", sign, n) for sign in signs for n in (-1, 0, 1, 2)]
    found += [("counted", "many", sign, n) for sign in signs for n in (0, 1, 3)]
    found += [("selected", "many", code) for code in ("p", "q", "r")]
    return [*found, ("selected", "one", "x")]


ATOMS = atoms()
rules = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.tuples(st.just("not"), inner),
        st.tuples(
            st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3)
        ),
    ),
    max_leaves=6,
)


def written(rule: Any) -> str:
    """Write a rule in the grammar."""
    head, *rest = rule
    if head == "not":
        return f"not({written(rest[0])})"
    if head in ("and", "or"):
        return f" {head} ".join(f"({written(one)})" for one in rest[0])
    name = f"${{{rest[0]}}}"
    if head == "missing":
        return f"missing({name})"
    if head == "selected":
        return f"selected({name}, '{rest[1]}')"
    left = f"count-selected({name})" if head == "counted" else name
    right = f'"{rest[2]}"' if head == "is" else str(rest[2])
    return f"{left} {rest[1]} {right}"


def judged(rule: Any, answers: dict[str, Any]) -> bool | None:
    """Judge a rule: True, False, or None where that is open."""
    head, *rest = rule
    if head == "not":
        inner = judged(rest[0], answers)
        return None if inner is None else not inner
    if head in ("and", "or"):
        seen = [judged(one, answers) for one in rest[0]]
        decisive = head == "or"
        if decisive in seen:
            return decisive
        return None if None in seen else not decisive
    held = answers.get(rest[0])
    gone = held is None or isinstance(held, Missing)
    if head == "missing":
        return gone
    if gone:
        return None
    if head == "selected":
        return rest[1] in (held if isinstance(held, tuple) else (held,))
    held = len(held) if head == "counted" else held
    return bool(TABLE[rest[1]](held, rest[2]))


@st.composite
def answered(draw: st.DrawFn) -> dict[str, Any]:
    """Some questions answered, some with a reason, some with nothing."""
    reasons = list(Missing)
    found = {
        name: draw(st.sampled_from([*held, draw(st.sampled_from(reasons)), None]))
        for name, held in WORLD.items()
    }
    return {name: value for name, value in found.items() if value is not None}


@tried(80, 400)
@given(rules, answered())
def test_a_rule_is_judged_as_the_tables_say(rule: Any, answers: dict[str, Any]) -> None:
    """A rule should be judged as an independent reading of the tables judges it."""
    found = parse_expression(written(rule)).truth(answers)

    assert judged(rule, answers) is found.known


@tried(50, 200)
@given(rules, answered())
def test_what_is_settled_holds_however_the_rest_is_answered(
    rule: Any, answers: dict[str, Any]
) -> None:
    """A true or false should stay so for every completion of the missing answers."""
    found = parse_expression(written(rule)).truth(answers)
    open_ = [n for n in WORLD if n not in answers or isinstance(answers[n], Missing)]
    asks = "missing(" in written(rule)
    for filled in itertools.product(*(WORLD[name] for name in open_)):
        whole = {**answers, **dict(zip(open_, filled, strict=True))}

        assert asks or found.known in (None, judged(rule, whole))


@tried(30, 100)
@given(rules)
def test_a_rule_names_what_it_asks_for(rule: Any) -> None:
    """An expression should name the questions in it, and show itself as plain data."""
    found = parse_expression(written(rule))

    assert {name for name in WORLD if f"{{{name}}}" in written(rule)} == found.names
    assert set(WORLD) >= {word for word in flat(found.plain()) if word in WORLD}
    assert found == parse_expression(found.text)


def flat(plain: list[Any]) -> list[str]:
    return [w for one in plain for w in (flat(one) if isinstance(one, list) else [one])]


# --- the grammar, piece by piece ----------------------------------------------------


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("${a} = 'x'", ["=", ["field", "a"], ["text", "x"]]),
        ('${a}="it\'s"', ["=", ["field", "a"], ["text", "it's"]]),
        (". <= 3", ["<=", ["field", "."], ["number", "3"]]),
        (".>=-0.5", [">=", ["field", "."], ["number", "-0.5"]]),
        ("'x' != ${a}", ["!=", ["text", "x"], ["field", "a"]]),
        ("${a}<${b}", ["<", ["field", "a"], ["field", "b"]]),
        ("count-selected(.) > 1", [">", ["count-selected", "."], ["number", "1"]]),
        ("selected(${a}, 'x y')", ["selected", "a", "x y"]),
        ("not(missing(${a}))", ["not", ["missing", "a"]]),
        (
            "missing(${a}) or missing(${b}) and missing(${c})",
            ["or", ["missing", "a"], ["and", ["missing", "b"], ["missing", "c"]]],
        ),
        (
            "(missing(${a}) or missing(${b})) and missing(${c})",
            ["and", ["or", ["missing", "a"], ["missing", "b"]], ["missing", "c"]],
        ),
        (
            "missing(${a}) and missing(${b}) and missing(${c})",
            ["and", ["missing", "a"], ["missing", "b"], ["missing", "c"]],
        ),
        ("\n ((missing(\t${a} )) )", ["missing", "a"]),
    ],
)
def test_what_is_in_the_grammar(text: str, plain: list[Any]) -> None:
    """Each form of the grammar should be read as what it means."""
    assert plain == parse_expression(text).plain()


REFUSED = """
|${a}|'x'|1|a = 'x'|${a} == 'x'|${a} = x|${A} = 1|${a b} = 1|${} = 1|$a = 1
not ${a} = 1|not(${a})|not()|missing()|missing('a')|selected(${a})|selected(${a}, 1)
selected('a', 'b')|selected(${a}, ${b})|count-selected(${a})|count(${a}) = 1|${a} = 1 or
and ${a} = 1|${a} = 1 && ${b} = 2|${a} = 1 and and ${b} = 2|(${a} = 1|${a} = 1)|()
${a} = 1 = 1|${a} < 1 < 2|${a} = 'x|${a} = "x'|${a} = 01|${a} = 1.|${a} = .5|${a} = 1e3
${a} = +1|${a} = - 1|${a} + 1 = 2|${a} * 2 = 2|${a} div 2 = 1|-${a} = 1|${a} <> 1
today() = '2026-01-01'|if(${a} = 1, 1, 2) = 1|regex(., '[0-9]+')|true()|/a = 1
string-length(.) > 3|${a} = 1; 1|${a} = 1 # x|__import__('os') = 1|lambda: 1|${a}.b = 1
${a} = 1 OR ${b} = 2|${a} = 'x' 'y'|${a} ${b}|. .|selected(., 'x', 'y')|not(missing(${a}
""".replace("\n", "|").split("|")[2:-1]


@pytest.mark.parametrize("text", ["", *REFUSED, "${a} = '\ud800"])
def test_what_is_not_in_the_grammar(text: str) -> None:
    """Anything else should be refused by its place, and not be said again."""
    with pytest.raises(FormRefused) as caught:
        parse_expression(f"{text}", where="field.3.when")

    assert (("field.3.when", "format"),) == caught.value.problems
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(" * MAX_DEPTH + "missing(.)" + ")" * MAX_DEPTH, ""),
        ("(" * (MAX_DEPTH + 1) + "missing(.)" + ")" * (MAX_DEPTH + 1), "too_deep"),
        ("not(" * MAX_DEPTH + "missing(.)" + ")" * MAX_DEPTH, ""),
        ("not(" * (MAX_DEPTH + 1) + "missing(.)" + ")" * (MAX_DEPTH + 1), "too_deep"),
        (". = '" + "x" * (MAX_BYTES - 6) + "'", ""),
        (". = '" + "x" * (MAX_BYTES - 5) + "'", "too_big"),
        (". = '" + "é" * (MAX_BYTES // 2 - 3) + "'", ""),
        (". = '" + "é" * (MAX_BYTES // 2 - 2) + "'", "too_big"),
        ("(" * MAX_BYTES, "too_deep"),
        (None, "type"),
        (3, "type"),
        (["."], "type"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_an_expression_is_bounded(text: Any, code: str) -> None:
    """An expression should be read up to 4 KiB and 32 brackets deep, and no further."""
    found = ""
    try:
        parse_expression(text)
    except FormRefused as fault:
        found = fault.problems[0].code

    assert code == found


def test_as_many_parts_as_fit_are_read() -> None:
    """A long row of ands should be read, since it nests nothing."""
    text = " and ".join(["missing(.)"] * 270)

    assert len(text) < MAX_BYTES
    assert Tri.TRUE is parse_expression(text).truth({})


@tried(80, 300)
@given(
    st.lists(
        st.sampled_from(
            [*"().,'\"$ {}=<>!-", "${a}", "and", "or", "not(", "missing(", "'x'", "1"]
        ),
        max_size=14,
    ).map("".join)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Any text should be read or be refused by a code, and nothing else happen."""
    fault: FormRefused | None = None
    found: Expression | None = None
    try:
        found = parse_expression(text)
    except FormRefused as error:
        fault = error

    assert (found is None) == (fault is not None)
    assert fault is None or {one.code for one in fault.problems} <= {"format"}
    assert found is None or found.truth({}) in Tri


def test_a_refusal_holds_nothing_of_the_text() -> None:
    """A refusal should hold nothing of what was refused."""
    with pytest.raises(FormRefused) as caught:
        parse_expression(f"${{a}} = {CANARY}")

    assert CANARY not in traced(caught.value)
