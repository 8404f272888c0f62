"""What the auditor expects, said by itself, is what the services' own keepers keep."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from auditor.clocks import CaseClocks, Copies, Records, Silences
from auditor.deliveries import Letters
from auditor.expecting import Expectation
from auditor.views import ViewDocuments
from contracts import intake, intake_concerns
from gateway.read_models import cascades
from gateway.read_models.memory import MemoryDocuments
from gateway.read_models.projecting import Projection
from gateway.read_models.views import VIEWS
from gateway.worker import LIE_IN
from needfire.working_time import england_and_wales
from services.intake.handlers import own_handlers
from services.intake.keeping import RetentionKeeper
from services.intake.persons import ITSELF
from services.national_alerts.cascade.domain import SILENCE
from services.national_alerts.cascade.records import HEARD
from services.national_alerts.receiving.destroying import WITHOUT_FOLLOW_UP, CopyKeeper
from shared_kernel.command_desk import CommandDesk
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.time import instant_text
from shared_kernel.waiting_clocks_memory import MemoryClockStore
from tests.unit.auditor.audited import Audited
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON
from tests.unit.guarantees.plant import RAISER, asked, closing
from tests.unit.national_alerts.cascading import CascadeHouse
from tests.unit.national_alerts.receiving import ReceivingHouse, sent


def fed(expected: Expectation, source: str, store: MemoryCommitStore) -> Expectation:
    """The whole feed was taken."""
    store.assign_positions(store.last_position() + 1, store.unpositioned(10_000))
    for commit in store.feed(0, 10_000):
        expected.take(source, commit)
    return expected


def waiting(clocks: MemoryClockStore, kind: str = "") -> dict[str, str]:
    return {key: instant_text(each.due) for key, each in clocks._clocks.items() if key.startswith(kind)}


def test_the_clocks_of_cases() -> None:
    audited = Audited()
    audited.raised(1)
    audited.clock.advance(timedelta(days=4))
    audited.raised(2)
    expected = fed(CaseClocks(), "escalation", audited.kept.commits["escalation"])  # type: ignore[arg-type]
    wanted = {key: each.mark for key, each in expected.wanted(audited.clock.now()).items()}
    assert wanted == dict(audited._clocks()) != {}


def test_the_letters_and_silences_of_a_cascade() -> None:
    house = CascadeHouse()
    house.release()
    house.send()
    house.release("update", 2)
    house.send()
    house.advance(timedelta(hours=30))
    now = house.clock.now()
    letters = fed(Letters(), "national_alerts", house.store).wanted(now)
    assert letters.keys() == house.deliveries._kept.keys() != set()
    silences = {key: each.mark for key, each in fed(Silences(), "national_alerts", house.store).wanted(now).items()}
    assert silences.items() <= waiting(house.clocks, "silence:").items()
    assert silences
    assert (timedelta(hours=24), HEARD) == (
        SILENCE,
        ("acknowledged", "searched", "not_known", "known", "sighting", "linked", "found"),
    )


def test_the_clocks_of_copies() -> None:
    house = ReceivingHouse()
    assert "accepted" in house.tell(sent())
    clocks, calendar = MemoryClockStore(), england_and_wales()
    keeper = CopyKeeper(clocks, calendar)
    expected = fed(Copies(calendar), "national_alerts", house.store)
    for commit in house.store.feed(0, 100):
        keeper(commit)
    assert {key: each.mark for key, each in expected.wanted(NOON).items()} == waiting(clocks) != {}
    assert WITHOUT_FOLLOW_UP == "12mo"


CONCERN = "concern-"


def concerned(which: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """An agency is concerned, and nothing is raised from it."""
    told = intake_concerns.RaiseConcernV1(f"{CONCERN}{which}", which, "person-1", "kent-police", "today")
    decided = intake_concerns.DecideConcernV1(f"{CONCERN}{which}", "no_further_action", "below_threshold")
    return (
        asked(told, f"concerned-{which}", "client:kent-police-1"),
        asked(decided, f"decided-{which}", "kent-social-worker"),
    )


def test_the_clocks_of_records() -> None:
    audited = Audited()
    audited.raised(1)
    store, clocks, kent = audited.kept.commits["intake"], MemoryClockStore(), real("kent")
    for command in (closing(1), *concerned("a"), *concerned("b")):
        assert "accepted" in audited.plant.intake.answer(command)
    own_desk = CommandDesk(store, audited.clock, intake.COMMANDS, own_handlers(kent))
    own_desk.follow_up(
        intake_concerns.TakeUpConcernV1(f"{CONCERN}b", "notification-1", RAISER), "taken-up", "kent", ITSELF
    )
    expected = fed(Records(kent.directories), "intake", store)  # type: ignore[arg-type]
    keeper = RetentionKeeper(store, clocks, kent)
    for commit in store.feed(0, 100):
        keeper(commit)
    kept = waiting(clocks)
    assert {key: each.mark for key, each in expected.wanted(NOON).items()} == kept
    assert set(kept) == {"retention:notification-1", f"retention:{CONCERN}a"}


def test_every_view_that_the_gateway_folds_is_looked_at() -> None:
    assert set(VIEWS) == set(LIE_IN)


def test_how_far_each_document_of_a_cascade_should_have_come() -> None:
    """One document is folded from a stream for each custodian."""
    house = CascadeHouse()
    house.release()
    house.send()
    expected = fed(ViewDocuments(cascades.VIEW), "national_alerts", house.store)
    documents = MemoryDocuments()
    Projection(cascades.VIEW, documents).apply("national_alerts", house.store.feed(0, 1_000))
    wanted = expected.wanted(house.clock.now())
    assert {each["_id"]: each["versions"] for each in documents.every()} == {
        key: dict(each.mark) for key, each in wanted.items()
    }
    assert len(wanted) == 1
