"""A new plugin from the template that ships: what copier would make of it, offline.

The template has nothing in it but ``{{ name }}``, in paths and in files that end in
``.jinja``, so that this and copier cannot read it in two ways.
"""

from __future__ import annotations

import json
import keyword
import re
import sys
from collections.abc import Iterator, Mapping
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable

from attrs import field, frozen

from fjcore._version import __version__
from fjcore.errors import OptionRefused, Problem
from fjcore.sdk.manifest import core_prefixes

#: Where the answers are kept, for ``copier update``.
ANSWERS = ".copier-answers.yml"

_SUFFIX = ".jinja"
_NAMED = re.compile(r"\{\{ (\w+) \}\}")
_ANSWERS_FILE = f"{{{{ _copier_conf.answers_file }}}}{_SUFFIX}"

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PREFIX = re.compile(r"[a-z][a-z0-9]{1,23}")
_PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,8})*")
_MAX_NAME, _MAX_PREFIX, _MAX_TITLE, _MAX_LIST = 40, 24, 100, 400

#: Packages that a plugin's own would hide, besides those of Python itself.
_TAKEN = frozenset(
    "attr attrs cattrs cryptography fjcore hypothesis pluggy pytest receiver "
    "src tests".split()
)


class PluginKind(StrEnum):
    """What a new plugin brings."""

    COMMUNITY = "community"
    CONNECTOR = "connector"
    EXPORTER = "exporter"
    KEYRING = "keyring"
    RECOGNISER = "recogniser"


class Licence(StrEnum):
    """The licences of code that the template offers, by their SPDX names."""

    AGPL = "AGPL-3.0-or-later"
    APACHE = "Apache-2.0"
    BSD = "BSD-3-Clause"
    MIT = "MIT"
    MPL = "MPL-2.0"


@frozen(kw_only=True)
class Answers:
    """What a new plugin is called and is; ``maintainers`` has commas between."""

    name: str
    kind: PluginKind
    ids: str = field()
    title: str = field()
    maintainers: str = field()
    jurisdictions: str = ""
    licence: Licence = Licence.APACHE

    @ids.default
    def _ids(self) -> str:
        return self.name.removeprefix("fjcore-").replace("-", "")[:_MAX_PREFIX]

    @title.default
    def _title(self) -> str:
        return self.name

    @maintainers.default
    def _maintainers(self) -> str:
        return f"The maintainers of {self.name}"

    @property
    def package(self) -> str:
        """The name of its package."""
        return self.name.replace("-", "_")


def check(answers: Answers) -> None:
    """Refuse answers of which no plugin can be made.

    Raises: OptionRefused, naming each option.
    """
    problems = tuple(_problems(answers))
    if problems:
        raise OptionRefused("plugins new", problems=problems)


def _problems(answers: Answers) -> Iterator[Problem]:
    fault = _of_name(answers.name, answers.package)
    if fault:
        # The rest would be of the name, where nothing was said.
        yield Problem("--name", fault)
        return
    if not _PREFIX.fullmatch(answers.ids):
        yield Problem("--ids", "format")
    elif answers.ids in core_prefixes():
        yield Problem("--ids", "duplicate")
    if not _sayable(answers.title) or len(answers.title) > _MAX_TITLE:
        yield Problem("--title", "format")
    said, people = answers.maintainers, listed(answers.maintainers)
    if len(said) > _MAX_LIST or not people or not all(map(_sayable, people)):
        yield Problem("--maintainers", "format")
    places = answers.jurisdictions
    if len(places) > _MAX_LIST or not all(map(_PLACE.fullmatch, _parts(places))):
        yield Problem("--jurisdictions", "format")


def _of_name(name: str, package: str) -> str:
    if not _NAME.fullmatch(name):
        return "format"
    if len(name) > _MAX_NAME:
        return "length"
    return "duplicate" if _hides(package) else ""


def _hides(package: str) -> bool:
    known = package in sys.stdlib_module_names or package in _TAKEN
    return known or keyword.iskeyword(package)


def _sayable(text: str) -> bool:
    """Whether a text can stand in a TOML string, a YAML one and a line of a page."""
    plain = text.isprintable() and not set('"\\') & set(text)
    return plain and text == text.strip() and bool(text)


def listed(text: str) -> tuple[str, ...]:
    """Give the parts between commas, without those that are empty."""
    return tuple(part for part in _parts(text) if part)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")] if text else []


def _quoted(parts: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f'"{part}"' for part in parts)


def context(answers: Answers) -> dict[str, str]:
    """Give every name that the template may use, as ``copier.yml`` works them out."""
    asked = _asked(answers)
    own = {kind: answers.package * (kind is answers.kind) for kind in PluginKind}
    return {
        **asked,
        "package": answers.package,
        "maintainers_listed": _quoted(listed(answers.maintainers)),
        "jurisdictions_listed": _quoted(_parts(answers.jurisdictions)),
        **{f"in_{kind}": package for kind, package in own.items()},
        **{f"test_{kind}": f"test_{kind}.py" * bool(own[kind]) for kind in PluginKind},
        "test_receiver": "receiver.py" * bool(own[PluginKind.CONNECTOR]),
    }


def _asked(answers: Answers) -> dict[str, str]:
    return {
        "name": answers.name,
        "kind": answers.kind.value,
        "ids": answers.ids,
        "title": answers.title,
        "maintainers": answers.maintainers,
        "jurisdictions": answers.jurisdictions,
        "licence": answers.licence.value,
    }


def plugin_files(answers: Answers, *, source: str = "") -> dict[str, bytes]:
    """Give the files of a new plugin, by their paths.

    ``source`` is where `copier update` will find this library's repository.
    Raises: OptionRefused.
    """
    check(answers)
    template = files("fjcore.cli").joinpath("plugin_template")
    made = dict(sorted(_rendered(template, context(answers), "")))
    made[ANSWERS] = _kept(answers, source).encode()
    return made


def _rendered(
    folder: Traversable, names: Mapping[str, str], path: str
) -> Iterator[tuple[str, bytes]]:
    for one in folder.iterdir():
        plain = one.name.removesuffix(_SUFFIX) if one.is_file() else one.name
        name = filled(plain, names)
        if one.name in (_ANSWERS_FILE, "__pycache__") or not name:
            continue
        here = f"{path}{name}"
        if one.is_dir():
            yield from _rendered(one, names, f"{here}/")
        elif one.name.endswith(_SUFFIX):
            yield here, filled(one.read_text("utf-8"), names).encode()
        else:
            yield here, one.read_bytes()


def filled(text: str, names: Mapping[str, str]) -> str:
    """Put each name's text in its place; what a text brings is not looked at again."""
    return _NAMED.sub(lambda found: names.get(found[1], found[0]), text)


def _kept(answers: Answers, source: str) -> str:
    # A JSON string is a YAML one.
    rows = {"_commit": f"v{__version__}", "_src_path": source, **_asked(answers)}
    said = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in rows.items()
        if value or key != "_src_path"
    ]
    head = "# Kept by copier, which reads it to bring later changes of the template."
    return "\n".join([head, *said]) + "\n"
