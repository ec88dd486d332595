from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import pytest
from fjcore_hmis import HMISRefused, OwnFactory
from fjcore_hmis.client import RACES, reason
from fjcore_hmis.table import headers
from hypothesis import given, settings
from hypothesis import strategies as st
from support.bundles import disclosed, full

from fjcore.consent import View
from fjcore.records import Enrollment, HumanName, Person
from fjcore.testing.strategies import records
from fjcore.values import Missing, PartialDate

NAME = HumanName(text="Maeve Quill", given="Maeve", family="Quill", use="legal")
STAY = {
    "project": "project-7",
    "entry_date": date(2026, 2, 1),
    "relationship_to_hoh": "1",
    "data_collection_stage": "1",
}


def own(*held):
    """A disclosure of the holder to itself."""
    return full(*held, recipient="rimrock", named=False)


def written(*items):
    out = io.BytesIO()
    OwnFactory().make(None).write(items, out)
    return out.getvalue()


def read(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        texts = {name[:-4]: archive.read(name).decode() for name in archive.namelist()}
    return {
        name: list(csv.DictReader(io.StringIO(text, newline="")))
        for name, text in texts.items()
    }


def row(name, *held):
    (found,) = read(written(own(*held)))[name]
    return found


@pytest.mark.parametrize("recipient", ["hmis", "example_hospital", "coc"])
def test_identified_sharing_is_refused(recipient):
    """A disclosure to anybody else should be refused, with code and reason."""
    with pytest.raises(HMISRefused) as caught:
        written(full(Person(names=(NAME,)), recipient=recipient))

    assert "hmis_prohibited" == caught.value.code
    assert "No permission and no hashing" in caught.value.reason
    assert "42 U.S.C. 11363" in str(caught.value)
    assert "Maeve" not in str(caught.value)


@pytest.mark.parametrize("basis", ["client_release", "court_order", "mandated_report"])
def test_no_ground_cures_it(basis):
    """No release and no other ground should let a person's rows out."""
    with pytest.raises(HMISRefused, match="hmis_prohibited"):
        written(full(Person(names=(NAME,)), recipient="hmis", basis=basis))


@settings(max_examples=8, deadline=None)
@given(records(Person), records(Enrollment))
def test_no_name_and_no_number_is_written(person, stay):
    """No name, number or address should be written, to the holder either."""
    found = read(written(own(person, stay)))
    (client,) = found["Client"]
    blank = ("FirstName", "MiddleName", "LastName", "NameSuffix", "SSN")

    assert [""] * 5 == [client[name] for name in blank]
    assert ("99", "99") == (client["NameDataQuality"], client["SSNDataQuality"])
    assert "1" != found["Export"][0]["HashStatus"]
    assert all(set(rows[0]) == set(headers()[n]) for n, rows in found.items() if rows)


@settings(max_examples=8, deadline=None)
@given(records(Person), records(Enrollment))
def test_the_rules_of_the_format_hold(person, stay):
    """Races, violence and exits should stand together as the format wants them."""
    found = read(written(own(person, stay)))
    (client,), (harm,), (enrolled,) = (
        found[name] for name in ("Client", "HealthAndDV", "Enrollment")
    )
    races = {client[name] for name in RACES}

    assert ("1" in races) == (client["RaceNone"] == "")
    assert races <= {"0", "1"}
    yes = harm["DomesticViolenceSurvivor"] == "1"
    assert yes or ("", "") == (harm["WhenOccurred"], harm["CurrentlyFleeing"])
    assert all(one["ExitDate"] >= enrolled["EntryDate"] for one in found["Exit"])
    assert {one["PersonalID"] for one in found["Exit"]} <= {client["PersonalID"]}
    assert all(len(v) <= 32 for k, v in enrolled.items() if k.endswith("ID"))


@pytest.mark.parametrize(
    ("why", "code"),
    [
        (Missing.ASKED_UNKNOWN, "8"),
        (Missing.ASKED_DECLINED, "9"),
        (Missing.NOT_ASKED, "99"),
        (Missing.UNSAFE_TO_ASK, "99"),
        (Missing.WITHHELD, "99"),
        (Missing.NOT_COLLECTED, "99"),
        (Missing.ERROR, "99"),
    ],
    ids=lambda one: getattr(one, "value", one),
)
def test_a_missing_answer_is_its_code(why, code):
    """A reason should be HUD's code for it, and never a no."""
    got = row("HealthAndDV", Enrollment(**STAY, dv_survivor=why))

    assert code == got["DomesticViolenceSurvivor"]
    assert code == row("Client", Person(veteran_status=why))["VeteranStatus"]


def test_what_does_not_apply_is_blank():
    """A question that did not apply should have no code at all."""
    assert reason({"?": "not_applicable"}) is None
    assert 99 == reason(None)


@pytest.mark.parametrize(
    ("birth", "told"),
    [
        ("1990-05-03", ("1990-05-03", "1")),
        ("1990-05", ("", "2")),
        ("1990", ("", "2")),
        ("1990~", ("", "2")),
    ],
)
def test_a_birth_date_is_whole_or_blank(birth, told):
    """A year should never become a day, and say that it is only a part."""
    got = row("Client", Person(birth_date=PartialDate.parse(birth)))

    assert told == (got["DOB"], got["DOBDataQuality"])


def test_what_is_coarser_stays_so():
    """What the plan made coarse should be no finer in the file."""
    views = {"identity.dob": View.COARSE_2, "participation": View.FULL}
    told = Person(birth_date=PartialDate.parse("1990-05-03"))
    got = read(written(disclosed(views, told, recipient="rimrock")))["Client"][0]

    assert ("", "2") == (got["DOB"], got["DOBDataQuality"])


@settings(max_examples=8, deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_free_words_about_a_place_stay_out(words):
    """Where somebody went in free words should not be written, only that it is so."""
    marked = f"zq{words.strip() or 'x'}"
    made = Enrollment(**STAY, exit_date=date(2026, 2, 3), destination="17")
    got = row("Exit", made, Person(gender_identity_text="zq"))

    assert ("17", "other") == (got["Destination"], got["OtherDestination"])
    assert marked not in str(got)


def test_only_one_disclosure_at_a_time():
    """Two people should not stand in one file by mistake."""
    for items in ((), (own(), own()), ("text",)):
        with pytest.raises(HMISRefused, match="wrong_kind"):
            written(*items)
