"""A form with every kind of rule, as TOML and as data."""

from __future__ import annotations

import tomllib
from typing import Any

from records.formsource import toml

from fjcore.errors import Malformed
from fjcore.records import Form, parse_form, unstructure
from fjcore.records.record import info_of

TEXT = """
form = "x_made.home"
version = 3
of = "person"
title = { en = "At home", es = "En casa" }

[[section]]
name = "about"
title = { en = "About you", es = "Sobre usted" }
hint = { en = "All of it is up to you.", es = "Todo depende de usted." }

[[section]]
name = "pets"
title = { en = "Animals", es = "Animales" }
when = "${has_pets} = 'yes'"

[[field]]
name = "welcome"
type = "note"
label = { en = "Thank you for coming.", es = "Gracias por venir." }

[[field]]
name = "born"
binds = "person.birth_date"
section = "about"
required = true
missing = ["asked_declined", "unsafe_to_ask"]
label = { en = "When were you born?", es = "¿Cuándo nació?" }

[[field]]
name = "has_pets"
type = "yes_no"
category = "household"
about = "subject"
identifying = "quasi"
section = "about"
label = { en = "Do you have animals?", es = "¿Tiene animales?" }

[[field]]
name = "how_many"
type = "int"
category = "household"
about = "subject"
identifying = "quasi"
section = "pets"
required = true
missing = ["asked_unknown"]
constraint = ". >= 1 and . <= 40"
message = { en = "From 1 to 40.", es = "De 1 a 40." }
label = { en = "How many?", es = "¿Cuántos?" }
hint = { en = "All kinds together." }

[[field]]
name = "kinds"
type = "codes"
codes = "x_made.animal"
category = "household"
about = "subject"
identifying = "quasi"
section = "pets"
when = "${how_many} > 1"
label = { en = "Which?", es = "¿Cuáles?" }

[[field]]
name = "chip"
type = "text"
category = "household"
about = "subject"
identifying = "direct"
section = "pets"
when = "selected(${kinds}, 'dog')"
label = { en = "Chip number?", es = "¿Número del chip?" }

[[field]]
name = "language"
binds = "person.preferred_language"
hide = true
label = { en = "Language?", es = "¿Idioma?" }

[codes."x_made.animal"]
maps_to = "fj.weapon"

[codes."x_made.animal".codes]
dog = "A dog"
cat = "A cat"

[codes."x_made.animal".maps]
dog = "other"
cat = "other"

[codes."x_made.animal".label.es]
dog = "Un perro"
cat = "Un gato"
"""

DATA: dict[str, Any] = tomllib.loads(TEXT)
HOME = parse_form(TEXT)

LABEL = {"category": "household", "about": "subject", "identifying": "quasi"}


def form_of(*rows: dict[str, Any], **head: Any) -> Form:
    """A form of these rows, each labelled where its kind needs a label."""
    return parse_form(toml(data_of(*rows, **head)))


def data_of(*rows: dict[str, Any], **head: Any) -> dict[str, Any]:
    """The data of such a form."""
    start = {"form": "x_made.rows", "version": 1, "title": {"en": "Rows"}}
    return {**start, **head, "field": [row_of(row) for row in rows]}


def row_of(row: dict[str, Any]) -> dict[str, Any]:
    """A row with the label that its kind needs."""
    plain = {"label": {"en": row["name"]}, **row}
    if "field" in row:
        plain["field"] = [row_of(one) for one in row["field"]]
    if "binds" in row or row.get("type") in ("part", "repeat", "note"):
        return plain
    return {**LABEL, "type": "yes_no", **plain}


def read(form: Form, answers: dict[str, Any]) -> dict[str, Any]:
    """What a form reads from answers, as plain data by record name."""
    return {info_of(type(one)).name: unstructure(one) for one in form.read(answers)}


def faults(form: Form, answers: dict[str, Any]) -> list[tuple[str, str]]:
    """The faults of answers, without the name of the form in their paths."""
    found: tuple[Any, ...] = ()
    try:
        form.read(answers)
    except Malformed as fault:
        found = fault.problems
    return [(one.path.removeprefix(f"{form.id}."), one.code) for one in found]
