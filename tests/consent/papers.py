"""Terms for release forms, all made up, and strategies that change one part of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from fjcore.consent import GRANTABLE, Purpose, ReleaseTemplate, Terms, release_templates
from fjcore.records import CATEGORIES

LANGUAGES = ("en", "es")
NAMES = {
    "harbor": "Harbor Advocates (example.org)",
    "legal_aid": "Bighorn Legal Aid (example.org)",
    "clinic": "Valley Clinic (example.org)",
    "clinic#d.moss": "Dana Moss",
}
FIELDS = {"safety_plan.safe_places": "safety_plan", "note.text": "advocacy_notes"}
SIGNED_AT = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)

USUAL: dict[str, Any] = {
    "holder": "harbor",
    "names": NAMES,
    "fields": FIELDS,
    "recipients": ("legal_aid",),
    "scope": ("identity", "contact", "incident"),
    "purpose": ("protection_order",),
    "methods": ("electronic", "verbal"),
    "expires_on": date(2026, 4, 1),
    "tz": "America/Denver",
}


def terms(**changes: Any) -> Terms:
    """Give usual terms with some parts changed."""
    return Terms(**{**USUAL, **changes})


def fitting(template: ReleaseTemplate, **changes: Any) -> Terms:
    """Give usual terms within what a template is for."""
    only = {"scope": template.only} if template.only else {}
    return terms(**{**changes, **only})


TEMPLATES = {one.key: one for one in release_templates()}

#: For each part of the terms, another value that a reader must be able to see.
CHANGES: dict[str, Any] = {
    "recipients": ("clinic",),
    "person": {"recipients": ("legal_aid", "clinic#d.moss")},
    "scope": ("identity", "contact"),
    "field": {"scope": (*USUAL["scope"], "note.text")},
    "exclude": ("identity.dob",),
    "views": {"incident": GRANTABLE[1]},
    "purpose": ("housing_application",),
    "methods": ("written",),
    "effective_at": datetime(2026, 3, 3, 9, 0, tzinfo=UTC),
    "expires_on": date(2026, 4, 2),
    "instant": {"expires_on": None, "expires_at": datetime(2026, 4, 1, tzinfo=UTC)},
    "days": {"expires_on": None, "duration_days": 30},
    "expires_event": "the hearing is over",
    "covers_future_records": True,
    "survives_death": True,
    "max_uses": 1,
    "uses": {"max_uses": 2},
    "tz": "America/Chicago",
    "names": {**NAMES, "legal_aid": "Bighorn Legal Services (example.org)"},
    "holder": {"holder": "clinic"},
}


def changed(name: str) -> Terms:
    """Give the usual terms with one part changed."""
    value = CHANGES[name]
    return terms(**(value if name not in USUAL_NAMES else {name: value}))


USUAL_NAMES = frozenset(
    "recipients scope exclude views purpose methods effective_at expires_on "
    "expires_event covers_future_records survives_death max_uses tz names".split()
)

_LEAVES = tuple(CATEGORIES)
_MINUTES = st.integers(0, 60 * 24 * 400).map(
    lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m)
)
_ENDS = st.one_of(
    st.dates(date(2026, 1, 1), date(2027, 1, 1)).map(lambda d: {"expires_on": d}),
    _MINUTES.map(lambda at: {"expires_at": at}),
    st.integers(1, 400).map(lambda n: {"duration_days": n}),
    st.just({"expires_event": "the hearing is over"}),
)


@st.composite
def drawn(draw: Any) -> Terms:
    """Draw terms that a form can say."""
    scope = draw(
        st.lists(st.sampled_from(_LEAVES), min_size=1, unique=True, max_size=9)
    )
    free = [leaf for leaf in _LEAVES if not any(_covers(leaf, s) for s in scope)]
    uses = draw(st.sampled_from([None, 1, 2, 40]))
    return terms(
        recipients=draw(
            st.lists(
                st.sampled_from(["legal_aid", "clinic", "clinic#d.moss"]), min_size=1
            )
        ),
        scope=scope,
        exclude=draw(st.lists(st.sampled_from(free), max_size=4)),
        views=draw(st.dictionaries(st.sampled_from(scope), st.sampled_from(GRANTABLE))),
        purpose=draw(st.lists(st.sampled_from(tuple(Purpose)), min_size=1)),
        methods=draw(
            st.lists(st.sampled_from(["verbal", "written", "electronic"]), min_size=1)
        ),
        covers_future_records=draw(st.booleans()),
        survives_death=draw(st.booleans()),
        max_uses=uses,
        **{"expires_on": None, **draw(_ENDS)},
    )


def _covers(item: str, leaf: str) -> bool:
    return item == leaf or leaf.startswith(f"{item}.")
