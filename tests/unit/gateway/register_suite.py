"""The view of the high risk register: what every store of it answers, and to whom."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from access.visibility import Visibility
from gateway.read_models.documents import Documents
from gateway.read_models.folding import Document
from gateway.read_models.register_lines import Counts, RegisterLines, behind, counted, list_mark
from needfire.procedure import Edition
from shared_kernel.time import instant_text
from tests.unit.casework.authorities import fenshire_edition
from tests.unit.casework.case import NOON
from tests.unit.gateway.documents_suite import seeing

NOW = instant_text(NOON)


class RegisterAndDocuments(RegisterLines, Documents):
    """A view of the register is asked and folded into."""


def line(number: int, due: str, *roles: tuple[str, str], stage: str = "on_register", **of: str) -> Document:
    name, authority = f"notification-{number}", of.get("authority", "fenshire")
    marks = sorted(list_mark(authority, role, area, stage) for role, area in roles)
    told = {"_id": name, "authority": authority, "versions": {"risk_management": 1}, "level": of.get("level", "high")}
    return {**told, "stage": stage, "marks": marks, "order": f"{due}|{name}"}


def meeting(number: int, authority: str = "fenshire") -> Document:
    name = f"meeting-{number}"
    told = {"_id": name, "authority": authority, "versions": {"risk_management": 1}, "items": []}
    return {**told, "marks": [f"{authority} meeting"], "order": f"2026-11-0{number}|{name}"}


HERE, THERE = ("manager", "fen"), ("manager", "hill")


class RegisterSuite:
    """Whoever derives from it gives the fixture `store`."""

    @pytest.fixture
    def trial(self) -> Edition:
        return fenshire_edition()

    @pytest.fixture(autouse=True)
    def filled(self, store: RegisterAndDocuments) -> None:
        documents = (
            line(1, "2026-12", HERE, ("desk", "fen")),
            line(2, "2026-01", HERE),
            line(3, "~", HERE, level="low"),
            line(4, "2026-01", THERE),
            line(5, "2026-01", HERE, stage="referred"),
            line(6, "2026-01", HERE, authority="kent"),
            line(7, "2026-02", ("desk", "fen")),
            *(meeting(number) for number in (1, 3, 2)),
            meeting(4, "kent"),
        )
        store.save([(None, each) for each in documents])

    def test_a_line_exists_for_those_whose_role_has_to_do_with_it_there(
        self, store: RegisterAndDocuments, trial: Edition
    ) -> None:
        manager = seeing("manager", trial)
        assert _seen(store, manager) == [2, 1, 3]
        assert _seen(store, manager, "referred") == [5]
        assert _seen(store, manager, "step_down") == []
        assert _seen(store, seeing("hill-manager", trial)) == [4]
        for other in (seeing("stranger", trial), seeing("manager")):
            assert store.overview(other, "on_register") == ()

    def test_of_those_that_are_named_only_those_are_found_that_one_sees(
        self, store: RegisterAndDocuments, trial: Edition
    ) -> None:
        everybody = [f"notification-{number}" for number in range(1, 9)]
        assert _numbers(store.some(seeing("manager", trial), "on_register", everybody)) == [2, 1, 3]
        assert _numbers(store.some(seeing("manager", trial), "on_register", everybody[2:])) == [3]
        assert store.some(seeing("stranger", trial), "on_register", everybody) == ()

    def test_an_overview_tells_the_needs_and_the_facts_as_they_are_now(
        self, store: RegisterAndDocuments, trial: Edition
    ) -> None:
        told = {**line(1, "2026-12", HERE, ("desk", "fen")), "unmet": ["support"], "facts": {"happened": ["missing"]}}
        before = store.load([told["_id"]])[told["_id"]]
        store.save([(before, {**told, "versions": {"risk_management": 2}})])
        [found] = [
            each
            for each in store.overview(seeing("manager", trial), "on_register")
            if each.notification_id == told["_id"]
        ]
        assert (list(found.unmet), found.facts) == (["support"], '{"happened": ["missing"]}')

    def test_page_by_page_what_is_due_soonest_comes_first_and_each_is_met_once(
        self, store: RegisterAndDocuments, trial: Edition
    ) -> None:
        everybody, met = store.overview(seeing("manager", trial), "on_register"), list[str]()
        after = None
        while page := behind(everybody, after)[:2]:
            met += (each.notification_id for each in page)
            after = page[-1].order
        assert met == [f"notification-{each}" for each in (2, 1, 3)]
        assert behind(everybody, "2026-05") == everybody[1:]  # a place that is nobody's any more

    def test_they_are_counted_as_they_are_listed(self, store: RegisterAndDocuments, trial: Edition) -> None:
        found = _counted(store, seeing("manager", trial), "on_register", ["low", "medium", "high"])
        assert (found.number, found.overdue) == (3, 1)
        assert found.by_level == {"low": 1, "medium": 0, "high": 2}

    def test_the_numbers_follow_what_becomes_of_each_line(self, store: RegisterAndDocuments, trial: Edition) -> None:
        manager, levels = seeing("manager", trial), ["low", "high"]
        changed = (
            line(1, "2026-01", HERE, ("desk", "fen"), level="low"),  # overdue now, and come down
            line(2, "~", HERE, stage="step_down"),
            line(5, "2026-03", HERE),
            line(3, "2026-11-17T11:00", HERE, level="low"),  # due an hour ago
        )
        before = store.load([each["_id"] for each in changed])
        told = [{**each, "versions": {"risk_management": 2}} for each in changed]
        store.save([(before[each["_id"]], each) for each in told])
        store.save([(None, line(8, "2026-11-17T13:00", HERE))])  # due in an hour
        found = _counted(store, manager, "on_register", levels)
        assert (found.number, found.overdue, found.by_level) == (4, 3, {"low": 2, "high": 2})
        assert _counted(store, manager, "step_down", levels).number == 1
        assert _counted(store, manager, "referred", levels).number == 0
        assert _counted(store, seeing("desk-1", trial), "on_register", levels).number == 2
        assert _seen(store, manager) == [1, 5, 3, 8]
        assert _seen(store, manager, "step_down") == [2]
        assert _seen(store, seeing("desk-1", trial)) == [1, 7]
        store.drop()
        assert _counted(store, manager, "on_register", levels).number == 0
        assert _seen(store, manager) == []

    def test_meetings_are_the_authoritys_the_latest_first(self, store: RegisterAndDocuments, trial: Edition) -> None:
        manager = seeing("manager", trial)
        assert _numbers(store.meetings(manager, 2)) == [3, 2]
        assert store.meeting(manager, "meeting-1") == meeting(1)
        for other in ("meeting-4", "meeting-9", "notification-1"):
            assert store.meeting(manager, other) is None
        assert store.versions(["meeting-1", "meeting-9"]) == {"meeting-1": meeting(1)["versions"]}


def _seen(store: RegisterAndDocuments, whose: Visibility, stage: str = "on_register") -> list[int]:
    return [int(each.notification_id.partition("-")[2]) for each in store.overview(whose, stage)]


def _numbers(found: Iterable[Document]) -> list[int]:
    return [int(each["_id"].partition("-")[2]) for each in found]


def _counted(store: RegisterAndDocuments, whose: Visibility, stage: str, levels: Iterable[str]) -> Counts:
    return counted(store.overview(whose, stage), NOW, levels)
