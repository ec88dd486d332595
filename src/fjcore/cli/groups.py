"""Every command: where it stands, and the line that tells of it."""

from __future__ import annotations

import typer

from fjcore.cli.lazily import Row, lazily

_SURVIVOR = {
    "keep": Row(
        "daily:keep",
        "Keep an intake: answers to local forms, records, facts.",
    ),
    "known": Row(
        "finding:known",
        "Say who of an intake may be on file already; nothing is kept.",
    ),
    "import": Row(
        "importing:import_command",
        "Import another system's file by a layout: look through it, then keep it.",
    ),
    "screen": Row(
        "screening:screen",
        "Ask a screening in the terminal, or score a file of answers.",
    ),
    "sign": Row(
        "daily:sign",
        "Put a signed release on file, and say what it gives and what it says in vain.",
    ),
    "withdraw": Row(
        "daily:withdraw",
        "Take permission back: everything, or one release, recipient or category.",
    ),
    "instruct": Row(
        "grounds:instruct",
        "Put on file what she said must never be done; it outlives every form.",
    ),
    "evidence": Row("grounds:evidence", "Papers on file that a disclosure rests on."),
    "release": Row("releases:release", "Forms to sign on paper."),
    "amendment": Row(
        "worklists:amendment",
        "What a survivor wants put right in her file.",
    ),
}
_PARTNERS = {
    "who-sees": Row(
        "daily:who_sees",
        "Show who may see what of a person: recipients by categories.",
    ),
    "explain": Row(
        "explaining:explain",
        "Say why a partner may see what, what holds the rest, and what would "
        "change it.",
    ),
    "disclose": Row(
        "daily:disclose",
        "Send a partner exactly what a release or a legal ground gives it.",
    ),
    "receive": Row(
        "receiving:receive",
        "Put the terms of a disclosure from another agency on file: they bind us.",
    ),
    "disclosure": Row(
        "accounts:disclosure",
        "Disclosures: to open, to prove, to send again, to tell of a withdrawal.",
    ),
    "report": Row(
        "grounds:report",
        "Make a mandated report: see the law, what would be told, and be asked.",
    ),
    "review": Row(
        "review:review",
        "Show what a note would lose before its release, side by side, and review it.",
    ),
    "notes": Row(
        "notes:notes",
        "Notes for a partner: what would go out of each, and to review it.",
    ),
    "exporters": Row(
        "exporters:exporters",
        "What plugins write into other formats: a disclosure, rows without a name.",
    ),
    "reports": Row("exporters:reports", "Counts of people, small cells left out."),
    "told": Row(
        "worklists:told",
        "Record that a recipient was told of every withdrawal up to now.",
    ),
}
_VAULT = {
    "read": Row("daily:read", "Read a person's file, as the program's own staff may."),
    "account": Row(
        "accounts:account",
        "Show every disclosure of a person: when, to whom, why, what.",
    ),
    "suspension": Row(
        "suspending:suspension",
        "Agencies that asked that what they got stay off an account for a time.",
    ),
    "worklists": Row(
        "worklists:worklists",
        "Show what waits: releases about to end, who is to be told, what is due.",
    ),
    "discharge": Row(
        "worklists:discharge",
        "Record that what a disclosure left to be done was done.",
    ),
    "audit": Row("daily:audit", "The log of everything that happened."),
    "find": Row(
        "finding:find",
        "Find people by a name, a date or a number; their ids come out.",
    ),
    "keys": Row("keygroup:keys", "Keys and indexes."),
    "export": Row(
        "exporting:export",
        "Write what staff may read of a person to a file that only your key opens.",
    ),
    "erase": Row(
        "erasing:erase",
        "Destroy a person's keys for good; the accounts of what was disclosed stay.",
    ),
    "doctor": Row(
        "keys:doctor",
        "Try the site's keyrings, and look at this machine; 1 where one fails.",
    ),
}
_PLAN = {
    "init": Row(
        "daily:init",
        "Make a new vault, and a site file to start from where there is none.",
    ),
    "demo": Row(
        "daily:demo",
        "Run the main job on made-up people: intake, screening, release, disclosure.",
    ),
    "center": Row(
        "center:center",
        "A center that is still being planned: from a list of agencies alone.",
    ),
    "law": Row("law:law", "State packs: facts of law as data."),
    "policy": Row("policy:policy", "What a policy means, before anybody relies on it."),
    "forms": Row("forms:forms", "The local forms in use."),
    "instruments": Row("instruments:instruments", "The screening instruments."),
    "records": Row("records:records", "The record types and their fields."),
    "plugins": Row("plugins:plugins", "What is installed, and what of it is in use."),
    "test": Row("groups:test", "Test vectors, run against this version."),
}

#: Commands by name, under the heading they are listed under.
COMMANDS = {
    "With a survivor": _SURVIVOR,
    "With partners": _PARTNERS,
    "Look after the vault": _VAULT,
    "Set up and plan": _PLAN,
}

#: What `fjcore test` runs.
_TESTS = {
    "scenarios": Row(
        "testing:scenarios",
        "Answer scenarios of consent, and say where an answer is not as expected.",
    ),
    "screening": Row(
        "testing_screening:screening",
        "Run files of screening vectors: 0 all agree, 1 some do not, 2 unreadable.",
    ),
    "safe-harbor": Row(
        "testing_safe_harbor:safe_harbor",
        "Run files of safe harbor vectors: 0 all agree, 1 some do not, 2 unreadable.",
    ),
    "envelopes": Row(
        "testing_envelopes:envelopes",
        "Run files of envelope vectors: 0 all agree, 1 some do not, 2 unreadable.",
    ),
}
TESTS = {"Commands": _TESTS}

test = typer.Typer(
    cls=lazily(TESTS),
    help="Test vectors, run against this version.",
    no_args_is_help=True,
)


@test.callback()
def _test() -> None:
    """Test vectors, run against this version."""
