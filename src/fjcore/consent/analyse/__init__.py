"""Who can ever see what, what a signature would change, what a policy says in vain."""

from __future__ import annotations

from fjcore.consent.analyse.approvals import Approval, approvals_from
from fjcore.consent.analyse.compare import PolicyChange, PolicyDiff, diff
from fjcore.consent.analyse.ever import Binding, Ever, can_ever
from fjcore.consent.analyse.glyphs import GLYPHS, glyph, legend
from fjcore.consent.analyse.lint import (
    Finding,
    dead_limits,
    gaps,
    lint,
    shadowed,
    unlabelled,
)
from fjcore.consent.analyse.matrix import (
    Matrix,
    MatrixKey,
    MatrixRow,
    ceilings,
    matrix,
    released,
)
from fjcore.consent.analyse.mutants import Mutant, mutants
from fjcore.consent.analyse.plain import (
    diff_plain,
    ever_plain,
    lint_plain,
    matrix_plain,
    policy_test_plain,
    simulate_plain,
    void_plain,
    witness_plain,
)
from fjcore.consent.analyse.policytest import PolicyTest, Trial, policy_test
from fjcore.consent.analyse.promises import Promising, VoidPromise, void_promises
from fjcore.consent.analyse.reports import (
    diff_report,
    ever_report,
    lint_report,
    matrix_csv,
    matrix_report,
    policy_test_report,
)
from fjcore.consent.analyse.settings import SettingChange
from fjcore.consent.analyse.simulate import (
    MatrixChange,
    MatrixDiff,
    if_signed,
    simulate,
)
from fjcore.consent.analyse.telling import simulate_report, void_line, void_review
from fjcore.consent.analyse.witness import Witness
from fjcore.consent.analyse.wording import LANGUAGES, Wording, wording

__all__ = [
    "GLYPHS",
    "LANGUAGES",
    "Approval",
    "Binding",
    "Ever",
    "Finding",
    "Matrix",
    "MatrixChange",
    "MatrixDiff",
    "MatrixKey",
    "MatrixRow",
    "Mutant",
    "PolicyChange",
    "PolicyDiff",
    "PolicyTest",
    "Promising",
    "SettingChange",
    "Trial",
    "VoidPromise",
    "Witness",
    "Wording",
    "approvals_from",
    "can_ever",
    "ceilings",
    "dead_limits",
    "diff",
    "diff_plain",
    "diff_report",
    "ever_plain",
    "ever_report",
    "gaps",
    "glyph",
    "if_signed",
    "legend",
    "lint",
    "lint_plain",
    "lint_report",
    "matrix",
    "matrix_csv",
    "matrix_plain",
    "matrix_report",
    "mutants",
    "policy_test",
    "policy_test_plain",
    "policy_test_report",
    "released",
    "shadowed",
    "simulate",
    "simulate_plain",
    "simulate_report",
    "unlabelled",
    "void_line",
    "void_plain",
    "void_promises",
    "void_review",
    "witness_plain",
    "wording",
]
