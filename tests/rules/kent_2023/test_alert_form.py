"""The form of each message of a national alert under Kent's edition of 2023: its parts, and what it must state (KEN23-NA-4 to 6, 10)."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.national_alerts import MessageWrittenV1
from needfire.alerting import Message
from tests.rules.alerting import IN_OWN_WORDS, asked, fill, write
from tests.rules.kent import read
from tests.rules.kent_2023.messages import EXPECTING, FORMS, INITIAL, UPDATE, to_be_written
from tests.rules.kent_2023.playing import EDITION, WORKER, proposed
from tests.unit.casework.case import Case

# --- its parts ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN23-NA-10")
@pytest.mark.parametrize("message", FORMS)
def test_it_takes_each_part_in_ones_own_words_or_as_it_is_asked(message: Message) -> None:
    form = FORMS[message]
    case = to_be_written(message).given(fill(message, form), by=WORKER)
    [written] = case.of(MessageWrittenV1)
    assert set(written.given) == {name for name, answer in form.items() if answer is IN_OWN_WORDS}
    assert written.answers == {name: answer for name, answer in form.items() if answer is not IN_OWN_WORDS}


@pytest.mark.rule("KEN23-NA-10")
@pytest.mark.parametrize("message", FORMS)
def test_it_has_all_that_the_template_asks(message: Message) -> None:
    case, form = to_be_written(message), FORMS[message]
    for lacking in form.keys() - ({"photograph"} if message == "update" else set()):
        rest = {name: answer for name, answer in form.items() if name != lacking}
        refusal = case.when(fill(message, rest), by=WORKER).refused("alert_parts_required")
        assert set(refusal["details"]["parts"]) == {lacking}
        assert "KEN23-NA-10" in refusal["rules"]


@pytest.mark.rule("KEN23-NA-10")
def test_an_update_needs_no_new_photograph_and_the_first_alert_none_where_there_is_none() -> None:
    assert {part.name for part in asked(proposed(), "update")} == {*UPDATE, "expected_birth"}
    without = {name: answer for name, answer in UPDATE.items() if name != "photograph"}
    to_be_written("update").given(fill("update", without), by=WORKER)
    none_there_is = {**without, "has_photograph": "none_there_is"}
    to_be_written("initial").given(fill("initial", none_there_is), by=WORKER)


@pytest.mark.rule("KEN23-NA-10")
@pytest.mark.parametrize("message", ["initial", "update"])
def test_of_an_unborn_child_the_day_on_which_the_birth_is_expected_is_asked(message: Message) -> None:
    case = to_be_written(message, subject_kind="unborn_child")
    case.when(fill(message, FORMS[message]), by=WORKER)
    assert set(case.refused("alert_parts_required")["details"]["parts"]) == {"expected_birth"}
    case.given(fill(message, {**FORMS[message], **EXPECTING}), by=WORKER)


@pytest.mark.rule("KEN23-NA-10")
@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("protection_category", "at_risk_from_x"),
        ("linked_localities", ["near Dover"]),
        ("linked_localities", "E10000016"),
        ("photograph", "../../etc/passwd"),
        ("expected_birth", "soon"),
        ("reason", "Invented Child"),
        ("a_name_typed_here", "x"),
    ],
)
def test_what_is_not_as_it_is_asked_is_refused_and_never_repeated(part: str, value: Any) -> None:
    case = proposed(subject_kind="unborn_child")
    case.when(fill("initial", {**INITIAL, **EXPECTING, part: value}), by=WORKER)
    details = case.refused("alert_parts_required")["details"]
    assert details["unknown"] == (part == "a_name_typed_here")
    assert not [said for said in ("Dover", "etc/", "at_risk", "Invented") if said in str(details["parts"])]


# --- what it must state ------------------------------------------------------------------------------------------------

# The first alert, and each update of it, states these anew.
EACH_TIME = pytest.mark.parametrize("message", ["initial", "update"])


def completing(message: Message, **facts: Any) -> Case:
    """The social worker sends the form in with these facts; None withdraws one."""
    case = to_be_written(message)
    gone = tuple(name for name, value in facts.items() if value is None)
    if gone:
        case.given(case.update({}, withdrawn=gone), by=WORKER)
    given = {name: value for name, value in facts.items() if value is not None}
    return case.when(write(case, message, given), by=WORKER)


@pytest.mark.rule("KEN23-NA-4")
@EACH_TIME
@pytest.mark.parametrize("facts", [{"national_alert_risk_level": "low"}, {"national_alert_risk_level": None}])
def test_the_risk_level_is_stated_and_low_is_not_accepted(message: Message, facts: dict[str, Any]) -> None:
    refusal = completing(message, **facts).refused("message_refused", rules=["KEN23-NA-4"])
    assert "medium or high" in refusal["sentence"]


@pytest.mark.rule("KEN23-NA-4")
@EACH_TIME
@pytest.mark.parametrize("level", ["medium", "high"])
@pytest.mark.parametrize("police", ["medium", "high"])
def test_medium_and_high_are(message: Message, level: str, police: str) -> None:
    facts = {"national_alert_risk_level": level, "police_risk_level": police, "grave_risk": True}
    assert "accepted" in completing(message, **facts).answer


@pytest.mark.rule("KEN23-NA-4")
@EACH_TIME
def test_it_is_aligned_with_the_police_and_a_difference_to_their_low_is_explained(message: Message) -> None:
    completing(message, police_risk_level=None).refused("message_refused", rules=["KEN23-NA-4"])
    for unexplained in ({}, {"risk_difference_explained": False}):
        case = completing(message, police_risk_level="low", **unexplained)
        assert "difference" in case.refused("message_refused", rules=["KEN23-NA-4"])["sentence"]
    explained = completing(message, police_risk_level="low", risk_difference_explained=True)
    assert "accepted" in explained.answer
    text = read(EDITION, "KEN23-NA-4")
    assert text.status == "conflict" and text.other_reading and "low included" in text.other_reading


@pytest.mark.rule("KEN23-NA-5")
@EACH_TIME
@pytest.mark.parametrize("decided", ["considered", "necessary"])
def test_it_states_what_was_decided_on_the_media(message: Message, decided: str) -> None:
    completing(message, media_strategy=None).refused("message_refused", rules=["KEN23-NA-5"])
    assert "accepted" in completing(message, media_strategy=decided, grave_risk=True).answer


@pytest.mark.rule("KEN23-NA-6")
@EACH_TIME
@pytest.mark.parametrize("lacking", ["links_in_uk", "links_abroad"])
def test_it_states_links_in_the_united_kingdom_and_abroad(message: Message, lacking: str) -> None:
    completing(message, **{lacking: None}).refused("message_refused", rules=["KEN23-NA-6"])
    assert "accepted" in completing(message, links_in_uk=False, links_abroad=True).answer
