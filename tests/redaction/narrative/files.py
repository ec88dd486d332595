"""Made-up entities for the tests of notes, and short ways to scrub."""

from __future__ import annotations

from fjcore.redaction.narrative import Entity, Known, Options, Scrubber, scrub

NAME, STREET, PHONE = "identity.name", "location.residence", "contact"


def name(value, category=NAME, where="person.names.text"):
    return Entity("name", value, category, where)


def known(*entities):
    return Known(entities)


def named(*values):
    return Known([name(value) for value in values])


def categories(held):
    return {one.category for one in held.entities}


def look(held, text, **options):
    return Scrubber.of(held, categories(held), Options(**options)).look(text)


def gone(held, text, **options):
    """Give what goes from a text, piece by piece."""
    return [text[s.start : s.end] for s in look(held, text, **options).spans]


def flagged(held, text, **options):
    """Give what is shown to the reviewer, piece by piece."""
    return [text[s.start : s.end] for s in look(held, text, **options).flags]


def proposed(held, text, **options):
    return scrub(text, held, categories(held), Options(**options))
