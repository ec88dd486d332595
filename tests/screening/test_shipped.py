"""What ships: pinned logic, vectors that kill, and every definition of the sample."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from screening.parts import draft
from screening.sample import DATA, SHIPPED

from fjcore.errors import DefinitionRefused, UnknownInstrument
from fjcore.screening import instruments, load, parse
from fjcore.screening.parse import read

#: A changed hash is a changed score: it needs a new revision, and results say so.
PINNED = {
    "aas": "fdf5f8d3f1ad0d8760c02bd3d605f625dd6d1361e2574ab2b67c6e50c17e244f",
    "ace-10": "3fb154560e218420c17b9d9505e5b78f54e6317648c67ca0e386793b08493fae",
    "ahc-hrsn-safety": (
        "06af99f569b6a90c197bfd5229fb682d4c6c99b73af233a45660d3ed8cfed228"
    ),
    "ahs": "d13a03a2bd5aeb839794e63a14023ab017b3c3e0a85ae8bf6d00694b8306f6d3",
    "audit-c": "20194db2f8ff3830c33492ac5438fc14cc31fca5e4cdd7203c9661fe8f453ab7",
    "b-safer-v2": "f4deb25ccfed62dd46f0943a171fd17c216421eeb3345c0357d495829bb9aa4a",
    "casr-sf": "be8f29b5ae77e0b15341d1d26066375766f2b29f01fe6e7c7855e26e223a7e86",
    "chs": "61a7499e64c155f0b9a4a4e8fa41736c29c3616e4cadcfe9c15863ae5a94e24c",
    "cssrs-screener-recent": (
        "35a7d966061272fcd11be6ac71711c2bfb056ef834cc4cd6126a7c93e39fed71"
    ),
    "da-20": "d4d3e536a6baaa6b6e6bdb706b5fa41d7c829fc519aacf1afcd4f5943f6cc6b9",
    "da-5-2009": "5956a77ffb0b46190e9a9e615eaa62ecc032e449ed63299a1ee5b4501ebfe2c5",
    "da-5-strangulation": (
        "9177af34f56e85e95524138e36ba13a7fae2f94b038343529a3bcd1c8a1934ef"
    ),
    "dash-ric-24": "8c08c4288063ab9b91c4c4fd35acc843f555c2037725e5897b54518e11720b3b",
    "dast-10": "d581e9ee4480e765501d581e4fd5fc1e6859ca5da9c8a0164859c3f754868c88",
    "e-hits": "2a034d4f57aa097186f8a6e65481e8961876a86a280e12c8924f9a1746214242",
    "easi": "37d2f8fa3cc8ee5ec397e25f164aefe70dd643e2027373d93c162ee94b6c1534",
    "fjcore-strangulation-event": (
        "b0cc210a16d3e952d921c7d37789ed042b20bfc391e3c2e80b51d18bc16b38ca"
    ),
    "gad-7": "dcc73dc69fed41212df72f2f9e0fb6ea0c6f7c3d0785c8465a7a004bb3071c9f",
    "hark": "16c91fafebd09636edfb9b54ba1ad0d9690681a82ee6f900455252a10a36ef0e",
    "hits": "d136f138445ee92149618900990124d00f33fbf1c399a207aaf8c03eae05508f",
    "hs-east": "469cfc368ca158d8c372e54271b46eb0baa29f52bbdb7d9918f5007755a0cb49",
    "lap-11": "59da26035b0cc039e7741472ca917e48c70e47a91428b5132db6cddde2e6ac86",
    "odara": "17ef6b6227958dc2c414443d44d346700373d199192340508fae098031e595fc",
    "pc-ptsd-5": "987994fe9060019bb554468e3c4d62d3403d3bf4422d0955982d970e775121d9",
    "pcl-5": "bfb958d5227e842b8c04163534eee6de2b841afa8609c6c883da2bfdef7bc933",
    "pearls-child": "f03363bc14c1c0059306b1c69410f97cec6fbbe20bb52213c5a81ac28e1b5f69",
    "phq-2": "0a7a1cb3d7954e3971ee9e2f2479913aa5dc7352f544f5d0739133a7acf904e2",
    "phq-9": "ef7f0607fe1213cf0561c34fd5a5d7b7fefb13df79c611cc21095561fdd395d3",
    "pvs": "b23caea27505f4c57937d0f480ef7126019c0175e309a537008c3261afa48afd",
    "qyit": "4a1bfab686f703a1b911c190c01d99a011b26455c9c09e6ef8a75944c5ea2523",
    "stat": "6bb47d1154a63548bdaae813798e68e8d509648e479653c47840bcf49b8a3fd6",
}
#: What the shipped definitions add to the sample's, beside limits and vectors.
ADDED = {
    "fjcore-strangulation-event": {"category"},
    "hark": {"category"},
    "lap-11": {"category", "outcome_rule", "outcome_if_nothing_answered"},
}


def test_thirty_one_instruments_ship() -> None:
    """Every instrument of the sample should ship, and each load by its id."""
    assert SHIPPED == instruments() == tuple(PINNED)
    assert 31 == len(SHIPPED)
    assert all(load(name).id == name for name in SHIPPED)


@pytest.mark.parametrize("name", ["nothing", "", "../hark", "hark.json", "HARK", "h\n"])
def test_an_unknown_instrument_is_refused(name: str) -> None:
    """An instrument that does not ship should be refused, whatever its name."""
    with pytest.raises(UnknownInstrument):
        load(name)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_logic_hash_is_pinned(name: str) -> None:
    """The hash of what decides should not move: kept results stay comparable."""
    assert PINNED[name] == load(name).logic_hash


#: Labels of answers that say more than their value does, in no tool's own words.
RATINGS = {"possibly/partially", "someone else", "checked", "not checked"}


def bare(data: dict[str, Any]) -> dict[str, Any]:
    """Give a shipped definition without the choices that the sample does not make."""
    data = copy.deepcopy(data)
    data.pop("cut_profiles", None)
    data.pop("context", None)
    for score in data["scores"]:
        score.pop("direction", None)
    for trigger in data["triggers"]:
        trigger.pop("profile", None)
    for item in data["items"]:
        item.pop("optional", None)
    return data


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_scores_as_the_sample_does(name: str) -> None:
    """A shipped definition should decide as the sample does, but for what it adds."""
    given, ships = copy.deepcopy(DATA[name]), read(name)
    for key in ADDED.get(name, ()):
        given[key] = ships[key]

    assert draft(given).logic_hash == draft(bare(ships) | {"tests": []}).logic_hash


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_is_told_where_it_comes_from(name: str) -> None:
    """A shipped definition should state its licence, limits, evidence and reviews."""
    made = load(name)

    assert made.tested
    assert made.category in ("risk", "mental_health", "sud", "child_record")
    assert made.licence is not None
    assert made.licence.dated
    assert made.limits
    assert made.evidence
    assert set(made.review) == set(made.unreviewed)
    assert 64 == len(made.document_hash)


@pytest.mark.parametrize("name", SHIPPED)
def test_no_licensed_words_ship_with_the_logic(name: str) -> None:
    """A label should be a neutral phrase, and no question out of somebody's form."""
    made = load(name)
    labels = [item.label for item in made.items]
    words = {word for label in labels for word in re.findall(r"[a-z]+", label.lower())}
    ours = {"A", "own"}
    assert made.licence is not None
    options = {o.label.lower() for item in made.items for o in item.options}
    plain = {o.value for item in made.items for o in item.options}

    assert not any("?" in label for label in labels)
    assert not words & {"you", "your", "victim"}
    if made.licence.tier not in ours:
        assert options <= plain | RATINGS


