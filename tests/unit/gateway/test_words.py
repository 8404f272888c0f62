"""Plain English for times, lengths of time, facts and lists; a sentence for every event."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contracts import escalation, intake, risk_management
from gateway.read_models import assessments, persons
from gateway.words import alert_story, risk_story
from gateway.words.editions import edition_told
from gateway.words.opening import EVERY_NAME, Opener
from gateway.words.plain import beginning, due_in_words, fact_in_words, facts_in_words, listed, sentence, span_in_words
from gateway.words.story import QUIET, SENTENCES, timeline
from tests.unit.casework.authorities import fenshire, fenshire_edition, real
from tests.unit.casework.case import NOON
from tests.unit.gateway.commits import a_long_case, of_this
from tests.unit.gateway.house import House
from tests.unit.gateway.test_folding import IN_ORDER


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (datetime(2026, 11, 25, tzinfo=UTC), "the end of Tuesday 24 November 2026"),
        (datetime(2026, 6, 2, 23, tzinfo=UTC), "the end of Tuesday 2 June 2026"),
        (datetime(2026, 11, 25, 9, 30, tzinfo=UTC), "Wednesday 25 November 2026 at 09:30"),
        (datetime(2026, 6, 2, 9, 30, tzinfo=UTC), "Tuesday 2 June 2026 at 10:30"),
    ],
)
def test_a_due_time_is_told_as_clocks_in_england_show_it(due: datetime, words: str) -> None:
    assert due_in_words(due) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(days=2, hours=3, minutes=59), "2 days 3 hours"),
        (timedelta(hours=1, minutes=1), "1 hour 1 minute"),
        (-timedelta(days=1, minutes=5), "1 day 5 minutes"),
        (timedelta(seconds=59), "less than a minute"),
    ],
)
def test_a_length_of_time_is_told_by_its_two_largest_units(span: timedelta, words: str) -> None:
    assert span_in_words(span) == words


def test_long_words_begin_with_their_first_sentence_or_are_cut_at_a_word() -> None:
    assert beginning("Short. And whole.") == "Short. And whole."
    assert beginning("The source says nothing. " + "More of it is said here. " * 5) == "The source says nothing."
    cut = beginning("word, " * 40)
    assert cut.endswith("word …") and len(cut) <= 92


def test_facts_are_told_as_a_person_reads_them_and_in_the_forms_order() -> None:
    told = facts_in_words({"grave_risk": False, "happened": ["missing", "arrest"], "subject_kind": "child"})
    assert [(each.fact, each.value) for each in told] == [
        ("subject_kind", "a child or young person"),
        ("happened", "missing, arrest"),
        ("grave_risk", "no"),
    ]


def test_a_fact_that_is_no_longer_known_is_told_as_it_is_written() -> None:
    told = fact_in_words("of_another_time", 3)
    assert (told.question, told.value) == ("of another time", "3")


def test_lists_and_sentences() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert [sentence("it is so"), sentence("Is it?")] == ["It is so.", "Is it?"]


def test_there_is_a_sentence_for_every_event_of_a_notification() -> None:
    events = {name for name, _ in (*intake.EVENTS, *escalation.EVENTS)}
    of_no_notification = {"AbsenceDelegated", "AbsenceEnded"}
    of_a_concern = {"ConcernRaised", "ConcernDecided", "FeedbackGiven", "FeedbackReceived"}
    of_a_person = {name for name, _ in persons.CHANGES}
    elsewhere = alert_story.QUIET | risk_story.QUIET
    assert SENTENCES.keys() | QUIET - elsewhere == events - of_no_notification - of_a_concern - of_a_person
    assert not SENTENCES.keys() & QUIET


def test_there_is_a_sentence_for_every_event_of_the_risk_work() -> None:
    events = {name for name, _ in risk_management.EVENTS}
    of_an_assessment = {name for name, _ in assessments.CHANGES}
    of_a_meeting = {"MeetingCalled", "AgendaSet", "MeetingHeld"}
    assert risk_story.SENTENCES.keys() | risk_story.QUIET == events - of_an_assessment - of_a_meeting


def test_every_sentence_of_a_long_case_is_one(tmp_path: Path) -> None:
    house = House(tmp_path, a_long_case().deployment)
    authority = house.case.deployment.authorities["fenshire"]
    from access import Reader
    from gateway.reading import names_of

    reader = Reader("worker", "fenshire", house.case.deployment.directories["fenshire"], house.case.clock.now())
    told = timeline(IN_ORDER, names_of(authority, reader, "trial"), Opener(None))
    assert len(told.entries) >= len(of_this("intake", a_long_case()))
    for entry in told.entries:
        assert entry.sentence[0].isupper() or entry.sentence[0] == "“"
        assert entry.sentence.endswith(".")
        assert "_" not in entry.sentence and "None" not in entry.sentence


@pytest.mark.parametrize("code", ["kent", "luton"])
def test_every_particular_that_an_edition_asks_for_or_hides_can_be_given(code: str) -> None:
    for edition in real(code).authorities[code].editions.values():
        hidden = {name for restriction in edition.restrictions for name in restriction.hides}
        assert {*edition.form.particulars, *hidden} <= EVERY_NAME


@pytest.mark.parametrize("code", ["kent", "luton"])
def test_every_edition_of_the_plugins_can_be_told(code: str) -> None:
    authority = real(code).authorities[code]
    for edition in authority.editions.values():
        told = edition_told(edition, authority, NOON)
        assert [each.id for each in told.clocks] == [each.id for each in edition.clocks]
        assert all(each.starts and each.met_by for each in told.clocks)
        assert all(each.applies_when for each in told.duties)


def test_a_clock_that_a_recorded_moment_starts_says_that_it_is_counted_from_it() -> None:
    stated = """
clocks:
- {id: seen, title: See the child, rules: [FEN-2], within: 24h, starts: "known:missing_since", met_by: ["known:found_at"], owner: worker}
"""
    told = edition_told(fenshire_edition(stated), next(iter(fenshire().authorities.values())), NOON)
    assert told.clocks[0].counted_from == ("Since when has the child been missing?",)
