"""The register as lines: of everybody whose risk work is known, what a list of the register shows. Nothing is sealed here.

A line bears a mark for each role that has to do with it since the referral, with its area and how it stands; a list is asked by
these marks. Meetings of the group lie beside the lines, each under its own id.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from access.readers import Reader
from access.visibility import Visibility, held_roles, role_mark
from gateway.read_models.folding import Changes, Document, Happening, View, happenings, instant
from shared_kernel.commits import Commit

NAME = "register"
SOURCE = "risk_management"
LISTED = ("referred", "on_register", "step_down")
"""The stages that a list can be had of."""
AFTER_ALL = "~"


def key(source: str, commit: Commit) -> str | None:
    """The notification whose risk work it is, or the meeting."""
    kind, _, rest = commit.stream.partition("-")
    if source != SOURCE or kind not in ("risk", "meeting"):
        return None
    return commit.stream if kind == "meeting" else f"notification-{rest}"


def take(told: Document, source: str, commit: Commit) -> Document:
    """The line, or the meeting, after this commit."""
    for event in happenings(source, commit):
        if change := CHANGES.get((event.name, event.version)):
            change(told, event)
    return told


def tell(told: Document) -> Document:
    """The line, or the meeting, with where it stands in lists."""
    return {**told, **_derived(told)}


def _derived(told: Document) -> dict[str, Any]:
    if "stage" not in told:
        return {"marks": [f"{told['authority']} meeting"], "order": f"{told['at']}|{told['_id']}"}
    marks = {list_mark(told["authority"], role, told["area"], told["stage"]) for role in told["roles"]}
    soonest = min((each["due"] for each in told["due"]), default=AFTER_ALL)
    return {"marks": sorted(marks), "order": f"{soonest}|{told['_id']}"}


def list_mark(authority: str, role: str, area: str, stage: str) -> str:
    """The mark of a line of this stage, for whoever holds the role in that area."""
    return f"{role_mark(authority, role, area)} {stage}"


def _linked(line: Document, event: Happening) -> None:
    line.update({name: event.data[name] for name in ("area", "edition", "facts")})
    line.update(stage="assessed", roles=[], level=None, trend=[], due=[], plan=None, unmet=[], copies=[0, 0], asks=0)
    line.update(entered_at=None, before="assessed", step_down_ends=None)


def _facts(line: Document, event: Happening) -> None:
    line["facts"] = event.data["facts"]


def _noted(line: Document, event: Happening) -> None:
    data, total = event.data, event.data["total"]
    noted = (
        f"{data['number']:04}|{instant(data['settled_at'])}|{data['level'] or ''}|{total['lowest']}|{total['highest']}"
    )
    others = (each for each in line["trend"] if not each.startswith(noted[:5]))
    line["trend"] = sorted([*others, noted])  # one text each: a list of hundreds is read at once
    levels = [each.split("|")[2] for each in line["trend"]]
    line["level"] = next((each for each in reversed(levels) if each), None)


def _planned(line: Document, event: Happening) -> None:
    actions = {each["action_id"]: [each["by_when"], each["done"]] for each in event.data["actions"]}
    line["plan"] = {"number": event.data["number"], "actions": actions}


def _marked(line: Document, event: Happening) -> None:
    line["plan"]["actions"][event.data["action_id"]][1] = event.data["done"]


def _referred(line: Document, event: Happening) -> None:
    line.update(before=line["stage"], stage="referred", roles=event.data["roles"])


def _decided(line: Document, event: Happening) -> None:
    if event.data["concurs"]:
        line.update(stage="on_register", entered_at=event.at, due=_due(event))
    else:
        line["stage"] = "step_down" if line["before"] == "step_down" else "with_agency"


def _due(event: Happening) -> list[Document]:
    return [{**each, "due": instant(each["due"])} for each in event.data["due"]]


def _copied(line: Document, event: Happening) -> None:
    line["copies"] = [0, len(event.data["bodies"])]


def _received(line: Document, _event: Happening) -> None:
    line["copies"][0] += 1


def _met(line: Document, event: Happening) -> None:
    line["due"] = _due(event)


def _reviewed(line: Document, event: Happening) -> None:
    line.update(due=_due(event), unmet=event.data["unmet"])


def _asked(line: Document, _event: Happening) -> None:
    line["asks"] += 1


def _answered(line: Document, _event: Happening) -> None:
    line["asks"] -= 1


def _left(line: Document, event: Happening) -> None:
    ends = instant(event.data["step_down_ends"])
    line.update(stage="step_down" if ends else "ended", due=_due(event), step_down_ends=ends, unmet=[])


def _over(line: Document, _event: Happening) -> None:
    line.update(stage="ended", due=[])


def _called(meeting: Document, event: Happening) -> None:
    names = ("items", "role", "edition", "called_by")
    told = {name: event.data[name] for name in names}
    meeting.update(**told, at=instant(event.data["at"]), present=[], held_at=None)


def _agenda(meeting: Document, event: Happening) -> None:
    meeting["items"] = event.data["items"]


def _held(meeting: Document, event: Happening) -> None:
    meeting.update(present=event.data["present"], held_at=instant(event.data["held_at"]))


CHANGES: Changes = {
    ("RiskLinked", 1): _linked,
    ("RiskFactsChanged", 1): _facts,
    ("AssessmentNoted", 1): _noted,
    ("PlanWritten", 1): _planned,
    ("ActionMarked", 1): _marked,
    ("Referred", 1): _referred,
    ("ReferralDecided", 1): _decided,
    ("PlanCopied", 1): _copied,
    ("CopyReceived", 1): _received,
    ("EntryReviewed", 1): _reviewed,
    ("StepDownReviewed", 1): _met,
    ("ChangeProposed", 1): _asked,
    ("ChangeDecided", 1): _answered,
    ("LeftRegister", 1): _left,
    ("StepDownEnded", 1): _over,
    ("MeetingCalled", 1): _called,
    ("AgendaSet", 1): _agenda,
    ("MeetingHeld", 1): _held,
}
VIEW = View(NAME, key, take, tell)


def marks_of(whose: Visibility, stage: str) -> list[str]:
    """The marks of lines of this stage that they may see."""
    reader = whose.reader
    if not isinstance(reader, Reader) or not reader.is_known:
        return []
    return [list_mark(whose.authority, role, area, stage) for role, area in held_roles(reader, whose.editions)]


@dataclass(frozen=True)
class Counts:
    """How many lines there are of a stage, how many with something overdue, and of each level."""

    number: int
    overdue: int
    by_level: Mapping[str, int]


class Overviewed(NamedTuple):  # an overview reads everybody
    """What lists and overviews ask of every line: where it comes in order, its level, the needs that are not met, and the facts as one
    JSON text."""

    order: str
    notification_id: str
    level: str
    unmet: tuple[str, ...]
    facts: str


def overviewed(line: Document) -> Overviewed:
    """The same of a line as it is folded."""
    facts = json.dumps(line.get("facts", {}), sort_keys=True)
    return Overviewed(line["order"], line["_id"], line.get("level") or "", tuple(line.get("unmet", ())), facts)


def counted(everybody: Sequence[Overviewed], now: str, levels: Iterable[str]) -> Counts:
    """Of an overview, how many there are; `now` in the one form that sorts."""
    of_each = Counter(each.level for each in everybody)
    overdue = bisect_left(everybody, f"{now}|{AFTER_ALL}", key=_order)
    return Counts(len(everybody), overdue, {level: of_each[level] for level in levels})


def behind(everybody: Sequence[Overviewed], after: str | None) -> Sequence[Overviewed]:
    """Those of an overview that come behind a place."""
    return everybody if after is None else everybody[bisect_right(everybody, after, key=_order) :]


def _order(line: Overviewed) -> str:
    return line.order


class RegisterLines(Protocol):
    """Port: the questions that the register's lists answer. None is answered without saying who may see what."""

    def overview(self, whose: Visibility, stage: str) -> tuple[Overviewed, ...]:
        """Of every line of this stage that they may see what lists and overviews ask, what is due soonest first."""

    def some(self, whose: Visibility, stage: str, ids: Collection[str]) -> tuple[Document, ...]:
        """Those of these lines that are of this stage and that they may see, what is due soonest first."""

    def meetings(self, whose: Visibility, limit: int) -> tuple[Document, ...]:
        """The authority's meetings of the group, the latest first."""

    def meeting(self, whose: Visibility, meeting_id: str) -> Document | None:
        """The meeting, if it is the authority's."""

    def versions(self, ids: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        """How far each line or meeting has come; without those that there are not."""


def in_order(found: Iterable[Document]) -> tuple[Document, ...]:
    """Lines, what is due soonest first; each once."""
    several: Mapping[str, Document] = {each["_id"]: each for each in found}
    return tuple(sorted(several.values(), key=lambda each: str(each["order"])))