@pytest.mark.parametrize("name", SHIPPED)
def test_every_strangulation_alert_says_where_its_advice_is_from(name: str) -> None:
    """A trigger that sends someone to a physician should name its source."""
    advice = [
        (trigger.timing, trigger.severity, trigger.source)
        for trigger in load(name).triggers
        if "strang" in trigger.id or trigger.action_code == "strangulation_medical"
    ]

    for timing, severity, source in advice:
        assert ("immediate", "urgent") == (timing, severity)
        assert source is not None
        assert "Strangulation Prevention" in source


@pytest.mark.parametrize("name", sorted(DATA))
def test_every_definition_of_the_sample_can_be_read(name: str) -> None:
    """Every definition of the sample should be read, with all of its items."""
    made = draft(DATA[name])

    assert [item["id"] for item in DATA[name]["items"]] == [i.id for i in made.items]
    assert len(DATA[name].get("triggers", [])) == len(made.triggers)
    assert not made.reviewed


@pytest.mark.parametrize("name", sorted(DATA))
def test_a_definition_without_vectors_does_not_ship(name: str) -> None:
    """A definition without vectors should be refused where they are asked for."""
    with pytest.raises(DefinitionRefused) as caught:
        parse(DATA[name])

    assert ("tests", "E11") in caught.value.problems
    assert name == caught.value.where


def labels_changed(data: dict[str, Any]) -> dict[str, Any]:
    """Give a definition with other words and the same logic."""
    other = copy.deepcopy(data)
    for key in ("title", "version", "source", "licence_of_wording", "subject"):
        other[key] = "in other words"
    for item in other["items"]:
        item["neutral_label"] = "in other words"
        for option in item.get("options", []):
            option["label"] = "in other words"
    for row in [*other.get("bands", []), *other["triggers"]]:
        row["action" if "action" in row else "label"] = "in other words"
    return other


@pytest.mark.parametrize("name", sorted(DATA))
def test_other_words_leave_the_logic_hash(name: str) -> None:
    """Labels, sources and the name of the edition should not change the logic hash."""
    data = DATA[name]

    assert draft(data).logic_hash == draft(labels_changed(data)).logic_hash
