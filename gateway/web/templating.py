"""Templates: everything that is shown is escaped, and a name that is not there is an error."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import jinja2
from markupsafe import Markup
from starlette.responses import HTMLResponse

from contracts.gateway_answers import Clock
from gateway.words.decisions import doubtful
from gateway.words.plain import beginning, due_in_words, span_in_words
from needfire.london_time import day_in_words, moment_in_words, on_the_wall
from needfire.particulars import PARTICULARS
from needfire.retention import span_kept
from shared_kernel.spoken_references import reference_of


def _day(moment: datetime) -> str:
    return day_in_words(on_the_wall(moment))


def _time(moment: datetime) -> str:
    return f"{on_the_wall(moment):%H:%M}"


def _left(due: datetime, now: datetime) -> str:
    span = span_in_words(due - now)
    return f"{span} left" if due > now else f"{span} overdue"


def _passed(clock: Clock, now: datetime) -> int:
    """How much of a deadline's time has passed, from 0 to 100."""
    whole = (clock.due - clock.counted_from).total_seconds()
    return max(0, min(100, round(100 * (now - clock.counted_from).total_seconds() / whole))) if whole > 0 else 100


def _date(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.PackageLoader("gateway.web", "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals["particular_names"] = {name: each.title for name, each in PARTICULARS.items()}
_ENVIRONMENT.filters["sentence_case"] = lambda words: words[:1].upper() + words[1:]
_ENVIRONMENT.filters.update(doubtful=doubtful, kept_for=span_kept, beginning=beginning, reference=reference_of)
_ENVIRONMENT.filters.update(
    day=_day, time=_time, moment=moment_in_words, due=due_in_words, left=_left, date=_date, passed=_passed
)


def part(template: str, shows: dict[str, Any]) -> Markup:
    """Part of a page, to be shown within one as it is."""
    return Markup(_ENVIRONMENT.get_template(template).render(shows))  # noqa: S704  # nosec B704  # every template escapes


def rendered(template: str, shows: dict[str, Any], status: int = 200) -> HTMLResponse:
    """The page as a response."""
    text = _ENVIRONMENT.get_template(template).render(shows)
    return HTMLResponse(text, status)
