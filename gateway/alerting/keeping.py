"""What is asked of the directory of custodians: a change and its second person, a test message and its confirmation."""

from __future__ import annotations

from typing import Any

from access import Reader
from contracts.custodians import AskProofV1, ConfirmContactsV1, GiveProofV1, ProposeContactsV1, RejectContactsV1
from contracts.gateway_directory import ContactsProposal, EntryAccepted
from contracts.refusals import Refusal
from gateway.alerting.directory import find_entry
from gateway.alerting.sent import SERVICE
from gateway.api.operation import Asked
from gateway.commanding import send
from gateway.parts import Parts


async def propose(parts: Parts, asked: Asked, code: str, body: ContactsProposal) -> EntryAccepted:
    """A change that waits for a second person. Raises Refusal."""
    await find_entry(parts, asked.reader, code, "keep_custodian")
    command = ProposeContactsV1(code, f"change-{asked.command_id.lower()}", body.contacts, body.begins)
    return await _sent(parts, asked, command)


async def decide(parts: Parts, asked: Asked, code: str, change_id: str, agrees: bool) -> EntryAccepted:
    """The second person's word on it. Raises Refusal."""
    found = await find_entry(parts, asked.reader, code, "keep_custodian")
    if change_id not in found.custodian.proposed:
        raise Refusal("not_found")
    return await _sent(parts, asked, (ConfirmContactsV1 if agrees else RejectContactsV1)(code, change_id))


async def ask_proof(parts: Parts, asked: Asked, code: str, contact: Any) -> EntryAccepted:
    """A test message. Raises Refusal."""
    await find_entry(parts, asked.reader, code, "keep_custodian")
    return await _sent(parts, asked, AskProofV1(code, contact))


async def give_proof(parts: Parts, asked: Asked, code: str, proof_id: str) -> EntryAccepted:
    """A person there has read it. Raises Refusal."""
    await check_proof(parts, asked.reader, code, proof_id)
    return await _sent(parts, asked, GiveProofV1(code, proof_id))


async def check_proof(parts: Parts, reader: Reader, code: str, proof_id: str) -> bool:
    """Whether the test still waits for its confirmation. Raises Refusal `not_found` where there is none."""
    found = await find_entry(parts, reader, code, "prove_custodian")
    if proof_id not in found.custodian.proofs:
        raise Refusal("not_found")
    return proof_id not in found.custodian.answered


async def _sent(parts: Parts, asked: Asked, command: Any) -> EntryAccepted:
    accepted = await send(parts, SERVICE, command, asked.reader, asked.command_id, asked.digest)
    return EntryAccepted(
        accepted["custodian"], accepted.get("change_id"), accepted.get("proof_id"), accepted["version"]
    )
