"""What the law wants on a form: the elements, each with its source and its marks.

Not legal advice; as of November 2026; no lawyer has reviewed it (``reviewed`` False).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from attrs import frozen


@frozen
class Element:
    """One thing a form must say.

    ``holds``: placeholders without which a section does not say it. ``lines``: what is
    to be written by hand, as (kind, by whom).
    """

    citation: str
    holds: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()


_VAWA = "34 U.S.C. 12291(b)(2)"

#: Placeholders of a sentence, and those that stand for a whole list.
INLINE = frozenset("holder start end future uses after_death language form".split())
LISTS = frozenset("recipients scope struck purposes methods codes".split())

#: What may be written by hand, and by whom.
LINE_KINDS = frozenset("name signature date_time authority text box".split())
WRITERS = frozenset("survivor patient guardian interpreter staff operator".split())

ELEMENTS: Mapping[str, Element] = MappingProxyType(
    {
        "promise": Element(f"{_VAWA}(A)", ("holder",)),
        "no_condition": Element(
            f"{_VAWA}(D)(ii); 45 CFR 164.508(c)(2)(ii)",
        ),
        "who_shares": Element(
            "45 CFR 164.508(c)(1)(ii); 42 CFR 2.31(a)(2)", ("holder",)
        ),
        "recipients": Element(
            "45 CFR 164.508(c)(1)(iii); 42 CFR 2.31(a)(4); 34 CFR 99.30(b)(3)",
            ("recipients",),
        ),
        "what": Element(
            "45 CFR 164.508(c)(1)(i); 42 CFR 2.31(a)(3); 34 CFR 99.30(b)(1)",
            ("scope",),
        ),
        "struck": Element(f"{_VAWA}(B)(i)", ("struck", "future")),
        "why": Element(
            "45 CFR 164.508(c)(1)(iv); 42 CFR 2.31(a)(5); 34 CFR 99.30(b)(2)",
            ("purposes",),
        ),
        "how": Element(f"{_VAWA}(B)(i): informed", ("methods", "uses")),
        "window": Element(
            f"{_VAWA}(B)(i): time-limited; 45 CFR 164.508(c)(1)(v); 42 CFR 2.31(a)(7)",
            ("start", "end"),
        ),
        "after_death": Element(
            "policy: silence after death unless chosen", ("after_death",)
        ),
        "take_back": Element("45 CFR 164.508(c)(2)(i); 42 CFR 2.31(a)(6)"),
        "already_shared": Element("45 CFR 164.508(b)(5); 42 CFR 2.31(a)(6)"),
        "risks": Element(f"{_VAWA}(B)(i): informed"),
        "privilege": Element(
            "state privilege law, such as MCA 26-1-812",
            lines=(("box", "survivor"),),
        ),
        "redisclosure": Element("45 CFR 164.508(c)(2)(iii); 42 CFR 2.32; 34 CFR 99.33"),
        "language": Element(
            f"{_VAWA}(B)(i): informed; 42 U.S.C. 2000d",
            ("language",),
            (("name", "interpreter"), ("signature", "interpreter")),
        ),
        "copy": Element("45 CFR 164.508(c)(4); 34 CFR 99.30(c)"),
        "signature": Element(
            f"{_VAWA}(B)(i): written; 45 CFR 164.508(c)(1)(vi); 42 CFR 2.31(a)(8), (9)",
            lines=(
                ("name", "survivor"),
                ("signature", "survivor"),
                ("date_time", "survivor"),
            ),
        ),
        "cosign": Element(
            f"{_VAWA}(B)(ii); 42 U.S.C. 10406(c)(5)(B); 45 CFR 164.508(c)(1)(vi)",
            lines=(
                ("name", "guardian"),
                ("authority", "guardian"),
                ("signature", "guardian"),
                ("date_time", "guardian"),
            ),
        ),
        "form": Element("record of the exact text", ("form", "codes")),
        "patient": Element("42 CFR 2.31(a)(1)", lines=(("name", "patient"),)),
        "part2": Element("42 U.S.C. 290dd-2(c); 42 CFR 2.31(a)(4)(iii), (d); 2.32"),
        "psychotherapy": Element("45 CFR 164.508(a)(2), (b)(3)(ii)"),
        "ferpa": Element("34 CFR 99.5, 99.30, 99.33"),
        "survivor_too": Element(f"{_VAWA}(B)(i)"),
        "operator": Element(
            "42 U.S.C. 10406(c)(5)(H)",
            lines=(
                ("name", "operator"),
                ("authority", "operator"),
                ("signature", "operator"),
                ("date_time", "operator"),
            ),
        ),
    }
)

_RELEASE = frozenset(
    "promise no_condition who_shares recipients what struck why how window after_death "
    "take_back "
    "already_shared risks privilege redisclosure language copy signature cosign "
    "form".split()
)
_OPERATOR = frozenset(
    "promise who_shares recipients what why how window take_back already_shared risks "
    "survivor_too operator form".split()
)
_BY_FORM = {
    "part2": frozenset({"patient", "part2"}),
    "psychotherapy": frozenset({"psychotherapy"}),
    "ferpa": frozenset({"ferpa"}),
}


def needed(kind: str, forms: tuple[str, ...]) -> frozenset[str]:
    """Give the elements that a form of a kind must have, by what else it is."""
    if kind == "operator":
        return _OPERATOR
    return _RELEASE.union(*(_BY_FORM.get(name, frozenset()) for name in forms))
