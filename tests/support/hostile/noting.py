"""Plugins whose recogniser means harm when it is handed a note."""

from __future__ import annotations

from support.hostile.case import Case, Ends, spans


def _case(name: str, tries: str, body: str, before: str = "") -> Case:
    return Case(
        id=name,
        tries=tries,
        source=spans(body, before),
        provides=("recognisers",),
        permissions=("reads-narrative",),
        given='permissions = ["reads-narrative"]',
        ends=Ends.HARMLESS,
        code="plugin_fault",
        says="demo.spans",
    )


NOTING = (
    _case(
        "span-outside",
        "gives a span that lies outside the text",
        "return [span(0, len(text) + 9)]",
    ),
    _case("spans-of-its-own", "gives pairs of numbers", "return [(0, 1)]"),
    _case("spans-none", "gives nothing at all", "return None"),
    _case(
        "spans-raise-midway",
        "gives one span, then raises with the text of the note",
        "return midway(text)",
        "def midway(text):\n    yield span(0, 1)\n    raise ValueError(text)\n",
    ),
    _case("spans-exit", "ends the program, saying the note", "raise SystemExit(text)"),
    _case(
        "endless-spans",
        "gives spans without an end",
        "return endless()",
        "def endless():\n    while True:\n        time.sleep(0.05)\n"
        "        yield span(0, 1)\n",
    ),
)
