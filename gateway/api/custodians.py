"""The directory of custodians: read, changed by two people, and proof that somebody is there."""

from __future__ import annotations

from contracts import gateway_directory as bodies
from contracts.gateway import NoContent
from gateway.alerting import keeping
from gateway.alerting.directory import entries, find_entry
from gateway.alerting.entries import in_full, line
from gateway.alerting.ledger import is_code
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.operation import Asked, Operation, of_tag
from gateway.parts import Parts


async def listed(parts: Parts, asked: Asked) -> bodies.CustodianList:
    """The bodies that are custodians today, by code; how many of their contacts have not proven themselves in time."""
    after, limit = place_of(asked, is_code), limit_of(asked)
    lines = sorted(
        (line(each, asked.reader) for each in await entries(parts, asked.reader)), key=lambda each: each.custodian
    )
    behind = [each for each in lines if after is None or each.custodian > after]
    following = behind[limit - 1].custodian if len(behind) > limit else None
    return bodies.CustodianList(tuple(behind[:limit]), cursor_at(following))


async def one(parts: Parts, asked: Asked) -> bodies.CustodianEntry:
    """How a body is reached now, whether each contact has proven itself, and what is to change."""
    return in_full(await find_entry(parts, asked.reader, asked.path["custodian"]), asked.reader)


async def propose(parts: Parts, asked: Asked) -> bodies.EntryAccepted:
    """Propose how a body is reached from a moment on. It holds once somebody else confirms it."""
    return await keeping.propose(parts, asked, asked.path["custodian"], asked.body)


async def decide(parts: Parts, asked: Asked) -> bodies.EntryAccepted:
    """Say as the second person whether a proposed change holds; whoever proposed it may take it back."""
    body: bodies.ChangeDecision = asked.body
    return await keeping.decide(parts, asked, asked.path["custodian"], asked.path["change_id"], body.agrees)


async def ask_proof(parts: Parts, asked: Asked) -> bodies.EntryAccepted:
    """Send a contact a test message, which a person there confirms."""
    body: bodies.ProofRequest = asked.body
    return await keeping.ask_proof(parts, asked, asked.path["custodian"], body.contact)


async def give_proof(parts: Parts, asked: Asked) -> bodies.EntryAccepted:
    """Confirm that a person has read the test message. For a body that cannot sign in here, whoever rang them says so."""
    return await keeping.give_proof(parts, asked, asked.path["custodian"], asked.path["proof_id"])


ONE = "/v1/custodians/{custodian}"
OVER = ("not_found", "unknown_custodian", "busy")
OPERATIONS = of_tag(
    "Custodians",
    Operation(
        "GET", "/v1/custodians", "list_custodians", "List the bodies that receive national alerts", "read_custodians",
        listed, bodies.CustodianList, query=PAGING,
    ),
    Operation(
        "GET", ONE, "read_custodian", "Read how a body is reached", "read_custodians", one, bodies.CustodianEntry,
        refusals=("not_found",),
    ),
    Operation(
        "POST", f"{ONE}/changes", "propose_contacts", "Propose how a body is reached", "keep_custodian", propose,
        bodies.EntryAccepted, bodies.ContactsProposal, 201, refusals=(*OVER, "webhook_refused", "key_refused", "period_past"),
    ),
    Operation(
        "POST", f"{ONE}/changes/{{change_id}}/decision", "decide_contacts", "Say whether a proposed change holds",
        "keep_custodian", decide, bodies.EntryAccepted, bodies.ChangeDecision, 201,
        refusals=(*OVER, "nothing_proposed", "second_person_needed"),
    ),
    Operation(
        "POST", f"{ONE}/proofs", "ask_proof", "Send a test message", "keep_custodian", ask_proof, bodies.EntryAccepted,
        bodies.ProofRequest, 201, refusals=(*OVER, "no_such_contact"),
    ),
    Operation(
        "POST", f"{ONE}/proofs/{{proof_id}}/confirmation", "give_proof", "Confirm a test message", "prove_custodian",
        give_proof, bodies.EntryAccepted, NoContent, 201, refusals=(*OVER, "already_received", "second_person_needed"),
    ),
)  # fmt: skip
