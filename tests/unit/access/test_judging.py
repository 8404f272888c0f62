"""Who may see and do what: deny by default, from posts in the directory, with delegates and cover."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from access import (
    DEEDS,
    RULES,
    Case,
    Consultation,
    Deed,
    Item,
    Place,
    Reader,
    hidden_particulars,
    judge,
    permit,
    sees,
)
from access.visibility import area_mark, person_marks, visibility
from contracts.refusals import Refusal
from needfire.directory import Absence
from tests.unit.access.directly import wrong
from tests.unit.casework.authorities import fenshire, fenshire_edition
from tests.unit.casework.case import NOON

DIRECTORY = fenshire().directories["fenshire"]
EDITION = fenshire_edition()
PEOPLE = sorted(DIRECTORY.person_by_id)
WEEK = timedelta(days=7)
ON_NOTHING = {"_always", "of_search"}
"""Rules of deeds that are done on nothing: what comes of them is what one may see anyway."""


def reader(person: str, authority: str = "fenshire", *absences: Absence) -> Reader:
    return Reader(person, authority, DIRECTORY.with_absences(absences), NOON)


def case(raised_by: str = "worker", *involved: str, area: str = "fen", authority: str = "fenshire") -> Case:
    return Case(authority, area, EDITION, raised_by, frozenset({raised_by, *involved}))


def away(person: str, delegate: str | None = None) -> Absence:
    return Absence(person, NOON - WEEK, NOON + WEEK, delegate)


def code(refusal: Refusal | None) -> str | None:
    return refusal.code if refusal else None


def test_every_deed_has_a_rule_and_an_unknown_one_is_refused() -> None:
    assert set(RULES) == set(DEEDS)
    assert code(judge(reader("worker"), "burn_it_down")) == "not_permitted"  # type: ignore[arg-type]


@pytest.mark.parametrize("deed", [deed for deed in DEEDS if RULES[deed].__name__ not in ON_NOTHING])
def test_a_deed_on_nothing_is_refused(deed: Deed) -> None:
    assert judge(reader("worker"), deed) is not None


@pytest.mark.parametrize("deed", [deed for deed in DEEDS if RULES[deed].__name__ not in ON_NOTHING])
def test_nobody_of_another_authority_can_do_anything(deed: Deed) -> None:
    outsider = replace(reader("manager"), authority="kent")
    things = (Place("fenshire", "fen", EDITION), case(), Item(case(), "manager", ("manager",)))
    assert all(judge(outsider, deed, thing) for thing in things)


def test_who_holds_a_role_that_may_raise_can_raise_in_their_area_only() -> None:
    assert judge(reader("hill-manager"), "raise", Place("fenshire", "hill", EDITION)) is None
    refusal = judge(reader("hill-manager"), "raise", Place("fenshire", "fen", EDITION))
    assert refusal
    assert (refusal.code, refusal.details, refusal.rules) == (
        "not_permitted",
        {"roles": ["Worker", "Manager"]},
        ("FEN-1",),
    )


def test_an_area_that_is_not_there_is_named_so() -> None:
    assert code(judge(reader("worker"), "raise", Place("fenshire", "moon", EDITION))) == "unknown_area"


def test_who_raised_it_sees_it_and_who_has_nothing_to_do_with_it_does_not() -> None:
    assert sees(reader("auditor"), case("auditor"))
    assert code(judge(reader("auditor"), "read_case", case())) == "not_found"


def test_who_holds_a_role_of_a_step_in_its_area_sees_it() -> None:
    assert sees(reader("manager"), case("auditor"))
    assert not sees(reader("hill-manager"), case("auditor"))


def test_a_delegate_sees_what_concerns_the_one_they_stand_in_for() -> None:
    concerned = case("liaison")
    assert not sees(reader("clerk"), concerned)
    assert sees(reader("clerk", "fenshire", away("liaison", "clerk")), concerned)
    ended = Absence("liaison", NOON - WEEK, NOON - timedelta(seconds=1), "clerk")
    assert not sees(reader("clerk", "fenshire", ended), concerned)


def test_a_delegate_of_a_delegate_stands_in_too_and_a_ring_of_them_ends() -> None:
    ring = (away("liaison", "clerk"), away("clerk", "auditor"), away("auditor", "liaison"))
    assert reader("auditor", "fenshire", *ring[:2]).acts_for == {"auditor", "clerk", "liaison"}
    assert reader("auditor", "fenshire", *ring).acts_for == {"auditor", "clerk", "liaison"}


def test_the_cover_of_an_absent_holder_sees_and_does_what_the_post_does() -> None:
    concerned, absent = case("auditor"), away("manager")
    item = Item(concerned, "manager", ("manager",))
    assert code(judge(reader("deputy"), "work_task", item)) == "not_found"
    assert judge(reader("deputy", "fenshire", absent), "work_task", item) is None


def test_unseen_is_not_found_and_seen_without_the_role_is_not_permitted() -> None:
    assert code(judge(reader("auditor"), "close", case())) == "not_found"
    assert code(judge(reader("worker"), "close", case())) == "not_permitted"
    assert judge(reader("manager"), "close", case()) is None


def test_consulting_is_recorded_by_who_raised_it_who_is_consulted_or_who_may_update() -> None:
    recorded = Consultation(case("auditor", "clerk", "liaison"), "liaison")
    for person in ("auditor", "liaison", "manager", "worker"):
        assert judge(reader(person), "consult", recorded) is None
    assert code(judge(reader("clerk"), "consult", recorded)) == "not_permitted"
    assert code(judge(reader("liaison"), "consult", Consultation(case("auditor"), "liaison"))) == "not_found"


def test_a_task_is_worked_and_reassigned_by_its_role_only() -> None:
    item = Item(case("worker", "clerk"), "manager", ("clerk",))
    deeds: tuple[Deed, ...] = ("work_task", "decide_task", "reassign_task")
    for deed in deeds:
        assert judge(reader("manager"), deed, item) is None
        assert code(judge(reader("head"), deed, item)) == "not_permitted"
        assert code(judge(reader("clerk"), deed, item)) == "not_permitted"
        assert code(judge(reader("liaison"), deed, item)) == "not_found"


def test_permit_raises_what_judge_answers() -> None:
    permit(reader("worker"), "list")
    with pytest.raises(Refusal, match="not_found"):
        permit(reader("auditor"), "read_case", case())


def test_a_restriction_hides_from_its_roles_only_and_only_where_it_was_placed() -> None:
    assert hidden_particulars(reader("head"), case(), ("FEN-5",)) == {"adult_name"}
    assert hidden_particulars(reader("head"), case(), ()) == frozenset()
    assert hidden_particulars(reader("manager"), case(), ("FEN-5",)) == frozenset()


def test_a_restriction_does_not_bind_who_has_another_role_in_the_case() -> None:
    absent = away("manager", "head")
    assert hidden_particulars(reader("head", "fenshire", absent), case(), ("FEN-5",)) == frozenset()


@given(
    person=some.sampled_from(PEOPLE),
    raised_by=some.sampled_from(PEOPLE),
    involved=some.frozensets(some.sampled_from(PEOPLE), max_size=3),
    area=some.sampled_from(DIRECTORY.areas),
    authority=some.sampled_from(["fenshire", "kent"]),
    absent=some.lists(some.tuples(some.sampled_from(PEOPLE), some.sampled_from(PEOPLE)), max_size=3),
)
def test_a_list_holds_what_may_be_seen_one_by_one(
    person: str, raised_by: str, involved: frozenset[str], area: str, authority: str, absent: list[tuple[str, str]]
) -> None:
    asks = reader(person, "fenshire", *(away(who, delegate) for who, delegate in absent))
    concerned = case(raised_by, *involved, area=area, authority=authority)
    whose = visibility(asks, [EDITION])
    marks = {*person_marks(authority, concerned.involved), area_mark(authority, EDITION.edition, area)}
    assert bool(whose.marks & marks) == (sees(asks, concerned) or sees(asks, concerned, "oversight"))


def test_where_the_matrix_cannot_ask_the_decision_is_as_written_by_hand() -> None:
    assert wrong() == []
