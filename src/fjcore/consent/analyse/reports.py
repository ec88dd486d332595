"""What an analysis found, as reports for those who write and check a policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fjcore.consent.analyse.approvals import Approval
from fjcore.consent.analyse.compare import ALL, PolicyChange, PolicyDiff
from fjcore.consent.analyse.ever import Binding, Ever
from fjcore.consent.analyse.glyphs import glyph, legend
from fjcore.consent.analyse.lint import Finding
from fjcore.consent.analyse.matrix import Matrix, MatrixRow
from fjcore.consent.analyse.plain import evidence_plain, release_plain
from fjcore.consent.analyse.policytest import PolicyTest, Trial
from fjcore.consent.analyse.settings import SettingChange
from fjcore.consent.analyse.witness import Witness
from fjcore.consent.analyse.wording import Wording, in_order
from fjcore.consent.view import View
from fjcore.consent.vocabulary import BasisKind, Purpose
from fjcore.records.categories import CATEGORIES
from fjcore.values.page import Block, Paragraph, Points, Report, Table
from fjcore.values.spreadsheet import csv_text

#: What every report for staff ends with.
ADVICE = "Not legal advice: no lawyer has read the rules that this rests on."

_LINT = {
    "dead": "Limits that change no answer",
    "shadowed": "Limits that others make idle",
    "unlabelled": "Names of nothing",
    "gap": "Gaps",
}


def matrix_report(found: Matrix, words: Wording, *, short: bool = False) -> Report:
    """Give a matrix: categories down, recipients across, a sign and a word each.

    ``short``: recipients by number, told above the table, and signs alone.
    """
    say = words.say
    title = say["title_matrix" if found.at else "title_ceiling"]
    caption = title
    if found.at is not None:
        caption = say["as_of"].format(at=f"{found.at:%Y-%m-%d %H:%M}")
    blocks: list[Block] = []
    heads = [_headed(row, words) for row in found.rows]
    if not found.categories:
        blocks += [Paragraph(caption), Paragraph(say["nobody"])]
    else:
        if short:
            numbered = [f"{n} {head}" for n, head in enumerate(heads, 1)]
            blocks.append(Points(numbered))
            heads = [str(n) for n, _ in enumerate(heads, 1)]
        rows = [
            [words.what(name), *(_cell(row, name, words, short) for row in found.rows)]
            for name in in_order(found.categories)
        ]
        blocks.append(Table(caption, [say["category"], *heads], rows))
        drawn = [f"{sign} {text}" for sign, text in legend(words)]
        blocks.append(Paragraph(f"{say['legend']}: {'   '.join(drawn)}"))
    if not words.reviewed:
        blocks.append(Paragraph(say["not_advice"]))
    return Report(title, blocks, lang=words.language)


def _headed(row: MatrixRow, words: Wording) -> str:
    person = row.recipient.partition("#")[2]
    who = f"{row.name} ({person})" if person else row.name
    return f"{who}: {words.purposes[row.purpose]}" if row.purpose else who


def _cell(row: MatrixRow, name: str, words: Wording, short: bool) -> str:
    view = row.views.get(name, View.MARKED)
    return glyph(view) if short else f"{glyph(view)} {words.view(view)}"


def matrix_csv(found: Matrix) -> str:
    """Give a matrix as CSV: a row per recipient, a column per category, views by name.

    No cell can be taken for a formula.
    """
    head = ["recipient", "name", "purpose", "basis", *found.categories]
    rows = [
        [
            *(row.recipient, row.name, row.purpose, row.basis),
            *(_view(row.views.get(name, View.MARKED)) for name in found.categories),
        ]
        for row in found.rows
    ]
    return csv_text([head, *rows])


def _view(view: View) -> str:
    return "nothing" if view <= View.MARKED else view.name.lower()


def ever_report(found: Ever) -> Report:
    """Give what could ever be seen, the world that shows it, and what binds."""
    blocks: list[Block] = [
        Paragraph(f"{found.recipient}, {found.item}: {found.answer}"),
        Paragraph(f"the most that can ever be seen: {_view(found.at_most)}"),
    ]
    if found.opaque:
        rules = ", ".join(found.opaque)
        blocks.append(
            Paragraph(
                f"rules in code have a say, and what they say of other questions is "
                f"not known: {rules}"
            )
        )
    if found.witness is not None:
        blocks.append(Paragraph("a question that is answered so:"))
        blocks += _world(found.witness)
        blocks.append(Paragraph(f"the engine then shows: {_view(found.view)}"))
    if found.bindings:
        blocks.append(_bindings(found.bindings))
    return Report("What could ever be seen", [*blocks, Paragraph(ADVICE)])


def _world(witness: Witness) -> Iterator[Block]:
    asked = witness.question
    said = [
        f"basis: {asked.basis.kind}",
        f"purpose: {asked.purpose}",
        f"recipient: {asked.recipient}",
    ]
    if witness.release is not None:
        plain = release_plain(witness.release)
        said.append("a release: " + ", ".join(f"{k} {v}" for k, v in plain.items()))
    if witness.evidence is not None:
        plain = evidence_plain(witness.evidence)
        said.append("evidence: " + ", ".join(f"{k} {v}" for k, v in plain.items()))
    if witness.release is not None and witness.item == "location.shelter":
        said.append("the operator of the shelter has agreed in writing")
    if witness.facts.deceased_at is not None:
        said.append("the survivor has died")
    if witness.facts.acp_participant:
        said.append("the survivor is in an address program")
    if asked.need_to_know:
        said.append("the staff member says why she needs to know")
    duties = sorted(map(str, witness.obligations()))
    said.append(f"duties: {', '.join(duties)}")
    yield Points(said)


def _bindings(bindings: Iterable[Binding]) -> Table:
    rows = [
        (one.rule, one.statement, one.citation, str(one.reason), _bases(one.bases))
        for one in bindings
    ]
    return Table(
        "What keeps it from being more",
        ("rule", "what it says", "source", "reason", "grounds"),
        rows,
    )


def _bases(bases: Sequence[BasisKind]) -> str:
    return "all" if set(bases) == set(BasisKind) else ", ".join(map(str, bases))


def _purposes(purposes: Sequence[Purpose]) -> str:
    return "all" if set(purposes) == set(Purpose) else ", ".join(map(str, purposes))


def diff_report(
    found: PolicyDiff, approvals: Sequence[Approval] = (), *, short: bool = False
) -> Report:
    """Give what widened and narrowed, and what of it nobody approved.

    ``short``: lines in place of tables.
    """
    missing = found.unapproved(approvals)
    blocks: list[Block] = []
    if not found.changes and not found.settings:
        blocks.append(Paragraph("Nothing changed."))
    for title, changes in (("Widened", found.widened), ("Narrowed", found.narrowed)):
        if changes:
            rows = _changes(changes)
            lines = Points(_line(row) for row in rows)
            heading = Paragraph(title)
            blocks += [heading, lines] if short else [Table(title, _HEAD, rows)]
    if found.settings:
        blocks.append(_settings(found.settings))
    if found.opaque:
        rules = ", ".join(found.opaque)
        blocks.append(
            Paragraph(f"rules in code, whose changes are not seen here: {rules}")
        )
    blocks += _approved(found, approvals, missing)
    return Report("What changed between two policies", [*blocks, Paragraph(ADVICE)])


_HEAD = ("recipient", "categories", "for", "before", "after", "grounds", "purposes")


def _changes(changes: Iterable[PolicyChange]) -> list[tuple[str, ...]]:
    """Give changes that are alike but for the category in one row."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for one in changes:
        key = (
            *(one.recipient, one.whom, _view(one.before), _view(one.after)),
            *(_bases(one.bases), _purposes(one.purposes)),
        )
        alike.setdefault(key, []).append(one.category)
    return [(who, _every(names), *rest) for (who, *rest), names in alike.items()]


