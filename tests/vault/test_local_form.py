"""A local form of six fields, as text alone, all the way to what leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from support import vaults
from support.vaults import CHEAP, LEGAL, PASSPHRASE, STAFF

from fjcore.consent import View
from fjcore.records import Form, json_schema, leaves, parse_form
from fjcore.sdk import Registry
from fjcore.values import FixedClock, Secret
from fjcore.vault import Intake, Vault, intake_from

TEXT = """
form = "x_made.winter"
version = 1
title = { en = "Winter visit", es = "Visita de invierno" }
field = [
  { name = "heat", type = "yes_no", category = "household", about = "subject", identifying = "quasi", label = { en = "Do you have heat?", es = "¿Tiene calefacción?" } },
  { name = "fuel", type = "code", codes = "x_made.fuel", when = "${heat} = 'yes'", category = "household", about = "subject", identifying = "quasi", label = { en = "What kind?", es = "¿De qué tipo?" } },
  { name = "owed", type = "money", category = "financial", about = "subject", identifying = "quasi", label = { en = "What do you owe?", es = "¿Cuánto debe?" } },
  { name = "rooms", type = "repeat", label = { en = "Rooms", es = "Cuartos" }, field = [
    { name = "cold", type = "yes_no", category = "household", about = "subject", identifying = "quasi", label = { en = "Cold?", es = "¿Frío?" } },
    { name = "since", type = "partial_date", category = "household", about = "subject", identifying = "quasi", label = { en = "Since when?", es = "¿Desde cuándo?" } },
  ] },
  { name = "story", type = "narrative", category = "incident.narrative", about = "subject", identifying = "direct", privilege = ["advocate"], label = { en = "Tell us more.", es = "Cuéntenos más." } },
]
[codes."x_made.fuel"]
maps_to = "fj.weapon"
codes = { wood = "Wood", gas = "Gas" }
maps = { wood = "other", gas = "other" }
label.es = { wood = "Leña", gas = "Gas" }
"""  # noqa: E501 - one line a question, as a person writes it

ANSWERS: dict[str, Any] = {
    "heat": True,
    "fuel": "wood",
    "owed": "120.00",
    "rooms": [{"cold": True, "since": "2025-11"}, {"cold": {"?": "unsafe_to_ask"}}],
    "story": "The stove smokes.",
}


@pytest.fixture
def form() -> Form:
    return parse_form(TEXT, where="winter.toml")


@pytest.fixture
def vault(tmp_path: Path, form: Form) -> Iterator[Vault]:
    site = vaults.site_in(tmp_path)
    built = Registry.build(site)
    forms = {**built.forms, form.id: form}
    lists = {**built.code_lists, **{one.id: one for one in form.code_lists}}
    with Vault.create(
        site,
        Secret(PASSPHRASE),
        registry=evolve(built, forms=forms, code_lists=lists),
        clock=FixedClock(vaults.EVENING),
        cost=CHEAP,
    ) as made:
        yield made


def kept(vault: Vault, answers: dict[str, Any]) -> str:
    """Keep the demo's person with answers to the form."""
    subject = vaults.keep_demo(vault, "01-oconnor").subject
    intake: Intake = intake_from(
        {
            "subject": subject,
            "forms": [{"form": "x_made.winter", "version": 1, "answers": answers}],
        },
        forms=vault.registry.forms,
        catalog=vault.registry.catalog(),
        where="winter.json",
    )
    vault.keep(intake, actor=STAFF)
    return subject


def sent(vault: Vault, subject: str, *scope: str) -> Any:
    """Sign a release of a scope, and give what it then sends of the form."""
    _, release = vaults.release_of(vault, "01-oconnor-1-legal")
    whole = evolve(release, scope=("identity.name", *scope))
    vault.sign(subject, whole, actor=STAFF)
    made = vaults.send(vault, subject, LEGAL, "protection_order").disclosure
    return made.content()["records"].get("x_made.winter", [])


def test_the_text_is_short_and_has_six_fields(form: Form) -> None:
    """Six labelled fields should take fewer than fifty lines, and no code."""
    assert len(TEXT.strip().splitlines()) < 50
    assert 6 == len(leaves(form.record_type))


def test_its_fields_are_in_the_catalog(vault: Vault, form: Form) -> None:
    """Every field of the form should be known by its path, free text by name too."""
    known = {
        leaf.path: leaf.label.category for leaf in vault.registry.catalog().leaves()
    }

    assert {leaf.path: leaf.label.category for leaf in leaves(form.record_type)} == {
        path: category for path, category in known.items() if path.startswith("x_made.")
    }
    assert "incident.narrative" == vault.narratives["x_made.winter.story"]


def test_its_schema_is_there(form: Form) -> None:
    """Each field should be in a JSON Schema, with its label and codes."""
    found = json_schema(form.record_type)
    rooms = found["properties"]["rooms"]
    labelled = {
        name: one["x-fj-label"]["category"] for name, one in found["properties"].items()
    }

    assert {
        "heat": "household",
        "fuel": "household",
        "owed": "financial",
        "rooms": ["household"],
        "story": "incident.narrative",
    } == labelled
    assert {"$ref": "#/$defs/codes.x_made.fuel"} in found["properties"]["fuel"]["oneOf"]
    assert ["gas", "wood"] == found["$defs"]["codes.x_made.fuel"]["enum"]
    assert "array" in str(rooms)
    assert found["additionalProperties"] is False


def test_what_is_not_released_of_it_does_not_leave(vault: Vault) -> None:
    """Without a release of its categories nothing of the form should leave."""
    subject = kept(vault, ANSWERS)

    assert [] == sent(vault, subject, "participation")


def test_what_is_released_of_it_leaves_and_no_more(vault: Vault) -> None:
    """A release of one category should send its fields of the form, and those alone."""
    subject = kept(vault, ANSWERS)
    (found,) = sent(vault, subject, "household")

    assert "wood" == found["fuel"]
    assert found["heat"] is True
    assert {"since": "2025-11", "cold": True} == found["rooms"][0]
    # That it was not safe to ask would itself tell something.
    assert {"?": "not_asked"} == found["rooms"][1]["cold"]
    assert {"owed", "story"}.isdisjoint(found)


def test_the_matrix_shows_its_categories(vault: Vault) -> None:
    """Who sees what should tell of the form's categories, with no code written."""
    subject = kept(vault, ANSWERS)
    before = vault.who_sees(subject, actor=STAFF)
    sent(vault, subject, "household", "financial")
    after = vault.who_sees(subject, actor=STAFF)
    views = [row.views for row in after.rows if row.recipient == LEGAL]

    assert {"household", "financial"}.isdisjoint(before.categories)
    assert {"household", "financial"} <= set(after.categories)
    assert any(row.get("financial", View.SILENT) is View.FULL for row in views)


def test_it_is_sealed_and_opened_again(vault: Vault, tmp_path: Path) -> None:
    """What was answered should be read by staff, and stand nowhere in clear."""
    subject = kept(vault, ANSWERS)
    found = vault.read(
        subject, actor=STAFF, purpose="safety_planning", need_to_know="her visit"
    )
    stored = (tmp_path / "store" / "vault.db").read_bytes()

    assert b"stove" not in stored
    assert "120.00" == found.content()["records"]["x_made.winter"][0]["owed"]
