"""Tells a case: as a whole, and as a line in a list."""

from __future__ import annotations

from datetime import datetime

from contracts.gateway_answers import (
    Consultation,
    LeftOutTold,
    Named,
    Notification,
    NotificationSummary,
    Update,
    Versions,
)
from gateway.read_models.folding import Document
from gateway.words.items import Items, moment
from gateway.words.names import Names
from gateway.words.opening import Opener
from gateway.words.plain import change_in_words, facts_in_words
from gateway.words.sharing import expected_shares, shares_told
from needfire.conditions import Setting
from shared_kernel.spoken_references import reference_of


def notification(case: Document, names: Names, opener: Opener, within: Setting) -> Notification:
    """The whole case. Where intake's word has not arrived yet, what its routing carried over stands in.

    `within` is what conditions are judged against in this case now (`gateway.reading.setting_of`).
    """
    intake, routing = case.get("intake", {}), case.get("escalation", {})
    told = intake or routing
    items = Items(case["_id"], routing, names, opener)
    route = names.edition.route(routing.get("route", ""))
    return Notification(
        notification_id=case["_id"],
        reference=reference_of(case["_id"]),
        versions=versions(case),
        authority=case["authority"],
        area=case["area"],
        edition=case["edition"],
        edition_title=names.edition.title,
        state=case["state"],
        raised_by=names.person(case["raised_by"]),
        raised_at=datetime.fromisoformat(case["raised_at"]),
        number=intake.get("number", 0),
        facts=told["facts"],
        facts_in_words=facts_in_words(told["facts"]),
        categories=tuple(names.category(rule) for rule in told["categories"]),
        left_out=_left_out(intake, names),
        named=tuple(Named(names.role(role), names.person(who)) for role, who in told["named"].items()),
        restrictions=tuple(intake.get("restrictions", ())),
        opened=opener.opened(intake.get("sealed")),
        updates=_updates(intake, names, opener),
        consultations=_consultations(intake, names, opener),
        shares=shares_told(case, names, opener),
        expected_shares=expected_shares(case, names, within),
        route=route.title if route else None,
        tasks=items.tasks(),
        notices=items.notices(),
        clocks=items.clocks(),
        duties=items.duties(),
        vacancies=items.vacancies(),
    )


def versions(case: Document) -> Versions:
    """How far the case has come."""
    return Versions(case["versions"].get("intake", 0), case["versions"].get("escalation", 0))


def _left_out(intake: Document, names: Names) -> tuple[LeftOutTold, ...]:
    return tuple(
        LeftOutTold(each["rule"], names.category(each["rule"]).title, each["reason"])
        for each in intake.get("left_out", ())
    )


def _updates(intake: Document, names: Names, opener: Opener) -> tuple[Update, ...]:
    return tuple(
        Update(
            number=each["number"],
            updated_by=names.person(each["updated_by"]),
            updated_at=datetime.fromisoformat(each["updated_at"]),
            changed=tuple(change_in_words(one["fact"], one["before"], one["after"]) for one in each["changed"]),
            opened=opener.opened(each["sealed"]),
        )
        for each in intake.get("updates", ())
    )


def _consultations(intake: Document, names: Names, opener: Opener) -> tuple[Consultation, ...]:
    return tuple(
        Consultation(
            with_role=names.role(each["with_role"]),
            with_person=names.person(each["with_person"]),
            advice=each["advice"],
            recorded_by=names.person(each["recorded_by"]),
            recorded_at=datetime.fromisoformat(each["recorded_at"]),
            opened=opener.opened(each["sealed"]),
        )
        for each in intake.get("consultations", ())
    )


def summary(case: Document, names: Names) -> NotificationSummary:
    """The case as a line in a list: nothing in it is sealed."""
    told, routing = case.get("intake") or case.get("escalation", {}), case.get("escalation", {})
    open_tasks = [task for task in routing.get("tasks", {}).values() if task["state"] == "open"]
    return NotificationSummary(
        notification_id=case["_id"],
        reference=reference_of(case["_id"]),
        authority=case["authority"],
        area=case["area"],
        edition=case["edition"],
        state=case["state"],
        raised_by=names.person(case["raised_by"]),
        raised_at=datetime.fromisoformat(case["raised_at"]),
        categories=tuple(names.category(rule) for rule in told["categories"]),
        waits_with=tuple(dict.fromkeys(names.role(task["role"]).title for task in open_tasks)),
        next_due=moment(case["next_due"]),
        next_due_title=case["next_due_title"],
        breached=case["breached"],
    )
