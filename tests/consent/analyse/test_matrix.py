"""The matrix: each cell is what the engine says, however it is drawn."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from attrs import evolve
from consent.analyse.made import (
    ANN,
    AT,
    DAY,
    LEGAL,
    POLICE,
    adult,
    limit,
    policy,
    release,
)

from fjcore.consent import (
    Agency,
    Basis,
    BasisKind,
    CourtOrder,
    Exhibit,
    Question,
    SubjectState,
    View,
    decide,
)
from fjcore.consent.analyse import (
    GLYPHS,
    Matrix,
    MatrixKey,
    ceilings,
    glyph,
    legend,
    matrix,
    matrix_csv,
    matrix_plain,
    matrix_report,
    wording,
)
from fjcore.errors import NaiveTime, UnknownPurpose

BOTH = adult(
    release("incident", "identity.dob", views={"identity.dob": View.COARSE_2}),
    release("risk", name="2" * 32, recipients=(LEGAL,), purpose=("protection_order",)),
)


def drawn(state: SubjectState = BOTH, **said: object) -> Matrix:
    return matrix(policy(), state, subject=ANN, at=AT + DAY, **said)


def test_a_cell_is_what_the_engine_says() -> None:
    """Every view should be the highest that a decision on the same question gives."""
    for row in drawn().rows:
        found = decide(
            policy(),
            BOTH,
            Question(
                subject=ANN,
                recipient=row.recipient,
                purpose=row.purpose,
                basis=Basis(BasisKind.CLIENT_RELEASE),
                at=AT + DAY,
                exemptions=False,
            ),
        )
        wanted = {
            name: max((g.view for g in verdict.grants), default=View.MARKED)
            for name, verdict in found.verdicts.items()
        }

        assert wanted == row.views


def test_a_row_stands_for_each_recipient_and_purpose_of_a_release() -> None:
    """Each recipient should have a row for each purpose that a form names."""
    rows = [(row.recipient, row.name, row.purpose) for row in drawn().rows]

    assert [
        (POLICE, "City Police", "criminal_investigation"),
        (LEGAL, "Legal Aid", "protection_order"),
    ] == rows
    assert ("identity.dob", "incident", "risk") == drawn().categories


def test_rows_can_be_asked_for() -> None:
    """A row asked for should be answered on its own ground, with its reason."""
    order = CourtOrder(categories={"incident"}, verified=True)
    exhibit = Exhibit(evidence=order, since=AT)
    state = evolve(adult(), evidence={"paper": exhibit})
    key = MatrixKey(
        recipient=POLICE,
        purpose="prosecution",
        basis=Basis(BasisKind.COURT_ORDER, "paper"),
    )
    (row,) = drawn(state, keys=(key,)).rows

    assert View.FULL == row.views["incident"]
    assert View.MARKED == row.views["risk"]
    assert (
        "court_order"
        == row.basis
        == matrix_plain(drawn(state, keys=(key,)))["rows"][0].get("basis")
    )


def test_a_person_is_asked_for_as_that_person() -> None:
    """A release to one person of an agency should show nothing to another."""
    state = adult(release(recipients=(f"{POLICE}#p.one",)))
    keys = [
        MatrixKey(recipient=f"{POLICE}{end}", purpose="criminal_investigation")
        for end in ("#p.one", "#p.two", "")
    ]
    views = [row.views["incident"] for row in drawn(state, keys=keys).rows]

    assert [View.FULL, View.MARKED, View.MARKED] == views


def test_ways_of_telling_are_taken_together() -> None:
    """What may be told in any of the ways asked about should count."""
    less = {"incident": View.PLACEHOLDER}
    spoken = release("risk", "incident", name="3" * 32, methods=("verbal",), views=less)
    state = adult(release(), spoken)
    both = drawn(state, methods=("verbal", "electronic"))

    assert ("incident",) == drawn(state).categories
    assert ("incident", "risk") == both.categories
    assert View.FULL == both.rows[0].views["incident"]
    assert 2 == len(both.rows[0].grants("incident"))


def test_who_is_no_partner_sees_nothing() -> None:
    """A recipient that is gone from the policy should stand there with nothing."""
    (row,) = drawn(adult(release(recipients=("gone_agency",)))).rows

    assert ("gone_agency", {}, ()) == (row.name, row.views, row.grants("incident"))


def test_times_and_words_are_checked() -> None:
    """A naive time and an unknown purpose should be refused."""
    with pytest.raises(NaiveTime):
        matrix(policy(), BOTH, subject=ANN, at=AT.replace(tzinfo=None))
    with pytest.raises(UnknownPurpose):
        drawn(keys=(MatrixKey(recipient=POLICE, purpose="gossip"),))


def test_views_are_drawn_apart() -> None:
    """All, a part, that there is something, and nothing should each look different."""
    signs = {view: glyph(view) for view in View}

    assert "·" == signs[View.SILENT] == signs[View.MARKED]
    assert {"◐"} == {signs[v] for v in View if View.PLACEHOLDER < v < View.FULL}
    assert 4 == len(set(signs.values())) == len(legend(wording("en")))
    assert set(GLYPHS.values()) < set(signs.values())


def test_plain_text_has_a_row_for_each_recipient() -> None:
    """The plain drawing should number categories and draw each view."""
    lines = drawn().text().splitlines()

    assert [" 1 identity.dob", " 2 incident", " 3 risk"] == lines[:3]
    assert lines[4].endswith("  ◐  ●  ·")
    assert lines[5].endswith("  ·  ·  ●")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_report_says_every_cell_in_words(lang: str) -> None:
    """A page should say every cell in words, and who it is about in its heads."""
    words = wording(lang)
    page = matrix_report(drawn(), words).html()
    head = (
        f'<th scope="col">City Police: {words.purposes["criminal_investigation"]}</th>'
    )

    assert f'<html lang="{lang}">' in page
    assert head in page
    assert f'<th scope="row">{words.what("incident")}</th>' in page
    assert f"<td>◐ {words.views['part']}</td>" in page
    assert words.say["not_advice"] in page


def test_a_short_report_numbers_its_recipients() -> None:
    """In a terminal recipients should be numbered, and told above."""
    text = matrix_report(drawn(), wording("en"), short=True).text()

    assert "  - 1 City Police: For the police to look into a crime" in text
    assert "Facts about the harm done to you: dates, places, and injuries  ●  ·" in text


def test_nobody_is_said_in_words() -> None:
    """Where nobody may be sent anything a report should say so."""
    text = matrix_report(drawn(adult()), wording("en")).text()

    assert "Nobody may be sent anything." in text


def test_a_spreadsheet_runs_nothing() -> None:
    """No name should become a formula, and every cell should come back as it was."""
    names = ("=cmd|' /C calc'!A0", "+1", "-2", "@x", "\t=1", " =1", "＝1", 'a,b"c')
    for name in names:
        evil = {POLICE: Agency(POLICE, kind="law_enforcement", name=name)}
        one = policy(partners=evil)
        found = matrix(one, adult(release()), subject=ANN, at=AT + DAY)
        (_, row) = csv.reader(io.StringIO(matrix_csv(found)))

        assert row[1] in (name, f"'{name}")
        assert not row[1].strip().startswith(("=", "+", "-", "@", "＝"))


def test_a_spreadsheet_has_a_column_for_each_category() -> None:
    """A row should hold the views of all categories by name."""
    rows = list(csv.reader(io.StringIO(matrix_csv(drawn()))))

    assert ["recipient", "name", "purpose", "basis"] == rows[0][:4]
    assert ["identity.dob", "incident", "risk"] == rows[0][4:]
    assert ["coarse_2", "full", "nothing"] == rows[1][4:]


def test_what_could_ever_be_seen_is_a_matrix_too() -> None:
    """Without a person, every partner and own staff should have a row of the most."""
    one = policy(limit(recipients=(POLICE,), categories=("risk",)))
    found = ceilings(one, categories=("incident", "risk", "ciphertext"))
    rows = {row.recipient: row.views for row in found.rows}

    assert {POLICE, LEGAL, "county_hmis", "harbor"} == set(rows)
    assert (View.FULL, View.MARKED) == (rows[POLICE]["incident"], rows[POLICE]["risk"])
    assert View.FULL == rows[LEGAL]["risk"]
    assert None is found.at is matrix_plain(found)["at"]
    assert "What could ever be seen" in matrix_report(found, wording("en")).text()


def test_data_holds_what_anybody_sees() -> None:
    """The data of a matrix should hold each category that anybody sees, by view."""
    found = matrix_plain(drawn())

    assert "2026-03-03T17:00:00Z" == found["at"]
    assert [
        {"identity.dob": "coarse_2", "incident": "full", "risk": "marked"},
        {"identity.dob": "marked", "incident": "marked", "risk": "full"},
    ] == [row["views"] for row in found["rows"]]
    assert not any("basis" in row for row in found["rows"])


def test_an_ended_release_shows_nothing() -> None:
    """At the very end of a release its cells should be empty, and full just before."""
    end = AT + timedelta(days=30)
    short = adult(release(duration_days=None, expires_at=end))

    assert () == matrix(policy(), short, subject=ANN, at=end).categories
    last = matrix(policy(), short, subject=ANN, at=end - timedelta(microseconds=1))
    assert ("incident",) == last.categories