def _every(names: list[str]) -> str:
    return "every category" if set(names) == set(CATEGORIES) else ", ".join(names)


def _line(row: tuple[str, ...]) -> str:
    who, names, whom, before, after, bases, purposes = row
    said = f"{who}, {before} to {after}, for {whom}: {names}"
    return f"{said}; grounds: {bases}; purposes: {purposes}"


def _settings(changes: Iterable[SettingChange]) -> Table:
    rows = [(one.setting, one.before, one.after, one.effect) for one in changes]
    return Table("Settings", ("setting", "before", "after", "effect"), rows)


def _approved(
    found: PolicyDiff,
    approvals: Sequence[Approval],
    missing: Sequence[PolicyChange | SettingChange],
) -> Iterator[Block]:
    if missing:
        yield Paragraph("Not approved:")
        yield Points(_missing(missing))
    elif found.widens:
        yield Paragraph("Every widening is approved.")
    unused = found.unused(approvals)
    if unused:
        yield Paragraph("Approvals of nothing here:")
        yield Points(one.setting or ", ".join(one.recipients) for one in unused)


def _missing(rows: Iterable[PolicyChange | SettingChange]) -> Iterator[str]:
    alike: dict[str, dict[str, None]] = {}
    for one in rows:
        if isinstance(one, SettingChange):
            alike[f"{one.setting}: {one.before} to {one.after}"] = {}
            continue
        whom = "" if one.whom == ALL else f", for {one.whom}"
        line = f"{one.recipient}, {_view(one.before)} to {_view(one.after)}{whom}"
        alike.setdefault(line, {})[one.category] = None
    for line, names in alike.items():
        yield f"{line}: {_every(list(names))}" if names else line


def lint_report(found: Sequence[Finding]) -> Report:
    """Give what a policy says in vain, and its gaps."""
    blocks: list[Block] = []
    for kind, title in _LINT.items():
        rows = [one for one in found if one.kind == kind]
        if rows:
            cells = [(one.what, one.code, ", ".join(one.by)) for one in rows]
            blocks.append(Table(title, ("what", "code", "by"), cells))
    if not blocks:
        blocks.append(Paragraph("Nothing is said in vain."))
    return Report("What this policy says in vain", blocks)


def policy_test_report(found: PolicyTest) -> Report:
    """Give which scenarios hold, and which mutants none of them noticed."""
    failing = {one.id for one in found.failures}
    held = found.scenarios - len(failing)
    blocks: list[Block] = [
        Paragraph(f"scenarios: {held} of {found.scenarios} agree"),
        Points(f"FAIL {one.id} {one.field}" for one in found.failures),
    ]
    if found.trials:
        killed = [one for one in found.trials if one.killed_by]
        idle = [one for one in found.trials if one.idle]
        real = len(found.trials) - len(idle)
        blocks.append(Paragraph(f"mutants: {len(killed)} of {real} noticed"))
        blocks.append(Points(_trial(one) for one in found.survivors))
        if idle:
            blocks.append(Paragraph("mutants that change no answer here:"))
            blocks.append(Points(one.says for one in idle))
    return Report("What the scenarios notice", blocks)


def _trial(one: Trial) -> str:
    return f"SURVIVED {one.mutant}: {one.says}"
