"""Input files: what the command line and importers hand to a vault, read strictly."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from attrs import field, frozen

from fjcore.consent import Release, SubjectFacts, facts_from, release_from
from fjcore.errors import BadText, FjcoreError, InputRefused, Problem, TooBig
from fjcore.records import Catalog, Form, structure
from fjcore.screening import Training
from fjcore.values import canonical, parse_id
from fjcore.values.files import read_regular
from fjcore.vault._malformed import fault_in
from fjcore.vault._trained import trained

T = TypeVar("T")

#: An input file is one person's; more than this is a mistake.
MAX_INPUT_BYTES = 4 << 20


@frozen(kw_only=True)
class Intake:
    """What is to be kept of one person, in one piece.

    ``subject`` names a person the vault knows; ``new_subject`` is the id a new person
    is to have, made up afresh where neither is given. ``synthetic`` says that the
    person is made up, whatever the records say.
    """

    subject: str | None = None
    new_subject: str | None = None
    records: tuple[object, ...] = field(default=(), repr=False)
    facts: SubjectFacts | None = field(default=None, repr=False)
    synthetic: bool = False


@frozen(kw_only=True)
class Answers:
    """The answers to one screening of one person."""

    subject: str
    instrument: str
    answers: Mapping[str, Any] = field(factory=dict, repr=False)
    context: Mapping[str, Any] = field(factory=dict, repr=False)
    profile: str | None = None
    mode: str | None = None
    present: tuple[str, ...] = ()
    totals: Mapping[str, Any] = field(factory=dict, repr=False)
    training: Training | None = None


def read_file(path: Path) -> Any:
    """Read an input file as strict JSON; it must be a regular file.

    Raises: InputRefused, naming it, with the line and column of the first fault:
    ``format``, ``duplicate`` where a key stands twice, ``encoding``; or of the whole
    ``unreadable``, ``too_big``, ``too_deep``.
    """
    found, problem = _read(path)
    if problem is not None:
        raise InputRefused(path.name, problems=(problem,))
    return found


def _read(path: Path) -> tuple[Any, Problem | None]:
    raw = read_regular(path, MAX_INPUT_BYTES)
    if raw is None:
        return None, Problem(path.name, "unreadable")
    if len(raw) > MAX_INPUT_BYTES:
        return None, Problem(path.name, "too_big")
    try:
        return canonical.loads(raw, max_bytes=MAX_INPUT_BYTES), None
    except TooBig:
        return None, Problem(path.name, "too_deep")
    except BadText:
        return None, fault_in(raw)


def intake_from(
    data: Any, *, forms: Mapping[str, Form], catalog: Catalog, where: str
) -> Intake:
    """Read an intake.

    Shape: ``{"synthetic"?, "subject"? | "new_subject"?, "forms"?: [{"form", "version",
    "answers"}], "records"?: [{"record", "payload"}], "facts"?: {...}}``.
    Raises: InputRefused, with the path and code of every fault.
    """
    faults = _Faults(where)
    found = _intake(faults, data, forms, catalog)
    if faults.found:
        del data, found  # a traceback may print what its frames hold
        faults.stop()
    return found


def _intake(
    faults: _Faults, data: Any, forms: Mapping[str, Form], catalog: Catalog
) -> Intake:
    keys = {"synthetic", "subject", "new_subject", "forms", "records", "facts"}
    data = faults.table(data, "", keys)
    records = [*_answered(faults, data, forms), *_listed(faults, data, catalog)]
    facts = None
    if "facts" in data:
        facts = faults.collect("facts", partial(facts_from, data["facts"]))
    ids = {
        key: faults.collect(key, partial(parse_id, data[key], where=key))
        for key in ("subject", "new_subject")
        if key in data
    }
    if len(ids) == 2 or not (records or facts or faults.found):
        faults.add("", "required" if len(ids) < 2 else "duplicate")
    made_up = data.get("synthetic") is True
    return Intake(records=tuple(records), facts=facts, synthetic=made_up, **ids)


def _answered(
    faults: _Faults, data: dict[str, Any], forms: Mapping[str, Form]
) -> Iterator[object]:
    """Give the records of the forms that were filled in."""
    for index, said in enumerate(faults.rows(data, "forms")):
        path = f"forms.{index}"
        row = faults.table(said, path, {"form", "version", "answers"}, whole=True)
        if not row:
            continue
        form = forms.get(str(row["form"]))
        if form is None:
            faults.add(f"{path}.form", "unknown_form")
        elif code := _version_fault(form, row["version"]):
            faults.add(f"{path}.version", code)
        else:
            read = partial(form.read, row["answers"], version=row["version"])
            yield from faults.collect(f"{path}.answers", read) or ()


def _version_fault(form: Form, version: object) -> str:
    """Give why a form does not read answers to a version; empty where it does."""
    if type(version) is not int:
        return "type"
    if version > form.version:
        return "newer_schema"
    known = {form.version, *(one.version for one in form.previous)}
    return "" if version in known else "range"


def _listed(
    faults: _Faults, data: dict[str, Any], catalog: Catalog
) -> Iterator[object]:
    """Give the records that are written as such."""
    for index, said in enumerate(faults.rows(data, "records")):
        path = f"records.{index}"
        row = faults.table(said, path, {"record", "payload"}, whole=True)
        cls = catalog.types.get(str(row.get("record")))
        if cls is None:
            faults.add(f"{path}.record", "unknown_record")
        else:
            read = partial(structure, row["payload"], cls)
            one = faults.collect(f"{path}.payload", read)
            if one is not None:
                yield one


def release_file_from(
    data: Any, *, fields: Collection[str], where: str
) -> tuple[str, Release]:
    """Read a signed release and whose it is.

    Shape: ``{"synthetic"?, "subject", "release": {...}}``.
    Raises: InputRefused, with the path and code of every fault.
    """
    faults = _Faults(where)
    subject, release = _signed(faults, data, fields)
    if release is None or faults.found:
        del data, release
        faults.stop()
        raise InputRefused(where)
    return subject, release


def _signed(
    faults: _Faults, data: Any, fields: Collection[str]
) -> tuple[str, Release | None]:
    data = faults.table(data, "", {"synthetic", "subject", "release"})
    read = partial(release_from, data.get("release"), fields=fields)
    return faults.subject(data), faults.collect("release", read)


def answers_from(data: Any, *, where: str) -> Answers:
    """Read the answers to a screening.

    Shape: ``{"synthetic"?, "subject", "instrument", "answers": {item: option or
    {"?": reason}}, "totals"?: {score: number}, "context"?: {fact: value}, "profile"?,
    "mode"?, "present"?: [], "training"?: {"program", "completed_on",
    "valid_until"?}}``.
    Raises: InputRefused, with the path and code of every fault.
    """
    faults = _Faults(where)
    found = _answers(faults, data)
    if found is None:
        del data
        faults.stop()
        raise InputRefused(where)
    return found


_SAID: dict[str, type] = {
    "totals": dict,
    "context": dict,
    "profile": str,
    "mode": str,
    "present": list,
    "training": dict,
}


def _answers(faults: _Faults, data: Any) -> Answers | None:
    keys = {"synthetic", "subject", "instrument", "answers", *_SAID}
    data = faults.table(data, "", keys)
    subject = faults.subject(data)
    for key, kind in {"instrument": str, "answers": dict, **_SAID}.items():
        if key not in data and key not in _SAID:
            faults.add(key, "required")
        elif key in data and type(data[key]) is not kind:
            faults.add(key, "type")
    present = data.get("present", [])
    if type(present) is list and not all(type(one) is str for one in present):
        faults.add("present", "type")
    stated, wrong = trained(data["training"]) if "training" in data else (None, ())
    faults.found += wrong
    if faults.found:
        return None
    return Answers(
        subject=subject,
        instrument=data["instrument"],
        answers=data["answers"],
        context=data.get("context", {}),
        profile=data.get("profile"),
        mode=data.get("mode"),
        present=tuple(present),
        totals=data.get("totals", {}),
        training=stated,
    )


class _Faults:
    """Collects every fault of one input, each with its path, none with a value."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.found: list[Problem] = []

    def add(self, path: str, code: str) -> None:
        self.found.append(Problem(path, code))

    def table(
        self, data: Any, path: str, keys: set[str], *, whole: bool = False
    ) -> dict[str, Any]:
        if type(data) is not dict:
            self.add(path, "type")
            return {}
        if not data.keys() <= keys:
            self.add(path, "unknown_key")
        if type(data.get("synthetic", True)) is not bool:
            self.add("synthetic", "type")
        if whole and not keys <= data.keys():
            self.add(path, "required")
            return {}
        return data

    def rows(self, data: dict[str, Any], key: str) -> list[Any]:
        rows = data.get(key, [])
        if type(rows) is not list:
            self.add(key, "type")
            return []
        return rows

    def subject(self, data: dict[str, Any]) -> str:
        read = partial(parse_id, data.get("subject", ""), where="subject")
        return self.collect("subject", read) or ""

    def collect(self, path: str, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except FjcoreError as error:
            inner = error.problems or (Problem("", error.code),)
            self.found += [problem.under(path) for problem in inner]
        return None

    def stop(self) -> None:
        if self.found:
            raise InputRefused(self.where, problems=tuple(sorted(set(self.found))))
