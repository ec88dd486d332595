"""The made-up center itself: its agencies, staff and projects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fjcore.records import Agency, Agreement, Project, Staff
from fjcore.testing._help import AGENCY, HOSPITAL, LEGAL, POLICE, SHELTER

_AGENCIES = (
    (AGENCY, "Lampwick Advocates", "vsp_advocate", True, ("vawa", "fvpsa", "voca")),
    (LEGAL, "Quillhaven Legal Aid", "civil_legal", False, ("attorney_client",)),
    (POLICE, "Lampwick Falls Police", "law_enforcement", False, ("cjis",)),
    (HOSPITAL, "Oatmere Hospital", "medical_provider", False, ("hipaa",)),
    (SHELTER, "The House by the Mill", "shelter", True, ("vawa", "fvpsa")),
)

_STAFF = (
    ("Test-Rowan Lanternsby", AGENCY, "advocate"),
    ("Test-Sabine Copperfen", AGENCY, "navigator"),
    ("Test-Idris Oatmere", LEGAL, "attorney"),
    ("Test-Maren Pebblewright", HOSPITAL, "nurse"),
)


def directory() -> Iterator[object]:
    """Give agencies, staff and projects; they are the same in every run."""
    for name, title, kind, provider, laws in _AGENCIES:
        agreed = Agreement(
            partner=f"SYN-{AGENCY}",
            scope="warm referrals (made up)",
            starts_on=date(2022, 1, 1),
        )
        yield Agency(
            agency_id=f"SYN-{name}",
            name=f"{title} (example.org)",
            kind=kind,
            victim_service_provider=provider,
            covered_by=laws,
            agreements=(agreed,) if name != AGENCY else (),
        )
    for number, (name, agency, role) in enumerate(_STAFF, 1):
        yield Staff(
            staff_id=f"SYN-staff-{number}",
            name=name,
            agency=f"SYN-{agency}",
            roles=(role,),
            confidentiality_agreement_on=date(2022, 1, 3),
        )
    yield Project(
        project_id="SYN-project-1",
        name="The House by the Mill (made up)",
        kind="0",
        funders=("fvpsa", "voca"),
        hud_funders=("46",),
    )
