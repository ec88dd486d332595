from __future__ import annotations

from records.workbooks import asked, drafted, one

GROUP = {"type": "begin group", "name": "g", "label::English (en)": "A group"}
BARE = {"type": "begin_group", "name": "b", "relevant": "${other} = 'yes'"}
END = {"type": "end group"}
REPEAT = {"type": "begin repeat", "name": "kids", "label::English (en)": "Kids"}
OTHER = asked("select_one yn", "other")


def test_a_group_is_a_section() -> None:
    """A group with a label should be a section, with its gate and hint."""
    rows = [
        OTHER,
        {**GROUP, "relevant": "${other} = 'yes'", "hint": "All of it"},
        asked(),
        END,
        asked(name="r"),
    ]
    found = drafted(*rows)

    assert [
        {
            "name": "g",
            "title": {"en": "A group"},
            "hint": {"en": "All of it"},
            "when": "${other} = 'yes'",
        }
    ] == found["section"]
    assert [None, "g", None] == [row.get("section") for row in found["field"]]


def test_a_group_without_a_label_is_only_a_gate() -> None:
    """A group without a label should pass its gate on to each question in it."""
    found = drafted(OTHER, BARE, asked(relevant="missing(${r})"), END, asked(name="r"))

    assert "section" not in found
    assert "(${other} = 'yes') and (missing(${r}))" == found["field"][1]["when"]
    assert "when" not in found["field"][2]


def test_groups_inside_groups_keep_every_gate() -> None:
    """A question should be asked only where each group around it is."""
    rows = [
        OTHER,
        asked("select_one yn", "more"),
        {**GROUP, "relevant": "${more} = 'yes'"},
        BARE,
        {**GROUP, "name": "inner"},
        asked(),
        END,
        asked(name="r"),
        END,
        asked(name="s"),
        END,
    ]
    found = drafted(*rows)
    inner = {row["name"]: row for row in found["section"]}["inner"]
    by_name = {row["name"]: row for row in found["field"]}

    assert "(${more} = 'yes') and (${other} = 'yes')" == inner["when"]
    assert ("inner", None) == (by_name["q"]["section"], by_name["q"].get("when"))
    assert ("g", "${other} = 'yes'") == (by_name["r"]["section"], by_name["r"]["when"])
    assert ("g", None) == (by_name["s"]["section"], by_name["s"].get("when"))


def test_a_repeat_holds_its_questions() -> None:
    """A repeat should hold its questions, under the gates of the groups in it."""
    rows = [
        OTHER,
        GROUP,
        {**REPEAT, "relevant": "${other} = 'no'"},
        asked("integer", "age"),
        BARE,
        asked(name="school", relevant="${age} > 4"),
        END,
        {"type": "end_repeat"},
        END,
    ]
    found = one(*rows)

    assert ("repeat", "kids", "g", "${other} = 'no'") == tuple(
        found[key] for key in ("type", "name", "section", "when")
    )
    assert [
        ("age", None),
        ("school", "(${other} = 'yes') and (${age} > 4)"),
    ] == [(row["name"], row.get("when")) for row in found["field"]]
