"""What an analysis found, as plain data for a machine: texts, numbers, lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import attrs

from fjcore.consent.analyse.approvals import Approval
from fjcore.consent.analyse.compare import PolicyChange, PolicyDiff
from fjcore.consent.analyse.ever import Ever
from fjcore.consent.analyse.lint import Finding
from fjcore.consent.analyse.matrix import Matrix, MatrixRow
from fjcore.consent.analyse.policytest import PolicyTest, Trial
from fjcore.consent.analyse.promises import VoidPromise
from fjcore.consent.analyse.settings import SettingChange
from fjcore.consent.analyse.simulate import MatrixChange, MatrixDiff
from fjcore.consent.analyse.witness import Witness
from fjcore.consent.evidence import LegalEvidence, evidence_to
from fjcore.consent.release import Release
from fjcore.consent.view import View
from fjcore.consent.vocabulary import BasisKind
from fjcore.records.checks import instant_text

Plain = dict[str, Any]


def matrix_plain(found: Matrix) -> Plain:
    """Give a matrix: who, for what, and the view of each category that anybody sees."""
    return {
        "subject": found.subject,
        "at": _instant(found.at),
        "rows": [_row(row, found.categories) for row in found.rows],
    }


def _row(row: MatrixRow, categories: Iterable[str]) -> Plain:
    said: Plain = {
        "recipient": row.recipient,
        "name": row.name,
        "purpose": row.purpose,
        "views": {
            name: row.views[name].name.lower()
            for name in categories
            if name in row.views
        },
    }
    own = row.basis in ("", BasisKind.CLIENT_RELEASE)
    return said if own else {**said, "basis": row.basis}


def simulate_plain(
    found: MatrixDiff, void: Iterable[VoidPromise] | None = None
) -> Plain:
    """Give what would newly and no longer be seen, and what a form says in vain."""
    said: Plain = {
        "subject": found.subject,
        "at": _instant(found.at),
        "added": list(found.added),
        "removed": list(found.removed),
        "newly": [_change(one) for one in found.newly],
        "no_longer": [_change(one) for one in found.no_longer],
    }
    return said if void is None else {**said, "void": [void_plain(v) for v in void]}


def _change(one: MatrixChange) -> Plain:
    return {
        a.name: _value(getattr(one, a.name))
        for a in attrs.fields(MatrixChange)
        if a.name != "more"
    }


def void_plain(one: VoidPromise) -> Plain:
    """Give one thing that a form says in vain."""
    return {a.name: _value(getattr(one, a.name)) for a in attrs.fields(VoidPromise)}


def ever_plain(found: Ever) -> Plain:
    """Give what could ever be seen, the world that shows it, and what binds."""
    return {
        "recipient": found.recipient,
        "category": found.category,
        "item": found.item,
        "answer": found.answer,
        "view": _value(found.view),
        "at_most": _value(found.at_most),
        "opaque": list(found.opaque),
        "witness": None if found.witness is None else witness_plain(found.witness),
        "bindings": [
            {a.name: _value(getattr(one, a.name)) for a in attrs.fields(type(one))}
            for one in found.bindings
        ],
    }


def witness_plain(witness: Witness) -> Plain:
    """Give a world: its question, the release and the evidence, facts and duties."""
    asked, facts = witness.question, witness.facts
    return {
        "recipient": asked.recipient,
        "purpose": str(asked.purpose),
        "basis": str(asked.basis.kind),
        "at": _instant(asked.at),
        "release": None if witness.release is None else release_plain(witness.release),
        "evidence": None
        if witness.evidence is None
        else evidence_plain(witness.evidence),
        "smallest_cell": asked.smallest_cell,
        "deid_method": asked.deid_method,
        "need_to_know": asked.need_to_know,
        "deceased": facts.deceased_at is not None,
        "acp_participant": facts.acp_participant,
        "shelter_authorization": facts.shelter_authorization,
        "obligations": sorted(map(str, witness.obligations())),
    }


def release_plain(release: Release) -> Plain:
    """Give what matters of a made-up release."""
    return {
        "scope": list(release.scope),
        "recipients": list(release.recipients),
        "purpose": list(release.purpose),
        "forms": sorted(release.forms),
        "privilege_ack": release.privilege_ack,
        "days": release.duration_days,
    }


def evidence_plain(evidence: LegalEvidence) -> Plain:
    """Give evidence as plain data."""
    return evidence_to(evidence)


def diff_plain(found: PolicyDiff, approvals: Sequence[Approval] = ()) -> Plain:
    """Give what widened and narrowed, and what of it nobody approved."""
    return {
        "widened": [_said(one) for one in found.widened],
        "narrowed": [_said(one) for one in found.narrowed],
        "settings": [_said(one) for one in found.settings],
        "opaque": list(found.opaque),
        "unapproved": [_said(one) for one in found.unapproved(approvals)],
        "unused_approvals": [_said(one) for one in found.unused(approvals)],
    }


def lint_plain(found: Iterable[Finding]) -> Plain:
    """Give what a policy says in vain."""
    return {"findings": [_said(one) for one in found]}


def policy_test_plain(found: PolicyTest) -> Plain:
    """Give which scenarios hold, and what became of each mutant."""
    failing = {one.id for one in found.failures}
    idle = sum(trial.idle for trial in found.trials)
    return {
        "total": found.scenarios,
        "passed": found.scenarios - len(failing),
        "failed": len(failing),
        "failures": [_said(one) for one in found.failures],
        "mutants": {
            "total": len(found.trials) - idle,
            "killed": sum(bool(trial.killed_by) for trial in found.trials),
            "survived": [_trial(trial) for trial in found.survivors],
            "idle": [_trial(trial) for trial in found.trials if trial.idle],
        },
    }


def _trial(trial: Trial) -> Plain:
    return {"mutant": trial.mutant, "says": trial.says}


def _said(one: PolicyChange | SettingChange | Approval | Finding | Any) -> Plain:
    return {a.name: _value(getattr(one, a.name)) for a in attrs.fields(type(one))}


def _value(value: Any) -> Any:
    if isinstance(value, View):
        return value.name.lower()
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    return str(value) if isinstance(value, str) else value


def _instant(at: datetime | None) -> str | None:
    return None if at is None else instant_text(at)
