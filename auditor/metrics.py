"""The auditor's numbers as Prometheus takes them, on a listener of their own: no id, no name, no text of anybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock
from typing import get_args

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from auditor.findings import Code, Finding
from auditor.promises import Promises, Spread


class AuditorNumbers(Collector):
    """Nothing is told before the first look has ended: until then the counts are not what they were before a restart."""

    def __init__(self, promises: Promises) -> None:
        self._promises, self._lock = promises, Lock()
        self._found: Sequence[Finding] | None = None
        self._at = 0.0

    def looked(self, found: Sequence[Finding], at: float) -> None:
        """A look has ended, at this time of the wall's clock, in seconds."""
        with self._lock:
            self._found, self._at = found, at

    def collect(self) -> Iterator[Metric]:
        """As the library asks."""
        with self._lock:
            found, at = self._found, self._at
        if found is None:
            return
        yield from _promised(self._promises)
        alarms = GaugeMetricFamily("needfire_alarms", "What the auditor found and could not mend.", labels=["code"])
        for code in get_args(Code):
            alarms.add_metric([code], sum(each.count for each in found if each.code == code and not each.mended))
        yield alarms
        mended = sum(each.count for each in found if each.mended)
        yield GaugeMetricFamily("needfire_mended", "What the last look found lost and had made again.", value=mended)
        yield GaugeMetricFamily("needfire_looked_timestamp_seconds", "When the auditor last looked.", value=at)


def _promised(of: Promises) -> Iterator[Metric]:
    accepted = CounterMetricFamily("needfire_accepted", "Commits: what was accepted, durably.", labels=["service"])
    for service, count in sorted(of.accepted.items()):
        accepted.add_metric([service], count)
    yield accepted
    deadlines = CounterMetricFamily(
        "needfire_deadlines", "Deadlines: met in time, met late, missed.", labels=["authority", "outcome"]
    )
    for (authority, outcome), count in sorted(of.deadlines.items()):
        deadlines.add_metric([authority, outcome], count)
    yield deadlines
    notices = CounterMetricFamily("needfire_notices", "Notices: given, and read.", labels=["outcome"])
    for outcome in ("given", "read"):
        notices.add_metric([outcome], of.notices[outcome])
    yield notices
    alerts = CounterMetricFamily(
        "needfire_alert_messages", "Messages to custodians: sent, answered, met with silence.", labels=["outcome"]
    )
    for outcome in ("sent", "answered", "silent"):
        alerts.add_metric([outcome], of.alerts[outcome])
    yield alerts
    yield _spread("needfire_told_seconds", "From a notice to its receipt.", of.told)
    yield _spread("needfire_fired_late_seconds", "From when a deadline passed to when that was recorded.", of.late)


def _spread(name: str, says: str, spread: Spread) -> Metric:
    so_far, buckets = 0, []
    for bound, count in zip([*map(str, spread.bounds), "+Inf"], spread.counts, strict=True):
        so_far += count
        buckets.append((bound, so_far))
    return HistogramMetricFamily(name, says, buckets=buckets, sum_value=spread.total)


def registry_of(numbers: AuditorNumbers) -> CollectorRegistry:
    """With these numbers, and nothing of the process."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(numbers)
    return registry
