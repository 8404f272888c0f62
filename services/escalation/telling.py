"""Gives people notice: it lies in their tray until they say that they have read it."""

from __future__ import annotations

from collections.abc import Iterable

from contracts import escalation as contract
from needfire.procedure import ActKind, Tell
from services.escalation.draft import Draft


def tell(draft: Draft, told: Tell, about: str) -> None:
    """Gives the role a notice, if it is to be told in this case."""
    found = draft.judge(told.when)
    if not found.holds or (told.if_named and told.role not in draft.state.named):
        return
    notify(draft, told.role, about, (*told.rules, *sorted(found.rules)))


def notify(draft: Draft, role: str, about: str, rules: Iterable[str]) -> None:
    """Gives whoever holds the role a notice."""
    holding = draft.who(role, about, rules)
    if holding is None:
        return
    title = draft.grounds.role_title(role)
    decision = draft.grounds.decision(f"Who is told: {about}?", f"The {title}.", rules, arithmetic=holding.because)
    draft.emit(contract.NoticeGivenV1(draft.state.next_id("notice"), role, holding.people, about, (decision,)))


def notify_person(draft: Draft, person: str, about: str, rules: Iterable[str]) -> None:
    """Gives one person a notice that is theirs by name, whatever post they hold."""
    decision = draft.grounds.decision(f"Who is told: {about}?", "The person named.", rules)
    draft.emit(contract.NoticeGivenV1(draft.state.next_id("notice"), "", (person,), about, (decision,)))


def tell_of_act(draft: Draft, kind: ActKind, about: str) -> None:
    """Tells everybody whom the edition has told of this act."""
    act = draft.grounds.edition.act(kind)
    for told in act.tells if act else ():
        tell(draft, told, about)
