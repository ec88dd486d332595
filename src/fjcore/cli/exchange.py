"""Instruments and answers in the formats of others: FHIR R4, XLSForm.

None of this reads a vault: what is in one leaves as a disclosure.
"""

from __future__ import annotations

import json
import sys
import uuid
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from fjcore.cli.available import registry_of
from fjcore.cli.files import named_file
from fjcore.cli.output import new_bytes, new_file, wrote
from fjcore.cli.run import STATUSES, ask, session_of
from fjcore.cli.workbook import sheets_of
from fjcore.errors import FjcoreError, InputRefused, OptionRefused, Problem
from fjcore.screening import fhir, xlsform
from fjcore.values import SystemClock, canonical
from fjcore.values.workbook import workbook
from fjcore.vault.inputs import answers_from, read_file

#: A form as others write it may nest deep, and carries every weight with its address.
MAX_BYTES = 8 << 20
MAX_LEVELS = 100


class Format(StrEnum):
    """The formats of others."""

    FHIR = "fhir"
    XLSFORM = "xlsform"


As = Annotated[Format, typer.Option("--format", help="fhir (R4, JSON) or xlsform")]
Out = Annotated[Path | None, typer.Option("--out", help="a new file to write it to")]
Lang = Annotated[str, typer.Option("--lang", help="with its words in this language")]


def export_instrument(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="id of an instrument")],
    kind: As = Format.FHIR,
    lang: Lang = "",
    use: Annotated[str, typer.Option("--use", help="for which use")] = "clinical",
    out: Out = None,
) -> None:
    """Write an instrument as a FHIR Questionnaire or as an XLSForm workbook."""
    registry = registry_of(context.obj)
    made = registry.instrument(name)
    pack = registry.words(made, lang, use=use) if lang else None
    if kind is Format.FHIR:
        _told(_json(fhir.to_questionnaire(made, pack)), out)
        return
    if out is None:
        problem = Problem("--out", "required")
        raise OptionRefused("--out", problems=(problem,))
    new_bytes(out, workbook(xlsform.write(made, pack)))
    wrote(out)


def import_instrument(
    file: Annotated[Path, typer.Argument(help="a Questionnaire, or a workbook")],
    kind: As = Format.FHIR,
    lang: Annotated[
        str, typer.Option("--lang", help="which words, where there are several")
    ] = "",
    words: Annotated[
        Path | None, typer.Option("--words", help="a new file for its words")
    ] = None,
    out: Out = None,
) -> None:
    """Make the draft of a definition from another format; it is yours to finish."""
    raw = named_file(file, MAX_BYTES)
    if kind is Format.FHIR:
        draft = fhir.from_questionnaire(_parsed(raw, file.name))
    else:
        draft = xlsform.read(sheets_of(raw, where=file.name))
    packs = [pack for pack in draft.words if lang in ("", pack["language"])]
    if words is not None and len(packs) != 1:
        code = "unknown_code" if not packs else "required"
        raise OptionRefused("--lang", problems=(Problem("--lang", code),))
    for warning in draft.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    if draft.instrument.tested:
        print(f"the same logic as {draft.instrument.id} that ships", file=sys.stderr)
    else:
        print("a draft: give it vectors, a licence, limits", file=sys.stderr)
    if words is not None:
        new_file(words, _json(packs[0]))
    _told(_json(draft.definition), out)


def export_answers(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="answers, as screen takes them")],
    by: Annotated[str, typer.Option("--by", help="who took the answers")] = "staff",
    lang: Lang = "",
    use: Annotated[str, typer.Option("--use", help="for which use")] = "clinical",
    out: Out = None,
) -> None:
    """Write a file of answers, and what it scores, as a bundle of FHIR resources."""
    answers = answers_from(read_file(file), where=file.name)
    registry = registry_of(context.obj)
    made = registry.instrument(answers.instrument)
    pack = registry.words(made, lang, use=use) if lang else None
    session = session_of(made, answers, clock=SystemClock())
    for line in ask(session, answers, by, file.name):
        print(line, file=sys.stderr)
    result = session.finish()
    address = f"urn:uuid:{uuid.uuid4()}"
    response = fhir.to_response(made, result, pack=pack)
    rows = [{"fullUrl": address, "resource": response}]
    rows += [
        {"fullUrl": f"urn:uuid:{uuid.uuid4()}", "resource": row}
        for row in fhir.to_observations(made, result, response=address)
    ]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": rows}
    _told(_json(bundle), out)


def import_answers(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="a QuestionnaireResponse, JSON")],
    subject: Annotated[str, typer.Option("--subject", help="whose answers they are")],
    name: Annotated[str, typer.Option("--instrument", help="id of the instrument")],
    out: Out = None,
) -> None:
    """Make a file of answers, as screen takes it, from a QuestionnaireResponse."""
    data = _parsed(named_file(file, MAX_BYTES), file.name)
    made = registry_of(context.obj).instrument(name)
    found = fhir.from_response(made, data, at=SystemClock().now())
    reasons = {status: reason for reason, status in STATUSES.items()}
    rows: dict[str, Any] = {
        step.item: {"?": reasons[step.status]} if step.value is None else step.value
        for step in found.steps
        if not step.item.startswith("total:")
    }
    whole = {"subject": subject, "instrument": name, "answers": rows}
    beside = {
        "totals": found.totals,
        "context": found.context,
        "profile": found.profile,
        "mode": found.mode and str(found.mode),
        "present": [str(one) for one in found.present],
    }
    _told(_json(whole | {key: said for key, said in beside.items() if said}), out)


def _parsed(raw: bytes, where: str) -> Any:
    data, code = None, ""
    try:
        data = canonical.loads(raw, max_bytes=MAX_BYTES, max_depth=MAX_LEVELS)
    except FjcoreError as error:
        code = "too_big" if error.code == "too_big" else "format"
    if code:
        del raw
        raise InputRefused(where, problems=(Problem(where, code),))
    return data


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1, default=_plain) + "\n"


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else str(value)


def _told(text: str, out: Path | None) -> None:
    if out is None:
        print(text, end="")
    else:
        new_file(out, text)
