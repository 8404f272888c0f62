"""Who holds a post: holders, delegates, cover, rota, and the whole authority where an area has nobody."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needfire.directory import (
    WHOLE_AUTHORITY,
    Absence,
    Directory,
    NobodyHolds,
    PersonUnknown,
    holding,
    holds,
    person,
    posts_of,
)
from needfire.directory.loading import load_directory

KENT = load_directory((Path(__file__).parent / "directory_example.yaml").read_bytes(), "kent.yaml")
PRIYA, TOM, ADA, BEN, ZOE, LEE = (each.id for each in KENT.people)


def at(written: str) -> datetime:
    return datetime.fromisoformat(written)


FRIDAY_EVENING = at("2026-11-20T18:00+00:00")


def away(who: str, delegate: str | None = None, starts: str = "2026-11-20", ends: str | None = None) -> Absence:
    return Absence(who, at(f"{starts}T00:00+00:00"), at(f"{ends}T00:00+00:00") if ends else None, delegate)


def with_away(*absences: Absence) -> Directory:
    return KENT.with_absences(absences)


def people_of(directory: Directory, role: str, area: str, moment: datetime = FRIDAY_EVENING) -> tuple[str, ...]:
    return holding(directory, role, area, moment).people


class TestPosts:
    def test_the_holder_of_the_area_holds_it(self) -> None:
        found = holding(KENT, "service_manager", "ashford", FRIDAY_EVENING)
        assert (found.role, found.area, found.people) == ("service_manager", "ashford", (PRIYA,))
        assert found.tray == "person"
        assert found.because == (f"service manager in ashford is held by {PRIYA}.",)

    def test_an_area_without_a_holder_falls_back_to_the_whole_authority(self) -> None:
        found = holding(KENT, "service_manager", "swale", FRIDAY_EVENING)
        assert (found.area, found.people) == ("swale", (ZOE,))
        assert found.because == (
            "The directory has no entry for service manager in swale.",
            f"service manager for the whole authority is held by {ZOE}.",
        )

    def test_an_area_that_does_not_exist_is_said_and_falls_back_too(self) -> None:
        found = holding(KENT, "service_manager", "atlantis", FRIDAY_EVENING)
        assert found.people == (ZOE,)
        assert found.because[0] == "atlantis is not an area of kent: the whole authority is asked."

    def test_the_whole_authority_can_be_asked_itself(self) -> None:
        assert people_of(KENT, "service_manager", WHOLE_AUTHORITY) == (ZOE,)

    def test_several_holders_are_a_group_tray(self) -> None:
        found = holding(KENT, "need_to_know_inbox", "ashford", FRIDAY_EVENING)
        assert (found.people, found.tray) == ((ADA, BEN), "group")
        assert f"held by the group {ADA}, {BEN}." in found.because[-1]

    def test_a_single_holder_can_be_a_group_tray_where_the_file_says_so(self) -> None:
        assert holding(KENT, "safeguarding_unit", "*", FRIDAY_EVENING).tray == "group"

    @pytest.mark.parametrize(
        ("moment", "expected"),
        [
            ("2026-06-30T22:59:59+00:00", (TOM,)),  # 23:59:59 in England: until 30 June includes that day
            ("2026-06-30T23:00+00:00", (BEN,)),  # midnight in England
            ("2020-01-01T00:00+00:00", (TOM,)),  # no start: since ever
            ("2049-01-01T00:00+00:00", (BEN,)),  # no end: until further notice
        ],
    )
    def test_a_successor_takes_over_at_midnight_in_england(self, moment: str, expected: tuple[str, ...]) -> None:
        assert people_of(KENT, "service_manager", "thanet", at(moment)) == expected

    @pytest.mark.parametrize("moment", ["2026-02-28T23:59+00:00", "2026-11-01T00:00+00:00"])
    def test_a_post_outside_its_dates_is_held_by_nobody(self, moment: str) -> None:
        with pytest.raises(NobodyHolds) as nobody:
            holding(KENT, "team_manager", "ashford", at(moment))
        assert "no entry in effect on" in nobody.value.because[0]

    def test_a_moment_without_time_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            holding(KENT, "service_manager", "ashford", at("2026-11-20T18:00"))


class TestAbsences:
    def test_the_delegate_holds_what_the_absent_person_holds(self) -> None:
        found = holding(with_away(away(PRIYA, LEE, ends="2026-11-27")), "service_manager", "ashford", FRIDAY_EVENING)
        assert found.people == (LEE,)
        assert found.because[1] == (
            f"{PRIYA} is absent until Friday 27 November 2026 at 00:00; {LEE} stands in as delegate."
        )

    def test_without_a_delegate_the_first_of_the_cover_who_is_there_holds_it(self) -> None:
        found = holding(with_away(away(PRIYA)), "service_manager", "ashford", FRIDAY_EVENING)
        assert (found.people, found.tray) == ((TOM,), "person")
        assert found.because == (
            f"service manager in ashford is held by {PRIYA}.",
            f"{PRIYA} is absent until further notice and has no delegate.",
            f"The cover is {TOM}, {ADA}.",
        )
        assert people_of(with_away(away(PRIYA), away(TOM)), "service_manager", "ashford") == (ADA,)

    def test_a_delegate_who_is_absent_too_passes_it_on(self) -> None:
        directory = with_away(away(PRIYA, LEE), away(LEE, BEN))
        assert people_of(directory, "service_manager", "ashford") == (BEN,)

    def test_a_delegate_of_somebody_in_the_cover_stands_in_for_them(self) -> None:
        directory = with_away(away(PRIYA), away(TOM, LEE))
        assert people_of(directory, "service_manager", "ashford") == (LEE,)

    @pytest.mark.parametrize("loop", [[away(PRIYA, LEE), away(LEE, PRIYA)], [away(PRIYA, PRIYA)]])
    def test_delegates_in_a_circle_end_at_the_cover(self, loop: list[Absence]) -> None:
        found = holding(with_away(*loop), "service_manager", "ashford", FRIDAY_EVENING)
        assert found.people == (TOM,)
        assert any("the delegates lead back to" in each for each in found.because)

    def test_a_delegate_whom_the_directory_does_not_know_is_not_trusted(self) -> None:
        found = holding(with_away(away(PRIYA, "kent-nobody")), "service_manager", "ashford", FRIDAY_EVENING)
        assert found.people == (TOM,)

    def test_with_holder_and_cover_away_it_goes_to_the_whole_authority(self) -> None:
        found = holding(with_away(away(PRIYA), away(TOM), away(ADA)), "service_manager", "ashford", FRIDAY_EVENING)
        assert found.people == (ZOE,)
        assert found.because[-1] == f"service manager for the whole authority is held by {ZOE}."

    def test_with_everybody_away_nobody_holds_it_and_each_step_is_said(self) -> None:
        directory = with_away(*(away(each.id) for each in KENT.people))
        with pytest.raises(NobodyHolds) as nobody:
            holding(directory, "service_manager", "ashford", FRIDAY_EVENING)
        assert nobody.value.code == "nobody_holds_post"
        assert (nobody.value.role, nobody.value.area) == ("service_manager", "ashford")
        assert len(nobody.value.because) == 8
        assert "Nobody holds service manager in ashford." in nobody.value.sentence
        assert "The post has no cover." in nobody.value.sentence

    def test_a_group_goes_on_with_those_who_are_there(self) -> None:
        assert people_of(with_away(away(ADA)), "need_to_know_inbox", "*") == (BEN,)

    def test_a_delegate_joins_the_group_once(self) -> None:
        assert people_of(with_away(away(ADA, LEE)), "need_to_know_inbox", "*") == (LEE, BEN)
        assert people_of(with_away(away(ADA, BEN)), "need_to_know_inbox", "*") == (BEN,)

    def test_an_empty_group_is_covered_by_all_of_its_cover(self) -> None:
        assert people_of(with_away(away(ADA), away(BEN)), "need_to_know_inbox", "*") == (ZOE, LEE)

    def test_an_absence_counts_from_its_start_to_before_its_end(self) -> None:
        directory = with_away(away(PRIYA, LEE, "2026-11-20", "2026-11-21"))
        for moment, expected in [
            ("2026-11-19T23:59:59+00:00", PRIYA),
            ("2026-11-20T00:00+00:00", LEE),
            ("2026-11-20T23:59:59+00:00", LEE),
            ("2026-11-21T00:00+00:00", PRIYA),
        ]:
            assert people_of(directory, "service_manager", "ashford", at(moment)) == (expected,)

    def test_the_absence_that_began_last_is_the_latest_word(self) -> None:
        directory = with_away(away(PRIYA, LEE, "2026-11-01"), away(PRIYA, ADA, "2026-11-15"))
        assert people_of(directory, "service_manager", "ashford") == (ADA,)
        assert people_of(directory, "service_manager", "ashford", at("2026-11-10T12:00+00:00")) == (LEE,)

    def test_of_two_that_began_together_the_one_recorded_last_counts(self) -> None:
        assert people_of(with_away(away(PRIYA, LEE), away(PRIYA, ADA)), "service_manager", "ashford") == (ADA,)

    def test_absences_from_outside_stand_beside_those_of_the_file(self) -> None:
        during = at("2026-11-03T12:00+00:00")
        assert people_of(KENT, "need_to_know_inbox", "*", during) == (ADA,)  # the file: Ben is away, Ada his delegate
        assert people_of(with_away(away(PRIYA)), "need_to_know_inbox", "*", during) == (ADA,)
        assert KENT.with_absences([]) == KENT

    def test_the_directory_itself_is_not_changed(self) -> None:
        with_away(away(PRIYA, LEE))
        assert people_of(KENT, "service_manager", "ashford") == (PRIYA,)
        with pytest.raises(FrozenInstanceError):
            KENT.authority = "luton"  # type: ignore[misc]


class TestOutOfHours:
    @pytest.mark.parametrize(
        ("moment", "expected"),
        [
            ("2026-11-20T16:59:59+00:00", ZOE),
            ("2026-11-20T17:00+00:00", TOM),
            ("2026-11-23T08:29+00:00", TOM),
            ("2026-11-23T08:30+00:00", ZOE),
            ("2026-11-28T03:00+00:00", ADA),
            ("2030-01-01T00:00+00:00", ZOE),
        ],
    )
    def test_the_shift_holds_it_and_otherwise_the_one_named(self, moment: str, expected: str) -> None:
        found = holding(KENT, "on_call_service_manager", "ashford", at(moment))
        assert (found.people, found.tray) == ((expected,), "person")

    def test_it_says_who_is_on_until_when(self) -> None:
        assert holding(KENT, "on_call_service_manager", "*", FRIDAY_EVENING).because == (
            f"The rota of on call service manager for the whole authority has {TOM} "
            "until Monday 23 November 2026 at 08:30.",
        )

    def test_who_is_on_call_and_absent_is_replaced_by_the_delegate_then_by_otherwise(self) -> None:
        assert people_of(with_away(away(TOM, LEE)), "on_call_service_manager", "*") == (LEE,)
        found = holding(with_away(away(TOM)), "on_call_service_manager", "*", FRIDAY_EVENING)
        assert found.people == (ZOE,)
        assert found.because[-1] == f"Otherwise it is {ZOE}."

    def test_a_rota_that_has_run_out_without_otherwise_is_held_by_nobody(self) -> None:
        with pytest.raises(NobodyHolds) as nobody:
            holding(KENT, "duty_director", "thanet", at("2026-11-23T00:00+00:00"))
        assert nobody.value.because[0].startswith("The rota of duty director in thanet has nobody on Monday 23")

    def test_a_shift_given_in_days_ends_with_the_last_of_them(self) -> None:
        assert people_of(KENT, "duty_director", "thanet", at("2026-11-22T23:59+00:00")) == (LEE,)


class TestPeople:
    def test_a_person_is_found_by_id(self) -> None:
        assert person(KENT, PRIYA).email == "priya.shaw@kent.example"

    def test_an_unknown_person_is_refused_without_repeating_the_id(self) -> None:
        with pytest.raises(PersonUnknown) as unknown:
            person(KENT, "Priya Shaw (invented)")
        assert unknown.value.code == "person_unknown"
        assert "Priya" not in str(unknown.value)

    def test_a_person_s_posts_are_those_they_hold_now(self) -> None:
        def places(directory: Directory, who: str, moment: datetime = FRIDAY_EVENING) -> list[tuple[str, str]]:
            return [(each.role, each.area) for each in posts_of(directory, who, moment)]

        assert places(KENT, TOM) == [("on_call_service_manager", "*")]
        assert places(KENT, BEN, at("2026-10-01T12:00+00:00")) == [
            ("service_manager", "thanet"),
            ("team_manager", "ashford"),
            ("need_to_know_inbox", "*"),
        ]
        assert places(with_away(away(PRIYA)), TOM) == [
            ("service_manager", "ashford"),
            ("on_call_service_manager", "*"),
        ]
        assert places(with_away(away(PRIYA)), PRIYA) == []
        assert places(KENT, "kent-nobody") == []

    def test_holding_a_post_includes_standing_in_and_ends_with_it(self) -> None:
        directory = with_away(away(PRIYA, LEE, ends="2026-11-27"))
        assert holds(KENT, PRIYA, "service_manager", "ashford", FRIDAY_EVENING)
        assert not holds(KENT, LEE, "service_manager", "ashford", FRIDAY_EVENING)
        assert holds(directory, LEE, "service_manager", "ashford", FRIDAY_EVENING)
        assert not holds(directory, PRIYA, "service_manager", "ashford", FRIDAY_EVENING)
        assert not holds(directory, LEE, "service_manager", "ashford", at("2026-11-27T00:00+00:00"))

    def test_who_covers_does_not_hold_the_post_while_the_holder_is_there(self) -> None:
        assert not holds(KENT, TOM, "service_manager", "ashford", FRIDAY_EVENING)
        assert holds(with_away(away(PRIYA)), TOM, "service_manager", "ashford", FRIDAY_EVENING)

    def test_the_whole_authority_s_holder_does_not_hold_an_area_that_has_its_own(self) -> None:
        assert holds(KENT, ZOE, "service_manager", "swale", FRIDAY_EVENING)
        assert not holds(KENT, ZOE, "service_manager", "ashford", FRIDAY_EVENING)

    def test_nobody_holds_a_role_that_the_directory_does_not_name(self) -> None:
        assert not holds(KENT, ZOE, "director", "ashford", FRIDAY_EVENING)


ids = st.sampled_from([PRIYA, TOM, ADA, BEN, ZOE, LEE])
some_absences = st.lists(st.builds(away, ids, st.none() | ids), max_size=8)
roles = st.sampled_from(["service_manager", "need_to_know_inbox", "safeguarding_unit", "on_call_service_manager"])
areas = st.sampled_from(["ashford", "thanet", "swale", "*", "atlantis"])


@given(some_absences, roles, areas)
def test_whatever_the_absences_only_those_who_are_there_hold_a_post(
    absences: list[Absence], role: str, area: str
) -> None:
    directory = with_away(*absences)
    absent = {each.person for each in absences}
    try:
        found = holding(directory, role, area, FRIDAY_EVENING)
    except NobodyHolds as nobody:
        assert nobody.because
        return
    assert found.people
    assert not absent & set(found.people)
    assert len(set(found.people)) == len(found.people)
    assert found.tray == "group" or len(found.people) == 1


@given(some_absences, ids)
def test_a_person_s_posts_agree_with_who_holds_them(absences: list[Absence], who: str) -> None:
    directory = with_away(*absences)
    places = {*directory.posts_by_place, *directory.rota_by_place}
    held = {(each.role, each.area) for each in posts_of(directory, who, FRIDAY_EVENING)}
    assert held == {(role, area) for role, area in places if holds(directory, who, role, area, FRIDAY_EVENING)}
