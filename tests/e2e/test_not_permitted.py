"""Who may not: nothing stored, and what they may not see does not exist for them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e.cases import KENT_CHARGED, LUTON_MISSING, Case, raised, raising
from tests.e2e.house import House
from tests.e2e.refusals import assert_refused
from tests.e2e.soundness import nothing_stored

NOT_THERE = "notification-00000000-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    "header",
    [{}, {"Authorization": "Bearer unknown"}, {"Authorization": "Bearer"}, {"Authorization": "Basic a2VudDprZW50"}],
    ids=str,
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/notifications"),
        ("GET", "/v1/notifications"),
        ("GET", "/v1/tasks"),
        ("POST", f"/v1/notifications/{NOT_THERE}/closure"),
        ("POST", "/v1/tasks/task-1/decision"),
    ],
)
def test_without_a_known_token_nobody_gets_anywhere(
    house: House, method: str, path: str, header: dict[str, str]
) -> None:
    _, body = raising(house, KENT_CHARGED)
    with nothing_stored(house):
        answer = house.web.request(method, path, json=body, headers=header)
        assert_refused(answer, 401, "unauthenticated")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_person_without_the_post_may_not_raise(house: House) -> None:
    _, body = raising(house, KENT_CHARGED)
    with nothing_stored(house):
        answer = house.post("kent-director", "/v1/notifications", body)
        assert_refused(answer, 403, "not_permitted")
    assert "Team manager" in answer.json()["details"]["roles"]
    assert "KEN23-FORM-1" in answer.json()["rules"]


def test_a_person_without_the_post_may_not_decide(house: House) -> None:
    case = raised(house, LUTON_MISSING)
    task = case.task("decide_required")
    with nothing_stored(house):
        for person in ("luton-social-worker", "luton-team-manager", "luton-lado"):
            assert_refused(house.post(person, f"{task}/decision", {"outcome": "required"}), 403, "not_permitted")
        assert_refused(house.post("luton-social-worker", f"{task}/claim", {}), 403, "not_permitted")
        to_lado = {"to_person": "luton-lado"}
        assert_refused(house.post("luton-lado", f"{task}/reassignment", to_lado), 403, "not_permitted")
        assert_refused(house.post("luton-service-manager-2", f"{task}/reassignment", to_lado), 422, "unknown_person")
    assert case.open("tasks", step="decide_required", state="open")


def test_a_person_without_the_post_may_not_update_or_close(house: House) -> None:
    case = raised(house, LUTON_MISSING)
    change = {"based_on": 0, "facts": {"whereabouts": "known"}}
    with nothing_stored(house):
        assert_refused(house.post(case.raiser, f"{case.path}/updates", change), 403, "not_permitted")
        closing = {"particulars": {"resolution": "Over."}}
        assert_refused(house.post("luton-team-manager", f"{case.path}/closure", closing), 403, "not_permitted")


@pytest.fixture
def kent_case(house: House) -> Case:
    return raised(house, KENT_CHARGED)


def addresses(case: Case, notification_id: str, like: str) -> list[tuple[str, str]]:
    """Every way to a notification and what belongs to it. `like` is what stands for the ids of its items."""
    seen = case.seen()
    items = {"tasks": "task_id", "notices": "notice_id", "duties": "duty_id"}
    found = {part: seen[part][0][name] if like == "there" else f"{name[:-3]}-not-there" for part, name in items.items()}
    return [
        ("GET", f"/v1/notifications/{notification_id}"),
        ("GET", f"/v1/notifications/{notification_id}/timeline"),
        ("GET", f"/v1/notifications/{notification_id}/why"),
        ("POST", f"/v1/notifications/{notification_id}/updates"),
        ("POST", f"/v1/notifications/{notification_id}/consultations"),
        ("POST", f"/v1/notifications/{notification_id}/closure"),
        ("GET", f"/v1/tasks/{found['tasks']}"),
        ("GET", f"/v1/tasks/{found['tasks']}/why"),
        ("POST", f"/v1/tasks/{found['tasks']}/decision"),
        ("POST", f"/v1/tasks/{found['tasks']}/claim"),
        ("POST", f"/v1/notices/{found['notices']}/receipt"),
        ("POST", f"/v1/duties/{found['duties']}/completion"),
    ]


BODIES = {
    "updates": {"based_on": 0, "facts": {"age_years": 16}},
    "consultations": {"with_role": "service_manager", "with_person": "kent-service-manager", "advice": "raise"},
    "closure": {"particulars": {"resolution": "Over."}},
    "decision": {"outcome": "completed"},
    "completion": {"reference": "EXAMPLE-1"},
}


@pytest.mark.parametrize("stranger", ["luton-lado", "luton-director"])
def test_what_another_authority_has_does_not_exist(house: House, kent_case: Case, stranger: str) -> None:
    there = addresses(kent_case, kent_case.notification_id, "there")
    nowhere = addresses(kent_case, NOT_THERE, "nowhere")
    with nothing_stored(house):
        for (method, path), (_, absent) in zip(there, nowhere, strict=True):
            body = BODIES.get(path.rpartition("/")[2], {}) if method == "POST" else None
            unseen, missing = (
                house.web.request(method, each, json=body, headers=house.token(stranger)) for each in (path, absent)
            )
            assert_refused(unseen, 404, "not_found")
            assert unseen.content == missing.content, path
            assert _headers(unseen.headers) == _headers(missing.headers), path


def _headers(headers: object) -> dict[str, str]:
    return {name: value for name, value in dict(headers).items() if name != "date"}  # type: ignore[call-overload]


def test_waiting_for_what_one_may_not_see_is_like_waiting_for_what_is_not_there(house: House, kent_case: Case) -> None:
    paths = [f"{each}?at_least_version=1" for each in (kent_case.path, f"/v1/notifications/{NOT_THERE}")]
    with ThreadPoolExecutor() as threads:
        unseen, missing = threads.map(lambda path: house.get("luton-lado", path), paths)

    assert_refused(unseen, 503, "read_model_behind")
    assert unseen.content == missing.content
    # Both have waited for as long as one waits: an answer at once to one of them would be three seconds earlier.
    assert abs(unseen.elapsed - missing.elapsed).total_seconds() < 2.0


def test_what_one_may_not_see_is_in_no_list_and_on_no_page(house: House, kent_case: Case) -> None:
    listed = house.told("luton-director", "/v1/notifications?limit=200")["notifications"]

    assert {each["authority"] for each in listed} <= {"luton"}
    assert all(each["notification_id"] != kent_case.notification_id for each in listed)
    for tray in ("tasks", "notices", "duties"):
        assert kent_case.notification_id not in house.get("luton-director", f"/v1/{tray}").text
