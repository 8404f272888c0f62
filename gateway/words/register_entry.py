"""Tells one entry of the register whole: plan, referrals and views, changes, reviews, leaving, step-down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from contracts import gateway_register as told
from gateway.read_models.folding import Document
from gateway.read_models.risk_register import ENTRY
from gateway.words.decisions import decisions_told
from gateway.words.names import Names
from gateway.words.opening import Opener
from gateway.words.register import due_told, moment
from needfire.instruments.register import RegisterRules
from shared_kernel.spoken_references import reference_of

SOURCE = "risk_management"
PLAN = "plan"


def entry_told(case: Document, names: Names, register: RegisterRules, opener: Opener, now: datetime) -> told.Entry:
    """The whole entry, its texts opened for who may see them."""
    part = case[SOURCE]
    entry, noted = part[ENTRY], [each for each in part["assessments"].values() if each["noted"]]
    trend = tuple(_point(each) for each in sorted(noted, key=lambda each: int(each["number"])))
    left, ended = entry["left"] or {}, entry["ended"] or {}
    return told.Entry(
        notification_id=case["_id"],
        reference=reference_of(case["_id"]),
        version=case["versions"][SOURCE],
        stage=entry["stage"],
        level=next((each.level for each in reversed(trend) if each.level), None),
        trend=trend,
        entered_at=moment(entry["entered_at"]),
        due=due_told(entry["due"], now),
        plan=plan_told(entry, names, register, opener),
        referrals=tuple(_referral(each, names, register, opener) for each in entry["referrals"]),
        changes=tuple(_change(each, names, register, opener) for each in entry["changes"].values()),
        reviews=tuple(_review(each, names, register, opener) for each in entry["reviews"]),
        resources=tuple(_resource(each, names, register, opener) for each in entry["resources"]),
        left_at=moment(left.get("at")),
        left_because=register.leaving.otherwise.get(left.get("otherwise") or ""),
        left_comment=comment(left.get("sealed"), opener),
        step_down_ends=moment(left.get("step_down_ends")),
        step_down_meetings=tuple(_review(each, names, register, opener) for each in entry["meetings"]),
        ended_at=moment(ended.get("at")),
        ended_comment=comment(ended.get("sealed"), opener),
    )


def _point(assessment: Document) -> told.TrendPoint:
    noted = assessment["noted"]
    at, total = datetime.fromisoformat(noted["settled_at"]), noted["total"]
    return told.TrendPoint(at, noted["level"], total["lowest"], total["highest"])


def comment(sealed: str | None, opener: Opener) -> str | None:
    """What was written, where this reader may see it."""
    opened = opener.opened(sealed)
    return opened.particulars.comment if opened else None


def plan_told(entry: Document, names: Names, register: RegisterRules, opener: Opener) -> told.PlanTold | None:
    """The plan, and who has a copy of it."""
    plan = entry["plan"]
    if plan is None:
        return None
    texts = opener.texts(plan["sealed"])
    copies = entry["copies"].get(str(plan["number"]), {})
    return told.PlanTold(
        number=plan["number"],
        written_by=names.person(plan["written_by"]),
        written_at=datetime.fromisoformat(plan["written_at"]),
        actions=tuple(_action(each, texts, register) for each in plan["actions"]),
        professionals=tuple(
            told.PlanProfessionalTold(each["professional_id"], _of(each["professional_id"], texts))
            for each in plan["professionals"]
        ),
        texts=_of(PLAN, texts),
        next_review=_day(plan["next_review"]),
        copies=tuple(_copy(body, each, names, register) for body, each in copies.items()),
    )


def _of(owner: str, texts: Mapping[str, str]) -> dict[str, str]:
    begins = f"{owner}."
    return {name.removeprefix(begins): text for name, text in texts.items() if name.startswith(begins)}


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _action(action: Document, texts: Mapping[str, str], register: RegisterRules) -> told.PlanActionTold:
    agency = action["agency"]
    return told.PlanActionTold(
        action_id=action["action_id"],
        agency=agency,
        agency_title=register.bodies.get(agency, agency) if agency else None,
        by_when=_day(action["by_when"]),
        texts=_of(action["action_id"], texts),
        done=action["done"],
    )


def _copy(body: str, copy: Document, names: Names, register: RegisterRules) -> told.CopyTold:
    received = moment(copy["received_at"])
    return told.CopyTold(
        body, register.bodies.get(body, body), received, names.maybe_person(copy["by"]), copy["reference"]
    )


def _referral(each: Document, names: Names, register: RegisterRules, opener: Opener) -> told.ReferralTold:
    decided = each["decided"] or {}
    return told.ReferralTold(
        number=each["number"],
        level=each["level"],
        again=each["again"],
        referred_by=names.person(each["referred_by"]),
        referred_at=datetime.fromisoformat(each["at"]),
        views=tuple(_view(body, each["views"].get(body), names, register, opener) for body in each["asked"]),
        concurs=decided.get("concurs"),
        decided_by=names.maybe_person(decided.get("decided_by")),
        decided_at=moment(decided.get("at")),
        comment=comment(decided.get("sealed"), opener),
    )


def _view(body: str, view: Document | None, names: Names, register: RegisterRules, opener: Opener) -> told.ViewTold:
    title = register.bodies.get(body, body)
    if view is None:
        return told.ViewTold(body, title, None, None, None)
    return told.ViewTold(body, title, view["view"], names.person(view["by"]), comment(view["sealed"], opener))


def _change(each: Document, names: Names, register: RegisterRules, opener: Opener) -> told.PlanChangeTold:
    decided = each["decided"] or {}
    return told.PlanChangeTold(
        number=each["number"],
        body=register.bodies.get(each["body"], each["body"]) if each["body"] else None,
        asked_by=names.person(each["by"]),
        asked_at=datetime.fromisoformat(each["at"]),
        comment=comment(each["sealed"], opener),
        agreed=decided.get("agreed"),
        debated=decided.get("debated"),
        reasons=comment(decided.get("sealed"), opener),
        carried_out=each["carried_out"],
    )


def _review(each: Document, names: Names, register: RegisterRules, opener: Opener) -> told.ReviewTold:
    titles = {cycle.id: cycle.title for cycle in register.reviews}
    cycle = each.get("cycle", "step_down_review")
    return told.ReviewTold(
        cycle=cycle,
        title=titles.get(cycle, "Care team meeting"),
        level=each["level"],
        at=datetime.fromisoformat(each["at"]),
        by=names.person(each["by"]),
        unmet=tuple(register.needs.get(need, need) for need in each.get("unmet", ())),
        keyworker_still_right=each["keyworker_still_right"],
        comment=comment(each.get("sealed"), opener),
    )


def _resource(each: Document, names: Names, register: RegisterRules, opener: Opener) -> told.ResourceTold:
    at, title = datetime.fromisoformat(each["at"]), register.needs.get(each["need"], each["need"])
    by = names.person(each["by"])
    return told.ResourceTold(each["need"], title, each["granted"], at, by, comment(each["sealed"], opener))


def why_told(case: Document, names: Names) -> told.EntryWhy:
    """Every decision on the entry."""
    decisions: list[Any] = [each for entry in case[SOURCE]["timeline"] for each in entry["decisions"]]
    return told.EntryWhy(case["_id"], decisions_told(decisions, names))
