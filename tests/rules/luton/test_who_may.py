"""Luton: who may do what, role by role, each held by a person of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from contracts.escalation import MakeRequestV1
from tests.rules.alerting import propose
from tests.rules.each_role import each_role_by_one, holder
from tests.rules.luton.playing import ON_A_PLAN, THRESHOLD, consulted, shared
from tests.unit.casework.authorities import real
from tests.unit.casework.case import THIS, Case, close, raise_it

ROLES = tuple(real("luton").authorities["luton"].editions["undated"].roles)
WORKERS = ("social_worker", "personal_adviser", "residential_officer", "fostering_officer")
DIRECTING = ("director_of_childrens_services", "service_director", "directorate_management_team")
HEAD = "head_of_strategic_safeguarding"


def raised() -> Case:
    """Raised by the social worker."""
    case = Case(each_role_by_one("luton", "undated"))
    return case.given(
        raise_it({"subject_kind": "directorate", "happened": ["media_matter"]}, "LUT-OTHER-1", area="north"),
        by="social-worker",
    )


def asking(request: str) -> Callable[[Case], Any]:
    """Asks for it."""
    return lambda case: MakeRequestV1(THIS, request, sealed="what is wanted")


ACTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], Callable[[Case], Any]]] = {
    "update": (("LUT-UPD-1",), ("team_manager",), lambda case: case.update({"affects_council": True})),
    "close": (("LUT-MGT-3",), ("service_manager",), lambda case: close()),
    "ask for an analysis": (("LUT-UPD-2", "LUT-UPD-2A"), (*DIRECTING, HEAD), asking("fuller_analysis")),
    "require an action": (("LUT-MGT-2",), (*DIRECTING, HEAD, "on_call_service_manager"), asking("action")),
    "ask about Ofsted": (("LUT-OFSTED-1A",), ("service_manager", "service_director"), asking("decide_on_ofsted")),
    "ask for a debriefing": (("LUT-MGT-4A",), ("service_manager", "service_director"), asking("debriefing")),
    "ask for an update": (("LUT-MGT-1",), ("service_director_support",), asking("update_wanted")),
    "begin a national alert": (
        ("LUT-NA-5",),
        ("social_worker",),
        lambda case: propose(case, "social-worker", {**THRESHOLD, **ON_A_PLAN}),
    ),
    "share it with the board": (
        ("LUT-CIRC-6",),
        ("service_director",),
        lambda case: shared("safeguarding_children_board", to_body="safeguarding_children_board"),
    ),
}


def tried() -> Iterator[Any]:
    """Each act with each role."""
    for act, (rules, roles, _) in ACTS.items():
        for role in ROLES:
            yield pytest.param(act, role, role in roles, id=f"{act}: {role}", marks=pytest.mark.rule(*rules))


@pytest.mark.parametrize(("act", "role", "allowed"), list(tried()))
def test_who_may(act: str, role: str, allowed: bool) -> None:
    case = raised()
    case.when(ACTS[act][2](case), by=holder(role))
    if allowed:
        assert "accepted" in case.answer, case.answer
    else:
        case.refused("not_permitted")


@pytest.mark.rule("LUT-SCOPE-1", "LUT-RAISE-1", "LUT-RAISE-2", "LUT-RAISE-3")
@pytest.mark.parametrize("role", ROLES)
def test_who_may_raise(role: str) -> None:
    case = Case(each_role_by_one("luton", "undated"))
    case.when(raise_it({}, "LUT-OTHER-1", area="north"), by=holder(role))
    allowed = (*WORKERS, "team_manager", "service_manager", "lado")
    assert ("accepted" in case.answer) is (role in allowed), case.answer


@pytest.mark.rule("LUT-RAISE-1", "LUT-RAISE-2", "LUT-CIRC-7")
@pytest.mark.parametrize("role", ROLES)
def test_who_is_consulted(role: str) -> None:
    case = raised().when(consulted(role, holder(role)), by="social-worker")
    assert ("accepted" in case.answer) is (role in ("line_manager", "service_manager", "lado")), case.answer
