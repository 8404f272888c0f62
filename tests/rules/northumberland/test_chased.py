"""A placing authority's confirmation: asked for, and asked for again only where the authority says how often."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from contracts.escalation import ClockStartedV1, NoticeGivenV1
from needfire.loading.deployment import Deployment
from needfire.periods import Period
from tests.rules.northumberland.playing import GROUP, PRACTITIONER, YOUNG
from tests.unit.casework.authorities import real
from tests.unit.casework.case import Case, raise_it

PLACED = {**YOUNG, "placed_by": "other_authority", "risk_to_self_or_others": True}


@cache
def deployed(every: Period | None) -> Deployment:
    """Northumberland, which chases so often."""
    deployment = real("northumberland")
    authority = deployment.authorities["northumberland"]
    edition = authority.editions["2013-01"]
    assert edition.register is not None
    changed = replace(edition, register=replace(edition.register, chased_every=every))
    whole = replace(authority, editions={**authority.editions, edition.edition: changed})
    return Deployment({"northumberland": whole}, deployment.directories)


def placed(every: Period | None) -> Case:
    case = Case(deployed(every))
    return case.given(raise_it(PLACED, "NBL-P01", area="blyth"), by=PRACTITIONER)


def asked_again(case: Case) -> int:
    return sum(each.about.startswith("Ask again") for each in case.ever(NoticeGivenV1))


@pytest.mark.rule("NBL-T08", "NBL-T08A")
def test_it_is_asked_again_as_often_as_the_authority_says_until_it_is_there() -> None:
    case = placed(Period(2, "w"))
    assert "placing_authority_confirms" in case.duties
    case.passes(days=13)
    assert asked_again(case) == 0
    case.passes(days=2)
    assert asked_again(case) == 1
    [notice] = [each for each in case.ever(NoticeGivenV1) if each.about.startswith("Ask again")]
    assert (notice.role, notice.people) == ("risk_management_group", (GROUP,))
    case.passes(days=14)
    assert asked_again(case) == 2
    case.given(case.complete("placing_authority_confirms", "their letter 12"), by=GROUP)
    case.passes(days=60)
    assert asked_again(case) == 2


@pytest.mark.rule("NBL-T08A")
def test_where_the_authority_says_nothing_it_is_asked_once() -> None:
    case = placed(None)
    case.passes(days=90)
    assert asked_again(case) == 0
    assert not [each for each in case.ever(ClockStartedV1) if each.clock == "placing_authority_confirms"]
