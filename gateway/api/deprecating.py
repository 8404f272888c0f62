"""What is to end says so beforehand in every answer: since when (RFC 9745), until when (RFC 8594), and what is instead."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from email.utils import format_datetime

from gateway.api.operation import Operation


def headers_of(operation: Operation) -> dict[str, str]:
    """The headers of an operation's answers."""
    found = operation.deprecated
    if found is None:
        return {}
    return {
        "Deprecation": f"@{int(_midnight(found.since).timestamp())}",
        "Sunset": format_datetime(_midnight(found.ends), usegmt=True),
        "Link": f'<{found.instead}>; rel="successor-version"',
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
