"""The same releases and limits for Cedar, at its best: parsed once, and kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen
from cedarpy import Entities, PolicySet, is_authorized_batch

from fjcore.consent import Limit, OnFile, Policy, Question, SubjectState
from fjcore.records.categories import CATEGORIES
from fjcore.values import micros


@frozen
class Cedar:
    """Parsed policies and entities of one policy and one person."""

    policies: Any
    entities: Any
    acp: bool

    def request(self, question: Question, category: str) -> dict[str, Any]:
        """Give one request: may this recipient see this category.

        Names are given in parts and the context as text, which Cedar reads fastest.
        """
        context = {
            "at": micros(question.at),
            "method": question.method,
            "acp": self.acp,
        }
        return {
            "principal": {"type": "Agency", "id": question.recipient},
            "action": {"type": "Action", "id": str(question.purpose)},
            "resource": {"type": "Category", "id": category},
            "context": json.dumps(context),
        }

    def requests(
        self, question: Question, categories: Iterable[str]
    ) -> list[dict[str, Any]]:
        """Give one request for each category."""
        return [self.request(question, category) for category in categories]

    def ask(self, requests: list[dict[str, Any]]) -> list[bool]:
        """Give the answer to each request."""
        found = is_authorized_batch(requests, self.policies, self.entities)
        return [one.allowed for one in found]


def cedar(policy: Policy, state: SubjectState) -> Cedar:
    """Say a policy and a person's releases in Cedar's own words.

    What a release reaches and whom a limit means is said by the parents of entities,
    so that a policy is found by its head; times and methods are its conditions.
    """
    texts = [_permit(file) for file in state.releases]
    texts += [_forbid(limit) for limit in policy.limits]
    entities = [*_agencies(policy, state), *_categories(policy, state)]
    return Cedar(
        PolicySet.from_str("\n".join(texts)),
        Entities.from_json_str(json.dumps(entities)),
        state.facts.acp_participant,
    )


def _uid(kind: str, name: str) -> str:
    return f'{kind}::"{name}"'


def _permit(file: OnFile) -> str:
    release = file.release
    start, end = release.start(), release.expires_at
    if start is None or end is None:
        raise ValueError(release.id)
    over = min([end, *file.withdrawn])
    methods = ", ".join(f'"{method}"' for method in release.methods)
    lines = [
        f"permit (principal in {_uid('Named', release.id)},",
        f"  action in [{_actions(release.purpose)}],",
        f"  resource in {_uid('Scope', release.id)})",
        f"when {{ context.at >= {micros(start)} && context.at < {micros(over)}",
        f"  && [{methods}].contains(context.method) }}",
    ]
    for agency, told in file.recipients:
        head = f"principal == {_uid('Agency', agency)}"
        lines.append(f"unless {{ {head} && context.at >= {micros(told)} }}")
    for category, told in file.categories:
        head = f"resource in {_uid('Tree', category)}"
        lines.append(f"unless {{ {head} && context.at >= {micros(told)} }}")
    return "\n".join(lines) + ";"


def _forbid(limit: Limit) -> str:
    kinds = [_uid("Kind", kind) for kind in sorted(limit.recipient_kinds)]
    agencies = [_uid("Agency", name) for name in sorted(limit.recipients)]
    whom = [*kinds, *agencies]
    if len(whom) > 1:
        raise ValueError(limit.id)
    principal = f"principal in {whom[0]}" if whom else "principal"
    actions = f" in [{_actions(limit.purposes)}]" if limit.purposes else ""
    when = " when { context.acp }" if limit.acp_only else ""
    scope = f"resource in {_uid('Limited', limit.id)}"
    return f"forbid ({principal}, action{actions}, {scope}){when};"


def _actions(purposes: Iterable[str]) -> str:
    return ", ".join(_uid("Action", purpose) for purpose in sorted(set(purposes)))


def _agencies(policy: Policy, state: SubjectState) -> Iterator[dict[str, Any]]:
    for agency in policy.partners.values():
        named = [
            ("Named", file.release.id)
            for file in state.releases
            if agency.id in file.release.recipients
        ]
        yield _entity("Agency", agency.id, [("Kind", str(agency.kind)), *named])


def _categories(policy: Policy, state: SubjectState) -> Iterator[dict[str, Any]]:
    for name in CATEGORIES:
        trees = _ancestors(name)
        parents = [("Tree", tree) for tree in sorted({*trees, name})]
        parents += [
            ("Scope", file.release.id)
            for file in state.releases
            if _reaches(file, name)
        ]
        parents += [
            ("Limited", limit.id)
            for limit in policy.limits
            if {*trees, name} & limit.categories
        ]
        yield _entity("Category", name, parents)


def _ancestors(name: str) -> set[str]:
    return {name[:at] for at, char in enumerate(name) if char == "."}


def _reaches(file: OnFile, name: str) -> bool:
    release, category = file.release, CATEGORIES[name]
    trees = _ancestors(name)
    if {*trees, name} & set(release.exclude):
        return False
    if (category.special_regime or "").startswith("priv"):
        if not release.privilege_ack:
            return False
    if name in release.scope:
        return True
    return bool(trees & set(release.scope)) and not category.explicit_only


def _entity(kind: str, name: str, parents: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "uid": {"type": kind, "id": name},
        "attrs": {},
        "parents": [{"type": kind, "id": name} for kind, name in parents],
    }
