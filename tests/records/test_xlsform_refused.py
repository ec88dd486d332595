from __future__ import annotations

from typing import Any

import pytest
from records.damage import CANARY
from records.workbooks import SETTINGS, asked, book, refused, survey, table

SILENT = (
    "start end today deviceid phonenumber username email audit background-audio".split()
)
UNKNOWN = (
    "geopoint geotrace geoshape image audio video file barcode select_one_from_file "
    "select_one_external rank calculate hidden range xml-external csv-external osm "
    "select_multiple_from_file string int number"
).split()


@pytest.mark.parametrize("kind", SILENT)
def test_what_is_captured_unasked_is_refused(kind: str) -> None:
    """A row that notes something down without asking should be refused."""
    found = refused(book(**survey(asked(), asked(kind, "r"))))

    assert ("survey.3.type", "forbidden") in found


@pytest.mark.parametrize(
    "kind", [*UNKNOWN, "select_one", "select_one_from_file f.csv", "rank yn", CANARY]
)
def test_a_type_outside_the_subset_is_refused(kind: str) -> None:
    """A row of any other type should be refused by its row."""
    found = refused(book(**survey(asked(), asked(kind, "r"))))

    assert ("survey.3.type", "unknown_type") in found


COLUMNS = (
    "calculation choice_filter repeat_count parameters trigger media::image "
    "media::audio "
    "body::accuracyThreshold bind::foo instance::x required_message guidance_hint "
    "image "
    "fj::privilege label::English label:en Label NAME save_to"
).split()


@pytest.mark.parametrize("column", [*COLUMNS, CANARY])
def test_a_column_outside_the_subset_is_refused_where_it_says_something(
    column: str,
) -> None:
    """Any other column should be refused at each row in which it holds something."""
    found = refused(book(**survey(asked(), asked(name="r", **{column: "x"}))))

    assert ["unknown_key"] == [
        code for path, code in found if path.startswith("survey.3.")
    ]


@pytest.mark.parametrize(
    "key",
    "public_key submission_url auto_send auto_delete style instance_name".split(),
)
def test_a_setting_outside_the_subset_is_refused(key: str) -> None:
    """Any other setting should be refused: where answers go is not a form's to say."""
    head = {**dict(zip(*SETTINGS, strict=True)), key: "https://example.org"}
    found = refused(book(**{**survey(asked()), "settings": table(head)}))

    assert ["unknown_key"] == [
        code for path, code in found if path.startswith("settings.2.")
    ]


ROWS: tuple[tuple[dict[str, Any], str, str], ...] = (
    (asked("select_one yn or_other"), "type", "forbidden"),
    (asked("select_one gone"), "type", "unknown_list"),
    (asked("select_one seen", **{"fj::codes": "fj.gone"}), "fj::codes", "unknown_list"),
    (asked(name="Q"), "name", "format"),
    (asked(name="a-b"), "name", "format"),
    (asked(name="class"), "name", "format"),
    (asked(name=1), "name", "type"),
    (asked(name=None), "name", "format"),
    (asked(**{"label::English (en)": None}), "label", "required"),
    (asked(**{"label::English (en)": 3}), "label::en", "type"),
    (asked(required="${a} = 1"), "required", "format"),
    (asked(required=1), "required", "format"),
    (asked(read_only="maybe"), "read_only", "format"),
    (asked(default="today()"), "default", "format"),
    (asked(default="${a}"), "default", "format"),
    (asked("integer", default="3.5"), "default", "type"),
    (asked("date", default="spring"), "default", "format"),
    (asked("select_one yn", default="maybe"), "default", "type"),
    (asked(relevant="${gone} = 1"), "relevant", "unknown_field"),
    (asked(relevant="a = 1"), "relevant", "format"),
    (asked(relevant="regex(., 'x')"), "relevant", "format"),
    (asked(relevant="${q} = 'x'"), "type", "cycle"),
    (asked(relevant=True), "relevant", "type"),
    (asked("integer", constraint=". > 'x'"), "constraint", "type"),
    (asked("integer", constraint="pulldata('f', 'x')"), "constraint", "format"),
    (asked(**{"constraint_message::es": "Más"}), "constraint_message", "required"),
    (asked(**{"hint::es": "Una pista"}), "hint", "required"),
    (asked(**{"fj::missing": "refused"}), "fj::missing", "unknown_code"),
    ({"type": "end group"}, "type", "format"),
    ({"type": "end repeat"}, "type", "format"),
    ({"type": "begin group", "name": "g", "label::en": "G"}, "type", "format"),
    (
        {"type": "begin group", "name": "g", "required": "yes"},
        "required",
        "unknown_key",
    ),
    ({"type": "begin repeat", "name": "g", "default": "x"}, "default", "unknown_key"),
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[1]} {row[2]}")
def test_a_bad_row_is_refused_by_its_place(
    row: tuple[dict[str, Any], str, str],
) -> None:
    """A row with a fault should be refused by sheet, row, column and code."""
    said, column, code = row
    found = refused(book(**survey(asked("select_one yn", "first"), said)))
    place = "survey" if code == "cycle" else f"survey.3.{column}"

    assert (place, code) in found


def test_a_repeat_in_a_repeat_is_refused() -> None:
    """A repeat inside a repeat should be refused by its row."""
    rows = [
        {"type": "begin repeat", "name": name, "label::en": name} for name in ("a", "b")
    ]
    ends = [{"type": "end repeat"}] * 2

    assert ("survey.3.type", "too_deep") in refused(
        book(**survey(*rows, asked(), *ends))
    )


def test_a_name_twice_is_refused() -> None:
    """Two questions of one name should be refused."""
    assert {("survey", "duplicate")} == refused(book(**survey(asked(), asked())))
