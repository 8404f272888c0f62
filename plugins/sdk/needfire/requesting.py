"""Judges whether something may be asked for in a case: it must be meant for the case, and no guard may stand against it."""

from __future__ import annotations

from dataclasses import replace

from needfire.circulating import Standing, standing
from needfire.conditions import Setting
from needfire.requests import Request

FOR_OTHER_CASES = "The procedure has this request for other cases, not for this one."


def standing_of(request: Request, within: Setting) -> Standing:
    """How it stands with this request in this setting.

    Where a request also opens by itself, its `when` says in which cases it does: a person may ask for it in others, too.
    """
    stands = standing(replace(request, when=None) if request.opens else request, within)
    return stands if stands.for_this_case else replace(stands, sentence=FOR_OTHER_CASES)
