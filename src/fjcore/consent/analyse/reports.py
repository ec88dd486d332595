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
from fjcore.consent.analyse.wording import Wording
from fjcore.consent.view import View
from fjcore.consent.vocabulary import BasisKind, Purpose
from fjcore.values.page import Block, Heading, Paragraph, Points, Report, Table
from fjcore.values.spreadsheet import csv_text

#: What every report for staff ends with.
ADVICE = "Not legal advice: no lawyer has read the rules that this rests on."

_LINT = {
    "dead": "Limits that change no answer",
    "shadowed": "Limits that others make idle",
    "unlabelled": "Names of nothing",
    "gap": "Gaps",
}


def matrix_report(found: Matrix, words: Wording) -> Report:
    """Give a matrix: categories down, recipients across, a sign and a word each."""
    say = words.say
    title = say["title_matrix" if found.at else "title_ceiling"]
    blocks: list[Block] = []
    if found.at is not None:
        at = f"{found.at:%Y-%m-%d %H:%M}"
        blocks.append(Paragraph(say["as_of"].format(at=at)))
    if not found.categories:
        blocks.append(Paragraph(say["nobody"]))
    else:
        heads = [_headed(row, words) for row in found.rows]
        rows = [
            [words.what(name), *(_cell(row, name, words) for row in found.rows)]
            for name in found.categories
        ]
        blocks.append(Table(title, [say["category"], *heads], rows))
        drawn = [f"{sign} {text}" for sign, text in legend(words)]
        blocks.append(Paragraph(f"{say['legend']}: {'   '.join(drawn)}"))
    if not words.reviewed:
        blocks.append(Paragraph(say["not_advice"]))
    return Report(title, blocks, lang=words.language)


def _headed(row: MatrixRow, words: Wording) -> str:
    named = row.name if row.name != row.recipient else row.recipient
    person = row.recipient.partition("#")[2]
    who = f"{named} ({person})" if person else named
    return f"{who}: {words.purposes[row.purpose]}" if row.purpose else who


def _cell(row: MatrixRow, name: str, words: Wording) -> str:
    view = row.views.get(name, View.MARKED)
    return f"{glyph(view)} {words.view(view)}"


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
        blocks += [Heading("A question that is answered so"), *_world(found.witness)]
        blocks.append(Paragraph(f"the engine then shows: {_view(found.view)}"))
    if found.bindings:
        blocks += [Heading("What binds"), _bindings(found.bindings)]
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


def diff_report(found: PolicyDiff, approvals: Sequence[Approval] = ()) -> Report:
    """Give what widened and narrowed, and what of it nobody approved."""
    missing = found.unapproved(approvals)
    blocks: list[Block] = []
    if not found.changes and not found.settings:
        blocks.append(Paragraph("Nothing changed."))
    for title, changes in (("Widened", found.widened), ("Narrowed", found.narrowed)):
        if changes:
            blocks += [Heading(title), _changes(title, changes)]
    if found.settings:
        blocks += [Heading("Settings"), _settings(found.settings)]
    if found.opaque:
        rules = ", ".join(found.opaque)
        blocks.append(
            Paragraph(f"rules in code, whose changes are not seen here: {rules}")
        )
    blocks += _approved(found, approvals, missing)
    return Report("What changed between two policies", [*blocks, Paragraph(ADVICE)])


def _changes(title: str, changes: Iterable[PolicyChange]) -> Table:
    """Give changes that are alike but for the category in one row."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for one in changes:
        key = (
            *(one.recipient, one.whom, _view(one.before), _view(one.after)),
            *(_bases(one.bases), _purposes(one.purposes)),
        )
        alike.setdefault(key, []).append(one.category)
    rows = [(who, ", ".join(names), *rest) for (who, *rest), names in alike.items()]
    head = ("recipient", "categories", "for", "before", "after", "grounds", "purposes")
    return Table(title, head, rows)


def _settings(changes: Iterable[SettingChange]) -> Table:
    rows = [(one.setting, one.before, one.after, one.effect) for one in changes]
    return Table("Settings", ("setting", "before", "after", "effect"), rows)


def _approved(
    found: PolicyDiff,
    approvals: Sequence[Approval],
    missing: Sequence[PolicyChange | SettingChange],
) -> Iterator[Block]:
    if missing:
        yield Heading("Not approved")
        yield Points(dict.fromkeys(_missing(one) for one in missing))
    elif found.widens:
        yield Paragraph("Every widening is approved.")
    unused = found.unused(approvals)
    if unused:
        names = [one.setting or ", ".join(one.recipients) for one in unused]
        yield Heading("Approvals of nothing here")
        yield Points(names)


def _missing(one: PolicyChange | SettingChange) -> str:
    if isinstance(one, SettingChange):
        return f"{one.setting}: {one.before} to {one.after}"
    whom = "" if one.whom == ALL else f" ({one.whom})"
    seen = f"{_view(one.before)} to {_view(one.after)}"
    return f"{one.recipient}, {one.category}{whom}: {seen}"


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
            blocks.append(Paragraph("mutants that no answer could show:"))
            blocks.append(Points(one.says for one in idle))
    return Report("What the scenarios notice", blocks)


def _trial(one: Trial) -> str:
    return f"SURVIVED {one.mutant}: {one.says}"
