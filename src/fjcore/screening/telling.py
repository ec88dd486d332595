"""What a result says to staff and to the survivor, and what every result must say."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from fjcore.errors import AnswerRefused
from fjcore.screening.definition import Instrument
from fjcore.screening.evaluation import Evaluation
from fjcore.screening.result import Result
from fjcore.values import Tri

#: Stands under every result, whoever reads it.
ALWAYS = (
    "This tool is meant for people trained by its authors.",
    "A score supports, and never replaces, the survivor's own judgement and yours.",
    "A low score does not mean safe.",
)

#: For the survivor: no total and no band, in words of a sixth grader or below. They are
#: to be read by an advocate panel before release (reviewed: false).
SURVIVOR = {
    "en": (
        "Thank you for your answers. You could skip any question, and still can.",
        "Your answers help us plan with you. They do not decide what help you can get.",
        "No list of questions can tell how safe you are. You know your life best.",
        "If something worries you, tell us. What happened to you is not your fault.",
    ),
    "es": (
        "Gracias por sus respuestas. Puede dejar preguntas sin contestar.",
        "Sus respuestas nos ayudan a planear con usted. No deciden qué ayuda recibe.",
        "Ninguna lista de preguntas dice si usted está a salvo. Usted conoce su vida.",
        "Si algo le preocupa, díganos. Lo que le pasó no es su culpa.",
    ),
}


class Audience(StrEnum):
    """Whom a result is shown to; nobody is meant unless it is said."""

    STAFF = "staff"
    SURVIVOR = "survivor"


def statement(result: Result, instrument: Instrument) -> tuple[str, ...]:
    """Give what stands under every result: its limits, and what was not checked."""
    lines = [*ALWAYS, *result.limits]
    if not instrument.tested:
        lines.append("This definition is a draft: its rules are not shown by vectors.")
    if not instrument.reviewed:
        parts = ", ".join(instrument.unreviewed) or "every part"
        lines.append(f"Not yet checked by a person with the owner: {parts}.")
    if result.untrained:
        lines.append("Scored by someone whose training with this tool is not stated.")
    if result.wording is not None and result.wording.translation == "local":
        lines.append("The wording is a local translation, which nobody has validated.")
    return tuple(lines)


def present(
    result: Result, instrument: Instrument, *, audience: Audience | str, language: str
) -> tuple[str, ...]:
    """Give a result in lines for whom it is shown to; there is no default audience.

    The survivor gets no total: a number frightens or reassures without cause. The
    language is that of the survivor's lines; English where there are none in it.
    Raises: AnswerRefused, for an audience that is none.
    """
    if not isinstance(audience, str) or audience not in frozenset(Audience):
        raise AnswerRefused(f"{instrument.id}.audience")
    if audience == Audience.SURVIVOR:
        return SURVIVOR.get(language.partition("-")[0], SURVIVOR["en"])
    return (*_staff(result), *statement(result, instrument))


def _staff(result: Result) -> Iterator[str]:
    found = result.evaluation
    for alert in result.alerts:
        source = f" (source: {alert.source})" if alert.source else ""
        yield f"alert, {alert.severity}: {alert.action}{source}"
    yield from _scores(found)
    for name, flag in found.flags.items():
        words = {Tri.TRUE: "yes", Tri.FALSE: "no", Tri.UNDETERMINED: "open"}
        yield f"{name}: {words[flag]}"
    if found.outcome is not None:
        yield f"outcome: {found.outcome}"
    elif found.outcomes:
        yield f"outcome: at least {found.outcome_at_least}"
    for row in result.overrides:
        yield f"judged by {row.role}: {row.of} is {row.to} ({row.reason})"
    for warned in found.warnings:
        about = f" ({', '.join(warned.items)})" if warned.items else ""
        yield f"look again: {warned.message}{about}"
    if found.missing:
        yield f"not answered, never taken as no: {', '.join(found.missing)}"


def _scores(found: Evaluation) -> Iterator[str]:
    for name, score in found.scores.items():
        settled = score.lower == score.upper
        span = f"{score.lower}" if settled else f"{score.lower} to {score.upper}"
        band = found.bands.get(name)
        said = "" if band is None else f", {' or '.join(band.possible)}"
        estimate = f", estimate {float(score.value or 0):g}" if score.prorated else ""
        yield f"{name}: {span}{said}{estimate}"
