"""The time over which a report is drawn, as a page asks for it: the last so many days, or from one day up to another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from contracts.refusals import Refusal
from gateway.web.fields import DAY, day_of
from needfire.london_time import start_of
from needfire.periods import Period

SPANS: Mapping[str, str] = {
    "7": "The last 7 days",
    "28": "The last 4 weeks",
    "122": "The last 4 months",
    "183": "The last 6 months",
    "366": "The last year",
}


def span_for(every: Period | None) -> str:
    """The span that a report which comes so often looks back over; a year where it is made when somebody asks."""
    if every is None:
        return "366"
    days = every.amount * {"w": 7, "mo": 30}.get(every.unit, 1)
    return next((span for span in SPANS if int(span) >= days), "366")


def time_of(given: Mapping[str, str], now: datetime, span: str) -> dict[str, Any]:
    """`since`, and `until` where a last day was named: as an operation of the API has them. Raises Refusal `malformed`."""
    first, last = (_day(given, name) for name in ("from", "to"))
    if first is None and last is None:
        return {"since": now - timedelta(days=int(span))}
    until = start_of(last + timedelta(days=1)) if last else now
    return {"since": start_of(first) if first else until - timedelta(days=int(span)), "until": until}


def _day(given: Mapping[str, str], name: str) -> date | None:
    parts = [given.get(f"{name}-{part}", "").strip() for part in DAY]
    return day_of(name, parts) if any(parts) else None


def span_of(given: Mapping[str, str], every: Period | None) -> str:
    """The span that was chosen. Raises Refusal `malformed`."""
    span = given.get("span") or span_for(every)
    if span not in SPANS:
        raise Refusal("malformed", {"span": "Choose one of these times."})
    return span
