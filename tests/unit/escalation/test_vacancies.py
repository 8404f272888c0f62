"""Posts that nobody holds: shown, never passed over; and taken up by whoever holds them later."""

from __future__ import annotations

from contracts.escalation import PostVacantV1, TaskOpenedV1
from tests.unit.casework.authorities import fenshire
from tests.unit.casework.case import Case, raise_it
from tests.unit.casework.events import event
from tests.unit.escalation.fen import ONE_STEP, raised

NO_MANAGER = """
posts:
- {role: worker, area: "*", holders: [worker]}
- {role: manager, area: "*", holders: [deputy, clerk], from: 2026-11-20}
"""


def test_a_task_for_a_post_that_nobody_holds_waits_and_the_vacancy_is_shown() -> None:
    case = Case(fenshire(ONE_STEP, NO_MANAGER))
    case.given(raise_it({}, "FEN-X"), by="worker")
    vacant, opened = case.events[2:]
    assert event(PostVacantV1, role="manager", about="Check it").met_by(vacant)
    assert event(TaskOpenedV1, role="manager", people=(), tray="group").met_by(opened)
    assert vacant.decisions[0].answer == "Nobody holds this post."
    assert vacant.decisions[0].rules == ("FEN-1",)


def test_until_somebody_holds_it_nobody_takes_it() -> None:
    case = raised(ONE_STEP, directory=NO_MANAGER)
    for by in ("manager", "deputy", "head"):  # they hold no post, and do not see the case
        case.when(case.claim("check"), by=by).refused("not_found")
        case.when(case.reassign("check", "deputy"), by=by).refused("not_found")
    case.when(case.claim("check"), by="worker").refused("not_permitted")


def test_who_holds_it_later_claims_and_decides_it() -> None:
    case = raised(ONE_STEP, directory=NO_MANAGER)
    case.passes(days=3).given(case.claim("check"), by="clerk")
    case.given(case.decide("check", "pass"), by="clerk")


def test_who_holds_it_later_gives_it_to_a_colleague() -> None:
    case = raised(ONE_STEP, directory=NO_MANAGER)
    case.passes(days=3).given(case.reassign("check", "deputy"), by="clerk")
    assert (case.task("check").people, case.task("check").tray) == (("deputy",), "person")
    case.given(case.decide("check", "pass"), by="deputy")


def test_a_mended_directory_is_enough() -> None:
    case = raised(ONE_STEP, directory=NO_MANAGER)
    case.deploy(fenshire(ONE_STEP))
    case.given(case.claim("check"), case.decide("check", "pass"), by="manager")


def test_nobody_is_told_of_what_a_vacant_post_should_be_told_but_the_vacancy_is_shown() -> None:
    tells = "acts: [{kind: raise, roles: [worker], rules: [FEN-1], tells: [{role: auditor, rules: [FEN-3]}]}]"
    case = raised(ONE_STEP + tells, directory=NO_MANAGER)
    shown = [(each.role, each.about) for each in case.of(PostVacantV1)]
    assert shown == [("auditor", "A notification was raised"), ("manager", "Check it")]
    assert case.of(PostVacantV1)[0].decisions[0].rules == ("FEN-3",)
