"""Commands and events of the high risk register: referral, the group's decision, the plan, reviews, leaving it.

They belong to the stream `risk-…` of a notification.
"""

from __future__ import annotations

from contracts.schema import by_name, events_by_name

MAKES_KNOWN: tuple[type, ...] = ()
"""Events whose `facts` are recorded of the notification, in the name of the one that they are `by`."""
COMMANDS = by_name()
EVENTS = events_by_name()
