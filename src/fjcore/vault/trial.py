"""Who belongs into which vault: made-up people into one made for them, or into none.

People enter a vault once, so the vault of a site that says ``synthetic`` looks at how
they are introduced: what is kept later of somebody who is there is about her. A real
vault looks at everything, always.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fjcore.errors import InputRefused, Problem
from fjcore.records.importing import Draft
from fjcore.records.watermark import is_marked, marks_id
from fjcore.values import Tri
from fjcore.vault.inputs import Intake


def check_intake(intake: Intake, *, synthetic: bool) -> None:
    """Refuse an intake that does not belong into a vault of this kind.

    Raises: InputRefused, with the place of each record that tells.
    """
    said = [is_marked(record) for record in intake.records]
    if synthetic and (intake.subject is not None or intake.synthetic):
        return
    if not synthetic:
        problems = list(_marked(said, "records"))
        problems += [Problem("synthetic", "synthetic")] if intake.synthetic else []
    else:
        problems = list(_unmarked(said, "records"))
    if problems:
        raise InputRefused("records", problems=tuple(problems))


def check_drafts(drafts: Sequence[Draft], *, synthetic: bool) -> None:
    """Refuse a batch of drafts with one that does not belong into such a vault.

    Raises: InputRefused, with the place of each record that tells.
    """
    problems: list[Problem] = []
    for index, draft in enumerate(drafts):
        path = f"drafts.{index}"
        said = [is_marked(one) for one in (*draft.introducing, *draft.records)]
        named = draft.synthetic or marks_id(draft.key) or marks_id(draft.person)
        if not synthetic:
            problems += [Problem(path, "synthetic")] if named else _marked(said, path)
        elif draft.introduces and not named:
            problems += _unmarked(said, path)
    if problems:
        raise InputRefused("drafts", problems=tuple(problems))


def _marked(said: Iterable[Tri], path: str) -> Iterator[Problem]:
    for index, one in enumerate(said):
        if one is Tri.TRUE:
            yield Problem(f"{path}.{index}", "synthetic")


def _unmarked(said: Sequence[Tri], path: str) -> Iterator[Problem]:
    """Tell what is not marked; nothing marked at all is a fault of the whole."""
    for index, one in enumerate(said):
        if one is Tri.FALSE:
            yield Problem(f"{path}.{index}", "not_synthetic")
    if Tri.TRUE not in said and Tri.FALSE not in said:
        yield Problem(path, "not_synthetic")
