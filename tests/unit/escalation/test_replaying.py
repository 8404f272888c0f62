"""Past cases are put to two editions as each was when it was raised; for whoever runs the platform, a few at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from contracts.intake import UpdateNotificationV1
from contracts.replaying import MOST_AT_ONCE, ReplayCases
from services.escalation.replaying.past import replayed
from tests.unit.casework.authorities import fenshire, real
from tests.unit.casework.case import NOON, THIS, Case, raise_it
from tests.unit.escalation.kent import CHARGED

PLATFORM = "kent-platform-lead"


def raised() -> Case:
    case = Case(real("kent"))
    case.given(raise_it(CHARGED, "KEN23-NTK-G", area="ashford"), by="kent-social-worker")
    return case


def wanted(case: Case, *ids: str) -> ReplayCases:
    editions = case.deployment.authorities["kent"].editions
    before, after = editions["2023-12"], editions["2016-09"]
    return ReplayCases("kent", PLATFORM, "2023-12", before.digest, "2016-09", after.digest, ids or (THIS,))


def asked(case: Case, given: ReplayCases) -> Any:
    return replayed(case.deployment, case.escalation, case.clock, dict(vars(given)))


def test_it_says_in_what_a_case_differs_and_nothing_of_the_case() -> None:
    case = raised()
    written = case.escalation.last_position()
    [told] = asked(case, wanted(case))["replayed"]
    assert told["notification_id"] == THIS
    assert {"about": "clock", "what": "Notify the Youth Justice Board of a charge", "how": "only before"} in told[
        "changes"
    ]
    assert {"about": "notified", "what": "a category that the facts meet", "how": "only before"} in told["changes"]
    [way] = [each["what"] for each in told["changes"] if each["about"] == "route"]
    assert way == "“Alert” instead of “Need to Know”", way
    assert {key for each in told["changes"] for key in each} == {"about", "what", "how"}
    assert case.escalation.last_position() == written


def test_what_became_known_later_does_not_count() -> None:
    case = raised()
    before = asked(case, wanted(case))
    case.passes(hours=2)
    case.given(
        UpdateNotificationV1(THIS, 0, {"missing_since": (NOON - timedelta(days=9)).isoformat()}),
        by="kent-social-worker",
    )
    assert asked(case, wanted(case)) == before


def test_what_is_not_there_is_left_out() -> None:
    case = raised()
    assert [each["notification_id"] for each in asked(case, wanted(case, THIS, "notification-none"))["replayed"]] == [
        THIS
    ]


def test_only_for_who_runs_the_platform_and_only_as_it_stands_here() -> None:
    case = raised()
    good = wanted(case)
    many = tuple(f"notification-{number}" for number in range(MOST_AT_ONCE + 1))
    for wrong, code in (
        (replace(good, actor="kent-director"), "not_found"),
        (replace(good, authority="nowhere"), "unknown_authority"),
        (replace(good, after_digest="other"), "edition_changed"),
        (replace(good, notification_ids=many), "malformed"),
    ):
        assert asked(case, wrong)["refused"]["code"] == code, code
    assert replayed(case.deployment, case.escalation, case.clock, "none")["refused"]["code"] == "malformed"


def test_anothers_cases_are_not_there() -> None:
    case = raised()
    fens = fenshire()
    both = replace(
        case.deployment,
        authorities={**case.deployment.authorities, **fens.authorities},
        directories={**case.deployment.directories, **fens.directories},
    )
    edition = fens.authorities["fenshire"].editions["trial"]
    given = ReplayCases("fenshire", "platform-lead", "trial", edition.digest, "trial", edition.digest, (THIS,))
    assert replayed(both, case.escalation, case.clock, dict(vars(given))) == {"replayed": []}
