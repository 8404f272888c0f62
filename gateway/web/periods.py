"""The time over which a report is drawn, as a page asks for it: the last so many days, or from one day up to another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from contracts.refusals import Refusal
from gateway.report_filters import SPANS
from gateway.web.fields import DAY, day_of
from needfire.london_time import start_of
from needfire.periods import Period


def span_for(every: Period | None) -> int:
    """The days that a report which comes so often looks back over; a year where it is made when somebody asks."""
    if every is None:
        return max(SPANS)
    days = every.amount * {"w": 7, "mo": 30}.get(every.unit, 1)
    return next((span for span in SPANS if span >= days), max(SPANS))


def time_of(given: Mapping[str, str], now: datetime, span: int) -> dict[str, Any]:
    """`since`, and `until` where a last day was named: as an operation of the API has them. Raises Refusal `malformed`."""
    first, last = (_day(given, name) for name in ("from", "to"))
    if first is None and last is None:
        return {"since": now - timedelta(days=span)}
    until = start_of(last + timedelta(days=1)) if last else now
    return {"since": start_of(first) if first else until - timedelta(days=span), "until": until}


def _day(given: Mapping[str, str], name: str) -> date | None:
    parts = [given.get(f"{name}-{part}", "").strip() for part in DAY]
    return day_of(name, parts) if any(parts) else None


def span_of(given: Mapping[str, str], every: Period | None) -> int:
    """The days that were chosen. Raises Refusal `malformed`."""
    if not given.get("span"):
        return span_for(every)
    chosen = next((span for span in SPANS if str(span) == given["span"]), None)
    if chosen is None:
        raise Refusal("malformed", {"span": "Choose one of these times."})
    return chosen
