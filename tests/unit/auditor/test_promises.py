"""The two promises as numbers: what was accepted, who was told in time. Nobody's data is in them."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
import yaml
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families as families

from auditor.findings import Finding
from auditor.metrics import AuditorNumbers, registry_of
from auditor.promises import LATE_SECONDS, Promises, Spread
from gateway.front.measuring import REGISTRY, measured, outcome_of
from shared_kernel.metrics import listen
from shared_kernel.settings import SettingInvalid
from tests.unit.auditor.audited import Audited

ROOT = Path(__file__).resolve().parents[3]
MONITORING = ROOT / "deployment" / "monitoring"
NAMED = re.compile(r"needfire_[a-z_]+")


def counted(audited: Audited) -> Promises:
    promises = Promises()
    for source, store in audited.kept.commits.items():
        for commit in store.feed(0, 1_000):
            promises.take(source, commit)
    return promises


def numbers(promises: Promises, *found: Finding) -> AuditorNumbers:
    made = AuditorNumbers(promises)
    made.looked(found, 1_800_000_000.0)
    return made


def samples(made: AuditorNumbers) -> dict[str, float]:
    text = generate_latest(registry_of(made)).decode()
    return {
        f"{each.name}{sorted(each.labels.items())}": each.value for family in families(text) for each in family.samples
    }


def test_what_was_accepted_and_what_became_of_deadlines_is_counted() -> None:
    audited = Audited()
    audited.raised(1)
    before = counted(audited)
    assert before.accepted["intake"] == 1 and before.notices["given"] > 0 and not before.deadlines
    audited.clock.advance(timedelta(days=30))
    audited.plant.settle()
    after = counted(audited)
    assert after.deadlines["kent", "missed"] > 0 and after.deadlines["kent", "in_time"] == 0
    assert sum(after.late.counts) == after.deadlines["kent", "missed"]


def test_before_the_first_look_has_ended_nothing_is_told() -> None:
    assert samples(AuditorNumbers(Promises())) == {}


def test_alarms_and_what_was_mended_are_told_by_code() -> None:
    found = (Finding("parked", "gateway", 3), Finding("lost", "escalation clocks", 2, mended=True))
    told = samples(numbers(Promises(), *found))
    assert told["needfire_alarms[('code', 'parked')]"] == 3
    assert (told["needfire_alarms[('code', 'lost')]"], told["needfire_mended[]"]) == (0, 2)
    assert told["needfire_looked_timestamp_seconds[]"] == 1_800_000_000.0


def test_a_spread_counts_up_to_each_bound() -> None:
    spread = Spread(LATE_SECONDS)
    for seconds in (0.5, 1, 4, 100_000):
        spread.add(seconds)
    assert (spread.counts[0], spread.counts[1], spread.counts[-1], sum(spread.counts)) == (2, 1, 1, 4)


def test_nobodys_data_is_in_them() -> None:
    audited = Audited()
    notification = audited.raised(1)
    text = generate_latest(registry_of(numbers(counted(audited)))).decode()
    assert notification not in text and "person" not in text and "kent-" not in text


@pytest.mark.parametrize(
    ("status", "outcome"), [(201, "accepted"), (303, "accepted"), (404, "refused"), (503, "failed")]
)
def test_a_request_is_counted_by_what_became_of_it(status: int, outcome: str) -> None:
    name = f"a test {status}"
    with measured(name, "command") as found:
        found.status = status
    assert outcome_of(status) == outcome
    assert REGISTRY.get_sample_value("needfire_requests_total", {"operation": name, "outcome": outcome}) == 1


def exported() -> set[str]:
    """The name of every number that there is, with those that a counter and a histogram make of it."""
    with measured("a test", "question"):
        pass
    audited = Audited()
    audited.raised(1)
    promises = counted(audited)
    promises.deadlines["kent", "in_time"] += 1
    found = f"{generate_latest(registry_of(numbers(promises))).decode()}{generate_latest(REGISTRY).decode()}"
    return {sample.name for family in families(found) for sample in family.samples}


def test_the_dashboard_and_the_alarms_ask_for_nothing_that_there_is_not() -> None:
    dashboard = json.loads((MONITORING / "dashboard.json").read_text("utf-8"))
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    asked += [rule["expr"] for group in alarms()["groups"] for rule in group["rules"]]
    names = {name for each in asked for name in NAMED.findall(each)}
    assert len(names) > 8
    assert names <= exported()


def alarms() -> dict[str, list[dict[str, list[dict[str, dict[str, str]]]]]]:
    return yaml.safe_load((MONITORING / "alarms.yml").read_text("utf-8"))  # type: ignore[no-any-return]


def test_each_alarm_says_where_a_person_reads_what_to_do() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "docs" / "runbooks.md").read_text("utf-8"), re.MULTILINE)
    anchors = {each.strip().lower().replace(" ", "-") for each in headings}
    for group in alarms()["groups"]:
        for rule in group["rules"]:
            place = rule["annotations"]["runbook"]
            assert place.startswith("docs/runbooks.md#")
            if "$labels.code" not in place:
                assert place.partition("#")[2] in anchors, place
    assert set(Finding.__dataclass_fields__) and {"lost", "parked", "behind", "late"} <= anchors


def test_they_are_answered_on_a_listener_of_their_own() -> None:
    port = listen({"NEEDFIRE_METRICS": "127.0.0.1:0"}, registry_of(numbers(Promises())))
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        assert b"needfire_alarms" in answer.read()
    assert listen({}, REGISTRY) == 0
    with pytest.raises(SettingInvalid):
        listen({"NEEDFIRE_METRICS": "everywhere"}, REGISTRY)
