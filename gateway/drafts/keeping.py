"""Keeps drafts: begun, saved at each step, found again, and gone when they were raised, thrown away or their time is over.

What was typed is sealed as a whole with a key of the draft's own. With the draft goes its key, so that no copy that was made
before can be read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from access import Reader
from contracts.refusals import Refusal
from gateway.auditing.trail import shown
from gateway.commanding import command_id_of
from gateway.drafts.store import DraftRow, DraftStore
from gateway.parts import Parts
from gateway.sealing.ring import KeyRing
from gateway.sealing.texts import CannotOpen, PersonKey
from gateway.threads import in_thread

KEPT = timedelta(days=7)
MOST = 50
AT_ONCE = 20
NOBODY = ""
"""Whose key seals what was never kept."""
TEXT = "draft"
"""Under which name the whole is sealed."""
Fields = Mapping[str, str]


@dataclass(frozen=True)
class Draft:
    """A draft, opened. `fields` are those of the form, by name; `seen` what was asked already, in order, answered or not."""

    row: DraftRow
    fields: Fields = field(default_factory=dict, repr=False)
    seen: tuple[str, ...] = ()

    @property
    def draft_id(self) -> str:
        """By which it is found again."""
        return self.row.draft_id


async def begin(parts: Parts, reader: Reader, key: str, fields: Fields, seen: tuple[str, ...] = ()) -> str:
    """The id of a new draft; begun twice with the same key it is one. Raises StoreUnavailable."""
    return await in_thread(_begin, parts, reader, f"draft-{command_id_of(reader, key)}", fields, seen)


def _begin(parts: Parts, reader: Reader, draft_id: str, fields: Fields, seen: tuple[str, ...]) -> str:
    if parts.drafts.find(reader.authority, reader.person, draft_id) is None:
        own = parts.keys.fresh(reader.authority)
        row = DraftRow(
            draft_id=draft_id,
            authority=reader.authority,
            author=reader.person,
            person=own.person,
            sealed=_sealed(own, fields, seen),
            version=1,
            saved_at=reader.at,
            until=reader.at + KEPT,
        )
        parts.drafts.add(row)
    return draft_id


async def begun_with(parts: Parts, reader: Reader, key: str) -> DraftRow | None:
    """What lies of the draft that was begun with this key, if any."""
    draft_id = f"draft-{command_id_of(reader, key)}"
    return await in_thread(parts.drafts.find, reader.authority, reader.person, draft_id)


async def raised_at_once(parts: Parts, reader: Reader, key: str, notification_id: str) -> None:
    """What would have been a draft with this key has become a notification: who comes back to it is led there."""
    row = DraftRow(
        draft_id=f"draft-{command_id_of(reader, key)}",
        authority=reader.authority,
        author=reader.person,
        person=NOBODY,
        sealed=None,
        version=1,
        saved_at=reader.at,
        until=reader.at + KEPT,
        notification_id=notification_id,
    )
    if not await in_thread(parts.drafts.add, row) and (kept := await begun_with(parts, reader, key)):
        await raised(parts, Draft(kept), notification_id)


async def find(parts: Parts, reader: Reader, draft_id: str) -> Draft:
    """The reader's draft. Raises Refusal `not_found`, also where it is another's or its time is over."""
    row = await in_thread(parts.drafts.find, reader.authority, reader.person, draft_id)
    if row is None or row.until <= reader.at:
        raise Refusal("not_found")
    shown(draft_id)
    if row.sealed is None:
        return Draft(row)
    keys = await in_thread(parts.keys.existing, reader.authority, [row.person])
    return _opened(row, keys)


async def of(parts: Parts, reader: Reader) -> tuple[Draft, ...]:
    """The reader's drafts, those that were saved last first; those that were raised among them, without their content."""
    rows = await in_thread(parts.drafts.of_author, reader.authority, reader.person, MOST)
    running = [row for row in rows if row.until > reader.at]
    people = [row.person for row in running if row.sealed]
    keys = await in_thread(parts.keys.existing, reader.authority, people) if people else {}
    shown(*(row.draft_id for row in running))
    return tuple(
        _opened(row, keys) if row.sealed else Draft(row) for row in running if not row.sealed or row.person in keys
    )


async def save(parts: Parts, reader: Reader, draft: Draft, fields: Fields, seen: tuple[str, ...]) -> Draft | None:
    """Saved as it is now, and its time begins anew; None where another window has saved it meanwhile. Raises Refusal."""
    keys = await in_thread(parts.keys.existing, reader.authority, [draft.row.person])
    if draft.row.person not in keys:
        raise Refusal("not_found")
    row = replace(
        draft.row,
        sealed=_sealed(keys[draft.row.person], fields, seen),
        version=draft.row.version + 1,
        saved_at=reader.at,
        until=reader.at + KEPT,
    )
    kept = await in_thread(parts.drafts.replace, row)
    return Draft(row, fields, seen) if kept else None


async def raised(parts: Parts, draft: Draft, notification_id: str) -> None:
    """It has become a notification: what was typed and its key go, and who comes back to it is led there."""
    await in_thread(_note_raised, parts, draft.row, notification_id)


def _note_raised(parts: Parts, row: DraftRow, notification_id: str) -> None:
    now: DraftRow | None = row
    while now and not parts.drafts.replace(
        replace(now, sealed=None, version=now.version + 1, notification_id=notification_id)
    ):
        now = parts.drafts.find(row.authority, row.author, row.draft_id)  # another window has saved it meanwhile
    parts.keys.delete(row.authority, row.person)


async def throw_away(parts: Parts, draft: Draft) -> None:
    """It is gone, with its key."""
    await in_thread(_let_go, parts.keys, parts.drafts, draft.row)


def let_run_out(keys: KeyRing, drafts: DraftStore, now: datetime) -> int:
    """Lets go of those whose time is over, some at once; how many. Raises StoreUnavailable."""
    over = drafts.run_out(now, AT_ONCE)
    for row in over:
        _let_go(keys, drafts, row)
    return len(over)


def _let_go(keys: KeyRing, drafts: DraftStore, row: DraftRow) -> None:
    keys.delete(row.authority, row.person)
    drafts.remove(row.authority, row.draft_id)


def _sealed(key: PersonKey, fields: Fields, seen: tuple[str, ...]) -> str:
    return key.seal({TEXT: json.dumps({"fields": dict(fields), "seen": list(seen)}, ensure_ascii=False)})


def _opened(row: DraftRow, keys: Mapping[str, PersonKey]) -> Draft:
    try:
        told = json.loads(keys[row.person].open(row.sealed or "")[TEXT])
    except (KeyError, CannotOpen):
        raise Refusal("not_found") from None
    return Draft(row, told["fields"], tuple(told["seen"]))
