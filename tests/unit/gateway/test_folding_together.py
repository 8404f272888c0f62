"""Many commits are folded at once: what comes out is what each of them by itself comes to, and no commit is changed by it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest

from contracts import risk_register as contract
from gateway.read_models.folding import Document, View
from gateway.read_models.views import VIEWS
from shared_kernel.commits import Commit, canonical_json, to_document
from tests.unit.gateway.commits import a_long_case, feeds
from tests.unit.risk_register.house import JANE, LEAD, PLAN, RegisterHouse


@cache
def everything() -> dict[str, Sequence[Commit]]:
    """By source: a long case, and a plan of which an action was done."""
    house = RegisterHouse().given(PLAN, LEAD)
    house.given(contract.MarkActionV1(JANE, "action-1", True), LEAD)
    return {**feeds(a_long_case()), "risk_management": house.store.unpositioned(1_000)}


def by_key(view: View, source: str) -> dict[str, list[Commit]]:
    found: dict[str, list[Commit]] = {}
    for commit in everything()[source]:
        if (key := view.key(source, commit)) is not None:
            found.setdefault(key, []).append(commit)
    return found


FOLDED = [(view, source) for view in VIEWS.values() for source in everything() if by_key(view, source)]


@pytest.mark.parametrize(("view", "source"), FOLDED, ids=lambda each: getattr(each, "name", each))
def test_commits_together_come_to_what_they_come_to_one_by_one(view: View, source: str) -> None:
    for commits in by_key(view, source).values():
        written = canonical_json([to_document(each) for each in commits])
        one_by_one: Document | None = None
        for commit in commits:
            one_by_one = view.fold(one_by_one, source, commit)
        first, *later = commits
        assert canonical_json(view.fold(None, source, first, *later)) == canonical_json(one_by_one)
        assert canonical_json([to_document(each) for each in commits]) == written


def test_what_lets_the_fold_go_wrong_is_among_them() -> None:
    """A plan's actions are marked later: the plan as it was written, which the case's story tells, stays as it was."""
    [case] = [each for key, each in by_key(VIEWS["cases"], "risk_management").items() if key == JANE]
    told = VIEWS["cases"].fold(None, "risk_management", *case)["risk_management"]
    [written] = [each["data"] for each in told["timeline"] if each["kind"] == "PlanWritten"]
    assert [each["done"] for each in written["actions"]] != [
        each["done"] for each in told["register"]["plan"]["actions"]
    ]
