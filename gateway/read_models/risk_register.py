"""What the high risk register tells of a case: the plan, referrals and views, reviews, what is due, leaving, step-down."""

from __future__ import annotations

from collections.abc import Callable

from gateway.read_models.folding import Changes, Document, Happening, instant

ENTRY = "register"
COPIED = ("on_register", "step_down")


def entry_of(part: Document) -> Document:
    """The entry within the part of risk management, begun where there is none."""
    nothing: Document = {
        "stage": "assessed",
        "plan": None,
        "referrals": [],
        "changes": {},
        "copies": {},
        "reviews": [],
        "missed": [],
        "resources": [],
        "meetings": [],
        "due": [],
        "entered_at": None,
        "left": None,
        "ended": None,
        "roles": [],
        "bodies": [],
    }
    entry: Document = part.setdefault(ENTRY, nothing)
    return entry


def _told(event: Happening, *names: str) -> Document:
    return {name: event.data[name] for name in names}


def _due(event: Happening) -> list[Document]:
    return [{**each, "due": instant(each["due"])} for each in event.data["due"]]


def _supporting(entry: Document) -> list[str]:
    return list(entry["plan"]["bodies"]) if entry["plan"] and entry["stage"] in COPIED else []


def _written(entry: Document, event: Happening) -> None:
    names = ("number", "actions", "professionals", "given", "next_review", "bodies", "change", "written_by", "sealed")
    entry["plan"] = {**_told(event, *names), "written_at": event.at, "decisions": event.data["decisions"]}
    if event.data["change"] is not None:
        entry["changes"][str(event.data["change"])]["carried_out"] = True
    if entry["stage"] in COPIED:
        entry["bodies"] = _supporting(entry)


def _marked(entry: Document, event: Happening) -> None:
    done = _told(event, "action_id", "done")
    actions = [
        {**each, **done} if each["action_id"] == done["action_id"] else each for each in entry["plan"]["actions"]
    ]
    entry["plan"] = {**entry["plan"], "actions": actions}


def _referred(entry: Document, event: Happening) -> None:
    names = ("number", "level", "assessment_id", "asked", "again", "referred_by", "decisions")
    told = {**_told(event, *names), "before": entry["stage"], "at": event.at}
    entry["referrals"].append({**told, "views": {}, "decided": None})
    entry.update(stage="referred", roles=event.data["roles"], bodies=event.data["asked"])


def _viewed(entry: Document, event: Happening) -> None:
    told = {**_told(event, "view", "by", "sealed"), "at": event.at}
    entry["referrals"][-1]["views"][event.data["body"]] = told


def _decided(entry: Document, event: Happening) -> None:
    referral = entry["referrals"][-1]
    names = ("concurs", "level", "meeting_id", "decided_by", "sealed", "decisions")
    referral["decided"] = {**_told(event, *names), "at": event.at}
    if event.data["concurs"]:
        entry.update(stage="on_register", entered_at=event.at, due=_due(event), left=None, meetings=[])
    else:
        entry["stage"] = "step_down" if referral["before"] == "step_down" else "with_agency"
    entry["bodies"] = _supporting(entry)


def _copied(entry: Document, event: Happening) -> None:
    nobody = {"received_at": None, "by": None, "reference": None}
    entry["copies"][str(event.data["plan"])] = {body: {"at": event.at, **nobody} for body in event.data["bodies"]}


def _received(entry: Document, event: Happening) -> None:
    copy = entry["copies"][str(event.data["plan"])][event.data["body"]]
    copy.update(received_at=event.at, **_told(event, "by", "reference"))


def _proposed(entry: Document, event: Happening) -> None:
    told = {**_told(event, "number", "body", "by", "sealed"), "at": event.at, "carried_out": False}
    entry["changes"][str(event.data["number"])] = {**told, "decided": None}


def _change_decided(entry: Document, event: Happening) -> None:
    told = {**_told(event, "agreed", "debated", "by", "sealed", "decisions"), "at": event.at}
    entry["changes"][str(event.data["number"])]["decided"] = told


def _reviewed(entry: Document, event: Happening) -> None:
    names = ("cycle", "level", "assessment_id", "unmet", "keyworker_still_right", "by", "sealed", "decisions")
    entry["reviews"].append({**_told(event, *names), "at": event.at})
    entry["due"] = _due(event)


def _missed(entry: Document, event: Happening) -> None:
    entry["missed"].append({**_told(event, "cycle", "title", "told"), "due": instant(event.data["due"])})


def _resource(entry: Document, event: Happening) -> None:
    entry["resources"].append({**_told(event, "need", "granted", "by", "sealed"), "at": event.at})


def _left(entry: Document, event: Happening) -> None:
    names = ("level", "otherwise", "by", "sealed", "decisions")
    ends = instant(event.data["step_down_ends"])
    entry["left"] = {**_told(event, *names), "at": event.at, "step_down_ends": ends}
    entry.update(stage="step_down" if ends else "ended", due=_due(event))
    entry["bodies"] = _supporting(entry)


def _met(entry: Document, event: Happening) -> None:
    names = ("number", "level", "assessment_id", "keyworker_still_right", "by", "decisions")
    entry["meetings"].append({**_told(event, *names), "at": event.at})
    entry["due"] = _due(event)


def _over(entry: Document, event: Happening) -> None:
    entry["ended"] = {**_told(event, "further_concern", "by", "sealed", "decisions"), "at": event.at}
    entry.update(stage="ended", due=[], bodies=[])


OF_ENTRY: Changes = {
    ("PlanWritten", 1): _written,
    ("ActionMarked", 1): _marked,
    ("Referred", 1): _referred,
    ("ViewRecorded", 1): _viewed,
    ("ReferralDecided", 1): _decided,
    ("PlanCopied", 1): _copied,
    ("CopyReceived", 1): _received,
    ("ChangeProposed", 1): _proposed,
    ("ChangeDecided", 1): _change_decided,
    ("EntryReviewed", 1): _reviewed,
    ("ReviewMissed", 1): _missed,
    ("ResourceDecided", 1): _resource,
    ("LeftRegister", 1): _left,
    ("StepDownReviewed", 1): _met,
    ("StepDownEnded", 1): _over,
}


def _in_part(change: Callable[[Document, Happening], None]) -> Callable[[Document, Happening], None]:
    return lambda part, event: change(entry_of(part), event)


CHANGES: Changes = {name: _in_part(change) for name, change in OF_ENTRY.items()}
