"""The kinds of rules that a procedure has, and what each states."""

from __future__ import annotations

from collections.abc import Mapping

RULE_KINDS: Mapping[str, str] = {
    "scope": "whom or what the procedure is about, and whom not",
    "definition": "what a word of the procedure means",
    "category": "a circumstance that is to be notified",
    "threshold": "a question that several facts settle together",
    "route": "who does what, in which order, and who signs off",
    "form": "what is asked, and how long it may be",
    "deadline": "by when something is done",
    "duty": "a body outside that is to be told, and by whom",
    "circulation": "who may share a case with whom",
    "restriction": "what somebody may not see or do",
    "update": "how what is new is added",
    "action": "what is done, or asked of somebody, about a case",
    "review": "a look at what is open, again and again",
    "report": "a look back over many cases",
    "record": "what must be written down, and where",
    "register": "a list that is kept of people at risk, and who is on it",
    "scoring": "how an assessment is scored",
    "validation": "what an assessment must or should say",
    "lifecycle": "how something begins, goes on and ends",
    "closure": "how a case ends",
    "example": "a case that the source tells",
}
