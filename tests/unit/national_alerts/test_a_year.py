"""A year of an alert's life, from its case through the cascade to another deployment and back, on a clock that is moved."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest

from contracts.cascade import CustodianSilentV1
from contracts.escalation import NoticeGivenV1
from contracts.received_alerts import AlertReceivedV1, CopyDestroyedV2, TakeInAlertV1
from custody.bodies import custodians
from services.national_alerts.cascade.channels.port import Letter
from services.national_alerts.cascade.channels.webhook import Webhook
from services.national_alerts.cascade.releasing import ReleaseFollower
from shared_kernel.outbound.calls import Answer, Call
from shared_kernel.outbound.memory import MemoryOutbound
from tests.rules.kent_2023 import playing as kent
from tests.rules.kent_2023.test_alert_life import de_alerted, updated
from tests.rules.luton import test_alert_life as luton
from tests.rules.luton.playing import MANAGER, TEAM_MANAGER
from tests.rules.luton.test_national_alerts import checked
from tests.unit.casework.case import Case, at
from tests.unit.documents.messages import KENT
from tests.unit.national_alerts.cascading import CascadeHouse
from tests.unit.national_alerts.directory import refused
from tests.unit.national_alerts.receiving import LUTON, OTHERS, SECRET, ReceivingHouse
from tests.unit.national_alerts.test_federated import CODE

DAY = timedelta(days=1)
SILENT, BY_MAIL = [
    code for code, each in custodians().items() if not each.held[0].contacts.webhook and code not in ("LUT", "KEN")
][:2]
ADDRESSES = {"kent": (KENT.address, SECRET), "luton": (LUTON, OTHERS)}


class Year:
    """A case whose alert goes to three: one deployment that takes it in, one custodian who answers mail, one who is silent."""

    def __init__(self, case: Case) -> None:
        self.case, self.began = case, case.clock.now()
        self.cascade = CascadeHouse((CODE, SILENT, BY_MAIL), case.alerts, case.clock)
        self.receiving = ReceivingHouse(time.time, case.clock)
        self._sender, secret = ADDRESSES[case.authority]
        self.cascade.webhook.answer = Webhook(MemoryOutbound(self._over_http), lambda _: [secret]).send
        self._releases = ReleaseFollower(self.cascade.own_desk)
        self.goes_on()

    def _over_http(self, call: Call) -> Answer:
        given = {name.lower(): value for name, value in call.headers.items()}
        signed = (given["webhook-id"], given["webhook-timestamp"], given["webhook-signature"])
        code = refused(self.receiving.tell(TakeInAlertV1(self._sender, *signed, call.content.decode())))
        return Answer(409, content=json.dumps({"code": code}).encode()) if code else Answer(200)

    def goes_on(self) -> None:
        """What was released goes out; what is told comes back to the case."""
        for commit in self.cascade.commits():
            self._releases(commit)
        self.cascade.follow()
        self.cascade.send()
        self.case.settle()

    def passes(self, days: int) -> None:
        """So many days, one after the other, on every clock."""
        for _ in range(days):
            self.case.passes(days=1)
            self.cascade.advance(timedelta())
            self.cascade.wall_seconds += DAY.total_seconds()
            self.receiving.advance(timedelta())
            while self.cascade.firer.run_once():
                self.cascade.follow()
            self.goes_on()

    def until_before(self, clock: str) -> None:
        """The day before the case's clock is due."""
        self.passes((self.case.running(clock).due - self.case.clock.now()).days - 1)

    def received(self) -> list[AlertReceivedV1]:
        return self.receiving.events(AlertReceivedV1)

    def mailed(self) -> list[Letter]:
        return self.cascade.letters(BY_MAIL)


@pytest.fixture
def begun() -> Iterator[Callable[[Case], Year]]:
    with ExitStack() as ends:

        def begin(case: Case) -> Year:
            year = Year(case)
            ends.callback(year.cascade.sender.stop)
            return year

        yield begin


@pytest.mark.rule("KEN23-NA-7", "KEN23-NA-8", "KEN23-NA-9", "KEN23-NA-12", "KEN23-DUTY-5")
def test_a_year_under_kents_edition_of_2023(begun: Callable[[Case], Year]) -> None:
    year = begun(kent.alert_released())
    case, alert = year.case, year.case.alert.alert_id
    assert [(each.number, each.kind) for each in year.received()] == [(1, "initial")]
    year.cascade.receipt("acknowledged", code=BY_MAIL)

    year.passes(4)
    silent = year.cascade.events(CustodianSilentV1)
    assert [each.custodian for each in silent] == [CODE, SILENT], "reminded, then the second contact, then a person"
    told = [each.about for each in case.ever(NoticeGivenV1) if "do not acknowledge" in each.about]
    assert len(told) == 1, "whoever released it was told, once"

    year.cascade.receipt("sighting", code=CODE)
    year.goes_on()
    assert case.waiting.count("national_alert_response") == 1

    for _ in range(5):
        year.until_before("national_alert_update")
        updated(case)
        year.goes_on()
    assert case.clock.now() > year.began + timedelta(days=355)
    kent.seen(case)
    year.passes(1)
    de_alerted(case)
    year.goes_on()
    expected = [(1, "initial"), *((number, "update") for number in range(2, 7)), (7, "de_alert")]
    assert [(each.number, each.kind) for each in year.received()] == expected
    assert {each.original for each in year.received()} == {year.began}
    assert len({each.received_id for each in year.received()}) == 1 and year.received()[-1].ends
    first_of_each = [each.letter_id for each in year.mailed() if each.letter_id.endswith(".1")]
    assert first_of_each == [f"{alert}.{number}.{BY_MAIL}.1" for number, _ in expected], "in order, and each once"

    year.passes(366)
    [certificate] = year.receiving.events(CopyDestroyedV2)
    assert certificate.messages == tuple(f"{alert}.{number}" for number, _ in expected)
    assert year.receiving.copy(certificate.received_id).messages == ()
    assert case.alert.ended and case.notification.facts["national_alert_issued_at"] == at(year.began)


@pytest.mark.rule("LUT-NA-4", "LUT-NA-5", "LUT-NA-8", "LUT-NA-9")
def test_a_year_under_lutons_guidance_keeps_the_original_date(begun: Callable[[Case], Year]) -> None:
    year = begun(luton.sent(checked()))
    case = year.case
    for _ in range(2):
        year.until_before("national_alert_again")
        luton.renewed(case)
        year.goes_on()
    case.given(case.update({"found_at": at(case.clock.now())}), by=TEAM_MANAGER)
    case.given(case.decide("national_found", "followed"), by=MANAGER)
    year.goes_on()
    assert [(each.number, each.kind) for each in year.received()] == [
        (1, "initial"), (2, "renewal"), (3, "renewal"), (4, "found"),
    ]  # fmt: skip
    assert {each.original for each in year.received()} == {year.began}, "a new notification keeps the date of the first"
    year.passes(366)
    assert [each.messages[-1] for each in year.receiving.events(CopyDestroyedV2)] == [f"{case.alert.alert_id}.4"]
    assert case.alert.ended
