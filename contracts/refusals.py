"""Refusals: what people and partners are told when something is not accepted.

A code is stable and must not be changed once released: programs rely on it. The sentence is for a social worker. Neither
ever carries a person's data. `status` is the HTTP status under which the gateway gives it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class RefusalKind:
    """One way to be refused: HTTP status and sentence."""

    status: int
    sentence: str


REFUSALS: Mapping[str, RefusalKind] = {
    "malformed": RefusalKind(422, "Some of what was sent cannot be read. Mend the fields named and send it again."),
    "not_json": RefusalKind(400, "What was sent is not JSON. Nothing was stored."),
    "wrong_content_type": RefusalKind(415, "Send JSON, with the header Content-Type: application/json."),
    "too_large": RefusalKind(
        413, "What was sent is too large. Shorten it; a notification is a first brief, not a report."
    ),
    "not_a_photograph": RefusalKind(
        422, "This is not a photograph that can be kept. Send a JPEG or PNG of ordinary size."
    ),
    "wrong_host": RefusalKind(421, "This address is not served here."),
    "address_too_long": RefusalKind(414, "The address is too long. Ask for less at once."),
    "too_slow": RefusalKind(408, "What was sent did not arrive in time. Send it again."),
    "unauthenticated": RefusalKind(401, "Sign in first: the token is missing, unknown or has run out."),
    "not_permitted": RefusalKind(
        403, "You may not do this. Where roles are named here, ask somebody who holds one of them."
    ),
    "not_sent": RefusalKind(
        409, "You were signed out before this was sent, so nothing was done yet. Look through it and send it again."
    ),
    "not_found": RefusalKind(404, "There is nothing here under this reference, or you may not see it."),
    "method_not_allowed": RefusalKind(405, "This cannot be done with what stands under this address."),
    "unknown_authority": RefusalKind(422, "No authority of that code is set up here."),
    "authority_stopped": RefusalKind(
        503, "This authority's procedure could not be loaded, so nothing can be decided under it."
    ),
    "no_procedure": RefusalKind(422, "This authority has no procedure in force at this date."),
    "edition_changed": RefusalKind(
        503,
        "The procedure that this case began under was changed or removed. It must be restored before anything is decided.",
    ),
    "unknown_area": RefusalKind(422, "The authority has no area of that name."),
    "facts_refused": RefusalKind(422, "Some facts cannot be accepted. Mend the ones named and send it again."),
    "unknown_category": RefusalKind(422, "A category is not one of this authority's procedure."),
    "no_category": RefusalKind(
        422, "Choose at least one category; 'other, by professional judgement' is always there."
    ),
    "category_left_out": RefusalKind(
        409,
        "The facts meet a category that was left out. Choose it, or say why not (left_out), and send it again.",
    ),
    "unknown_role": RefusalKind(422, "A role is not one of this authority's procedure."),
    "unknown_person": RefusalKind(422, "A person named is not in the authority's directory."),
    "unknown_subject": RefusalKind(
        422,
        "There is nobody under this reference, or you may see no case of theirs. Find them by their name, or leave it out.",
    ),
    "held": RefusalKind(
        409, "A legal hold keeps what is held about this person. It must be lifted before anything is deleted."
    ),
    "no_such_hold": RefusalKind(422, "No hold of this number is in force. Choose one of those named."),
    "kept_still": RefusalKind(
        409,
        "The time for which this is kept has not run out, or has no end. Say that it is meant all the same, if it is.",
    ),
    "cuts_refused": RefusalKind(
        422, "What is left out is given in order, each from a character to a later one of the same text."
    ),
    "person_deleted": RefusalKind(
        409, "What was held about this person has been deleted, so nothing more can be added. Raise a new notification."
    ),
    "unknown_restriction": RefusalKind(422, "A restriction is not one of this authority's procedure."),
    "nothing_changed": RefusalKind(422, "An update must change a fact or say something new."),
    "update_out_of_date": RefusalKind(409, "Somebody has updated this since you read it. Read it again, then update."),
    "notification_ended": RefusalKind(409, "This notification has ended; raise a new one if there is something new."),
    "task_already_decided": RefusalKind(409, "This task has already been decided."),
    "task_claimed": RefusalKind(409, "Somebody else has claimed this task. Ask them, or have it reassigned."),
    "task_not_claimed": RefusalKind(409, "Claim this task from the group's tray before deciding it."),
    "unknown_outcome": RefusalKind(422, "The step has no such outcome. Choose one of those named."),
    "comment_required": RefusalKind(422, "This outcome needs a reason in the comment."),
    "record_required": RefusalKind(422, "Something must be recorded with this decision. Fill in the records named."),
    "outcome_refused": RefusalKind(409, "The procedure does not allow this outcome here."),
    "facts_needed": RefusalKind(
        409,
        "Whether the procedure allows this depends on facts that are not recorded yet. Have them added by an update.",
    ),
    "unknown_circulation": RefusalKind(
        422, "The procedure has no such way to share a case. Choose one of those named."
    ),
    "unknown_body": RefusalKind(
        422, "The procedure does not share a case so with this body. Choose one of those named."
    ),
    "one_recipient": RefusalKind(
        422, "Say with whom it is shared: one role, one person, or one body, as is named here."
    ),
    "share_refused": RefusalKind(409, "The procedure does not allow the case to be shared so here."),
    "facts_required": RefusalKind(
        422, "The procedure asks for facts that are missing. Answer the questions named and send it again."
    ),
    "particulars_required": RefusalKind(
        422, "The procedure asks for more before this can be raised. Fill in what is named and send it again."
    ),
    "cannot_return": RefusalKind(409, "There is no earlier step to return this to."),
    "nobody_holds_post": RefusalKind(409, "Nobody holds the post that comes next. The directory must be mended first."),
    "cannot_be_driven": RefusalKind(
        409,
        "This message could not be sent back: it was driven already, not enough of it was kept, or its queue is gone.",
    ),
    "already_received": RefusalKind(409, "The receipt for this has already been recorded."),
    "duty_already_done": RefusalKind(409, "This duty has already been recorded as done."),
    "duty_not_required": RefusalKind(409, "It was confirmed that this duty is not required in this case."),
    "already_proposed": RefusalKind(
        409, "It has been proposed already that this is not required; a second person has to say whether they agree."
    ),
    "nothing_proposed": RefusalKind(
        409, "Nobody has proposed that this is not required, so there is nothing to confirm."
    ),
    "own_work": RefusalKind(
        403, "This approves what you did yourself. Somebody else who holds the post must decide it."
    ),
    "access_not_needed": RefusalKind(409, "You see this case already; emergency access is for those who do not."),
    "second_person_needed": RefusalKind(
        403, "Somebody other than the one who proposed it must confirm that this is not required."
    ),
    "unknown_request": RefusalKind(
        422, "The procedure has nothing of this name to ask for. Choose one of those named."
    ),
    "already_asked": RefusalKind(
        409, "You have asked for this already, and it still waits. Wait for the answer, or ask for it as urgent."
    ),
    "not_absent": RefusalKind(409, "No absence of yours runs now, or begins at that time."),
    "reference_required": RefusalKind(422, "Give the reference number or other evidence that the body was told."),
    "clock_not_due": RefusalKind(409, "This deadline has not come yet."),
    "period_backwards": RefusalKind(422, "The end must be later than the start."),
    "nothing_signed": RefusalKind(
        409, "Nothing of the record of this time is signed yet. It is signed every minute: try again."
    ),
    "command_id_reused": RefusalKind(
        422, "This Idempotency-Key was used before with different content. Use a new key for a new request."
    ),
    "busy": RefusalKind(409, "Others are changing this at the same moment. Nothing was stored; try again."),
    "unknown_command": RefusalKind(400, "The service does not know this command in this version."),
    "service_unavailable": RefusalKind(
        503,
        "The service did not answer in time. It is safe to send the same request again with the same Idempotency-Key.",
    ),
    "read_model_behind": RefusalKind(
        503, "What you ask for has not arrived here yet, or you may not see it. Ask again in a moment."
    ),
    "particulars_refused": RefusalKind(
        422, "Some particulars cannot be accepted. Mend the ones named and send it again."
    ),
    "left_out_not_met": RefusalKind(
        422, "A category is said to be left out that the facts do not meet. Take it out of left_out and send it again."
    ),
    "consulted_oneself": RefusalKind(422, "Nobody can consult themselves. Name somebody else who holds the role."),
    "too_many_subscriptions": RefusalKind(409, "Your agency has as many subscriptions as there may be. End one first."),
    "not_as_seen": RefusalKind(412, "This has changed since you read it. Nothing was stored; read it again."),
    "too_many_requests": RefusalKind(
        429, "Your agency asks more often than it may. Nothing was stored; send it again later."
    ),
    "concern_decided": RefusalKind(409, "It has been decided what becomes of this concern."),
    "concern_undecided": RefusalKind(409, "Decide first what becomes of this concern; then the referrer can be told."),
    "feedback_required": RefusalKind(422, "Say in the feedback what the referrer is told."),
    "nothing_to_receive": RefusalKind(409, "There is nothing here yet that waits to be read."),
    "period_past": RefusalKind(422, "This time is already over. Give an end that is still to come."),
    "unknown_custodian": RefusalKind(422, "There is no custodian of this code at this date."),
    "no_such_contact": RefusalKind(422, "The custodian has no such contact."),
    "webhook_refused": RefusalKind(422, "The webhook's address is not one that may be called."),
    "key_refused": RefusalKind(
        422, "This is no public key for documents: give an elliptic key on P-256 as a JWK, without its private part."
    ),
    "update_before_alert": RefusalKind(
        409, "A first alert begins what it is about, and every later message follows the one before it."
    ),
    "alert_message_ended": RefusalKind(409, "What this is about has ended, so this is not asked for any more."),
    "already_under_way": RefusalKind(409, "It is on its way already. Wait for what comes of it."),
    "signature_refused": RefusalKind(
        401, "It is not signed by whom it says it is from, or it was changed on the way. Nothing of it was used."
    ),
    "signature_too_old": RefusalKind(
        401, "It was signed too long ago, or ahead of time. Check the clock, and sign it anew."
    ),
    "unknown_message": RefusalKind(422, "Messages of this type are not taken here."),
    "cap_refused": RefusalKind(422, "It is not one clear alert in CAP 1.2."),
    "document_refused": RefusalKind(
        422,
        "The document does not open here: it was sealed to another key, for another message, sender or body, or was changed.",
    ),
    "document_before_message": RefusalKind(
        409, "The message that this document belongs to has not arrived. Send that one first, then this again."
    ),
    "reference_ambiguous": RefusalKind(
        409, "It does not refer to exactly the message before it, as that was sent here. Send that one first."
    ),
    "exercise_and_alert": RefusalKind(409, "An exercise cannot change an alert, nor an alert an exercise."),
    "enquiries_required": RefusalKind(
        422, "An answer on absence counts with who asked whom, and when. Say it for each fact named and send it again."
    ),
    "threshold_not_met": RefusalKind(
        409, "The threshold for a national alert is not met. The grounds, and from when time would mend it, are named."
    ),
    "threshold_not_judged": RefusalKind(
        409, "The threshold for a national alert has not been met for this case. Propose the alert first."
    ),
    "alert_current": RefusalKind(
        409, "A national alert on this case is current. Update it, or end it; it ends before the case is closed."
    ),
    "no_alert_current": RefusalKind(
        409, "No national alert on this case is current, so there is none to update, renew or end."
    ),
    "alert_ended": RefusalKind(
        409, "The national alert on this case has ended. A child who goes missing again is raised anew."
    ),
    "message_pending": RefusalKind(
        409, "Another message of this alert is on its way. It must be released or sent back before the next is written."
    ),
    "no_such_message": RefusalKind(422, "The procedure has no such message to be written. Choose one of those named."),
    "message_refused": RefusalKind(409, "The procedure does not allow this message here."),
    "message_not_written": RefusalKind(
        409,
        "No message of the national alert waits for this. Complete the message's form first; it comes here by itself.",
    ),
    "alert_parts_required": RefusalKind(
        422, "Parts of the alert's form are missing or are not as they are asked. Mend those named and send it again."
    ),
    "no_instrument": RefusalKind(422, "The procedure of this case has no instrument to assess risk with."),
    "assessment_open": RefusalKind(
        409, "An assessment is being filled in already. Complete it and set its level before the next one begins."
    ),
    "assessed_already": RefusalKind(409, "There is an assessment of this case already. Begin a review of it."),
    "nothing_to_review": RefusalKind(409, "There is no assessment yet that could be reviewed. Begin the first one."),
    "answers_refused": RefusalKind(
        422, "Some answers are not as the instrument takes them. All that was typed is kept; mend the places named."
    ),
    "answers_conflict": RefusalKind(
        409,
        "Somebody else has filled in the same places since you read them. Both are kept: look at the places named, and save "
        "what is to stand there.",
    ),
    "assessment_refused": RefusalKind(
        422, "The assessment cannot be completed as it is. The draft is kept; what stands against it is named."
    ),
    "warnings_unread": RefusalKind(
        409,
        "There are warnings that nobody has acknowledged. Read those named: change the answer, or leave it and say so.",
    ),
    "assessment_completed": RefusalKind(
        409, "This assessment is complete and is not changed any more. Begin a review of it."
    ),
    "assessment_incomplete": RefusalKind(409, "Complete the assessment first; then its level is set."),
    "level_refused": RefusalKind(422, "The level cannot stand as it was set. What is missing is named."),
    "no_register": RefusalKind(422, "This authority's procedure keeps no high risk register."),
    "on_the_register": RefusalKind(
        409, "The high risk register keeps this case: do it there, and it is decided here by itself."
    ),
    "register_stage": RefusalKind(
        409,
        "This does not fit to how the young person stands with the high risk register now. Look at the entry again.",
    ),
    "assessment_needed": RefusalKind(
        409, "This rests on an assessment made for it, and there is none since the last. Complete one first."
    ),
    "referral_refused": RefusalKind(409, "This cannot be referred to the group yet."),
    "entry_refused": RefusalKind(409, "The group's decision cannot be recorded yet."),
    "plan_incomplete": RefusalKind(422, "The plan does not say all that it has to. Add what is named."),
    "change_not_agreed": RefusalKind(
        409, "On the register the plan is changed by the group, or by a change on which the group has agreed."
    ),
    "change_decided": RefusalKind(409, "This change of the plan was decided already."),
    "leaving_refused": RefusalKind(409, "The name does not come off the register yet."),
    "step_down_runs": RefusalKind(409, "Step-down is not over yet."),
    "unknown_cycle": RefusalKind(422, "The procedure has no reviews of that name. Choose one of those named."),
    "unknown_need": RefusalKind(422, "A need is none of those that the procedure names."),
    "meeting_over": RefusalKind(409, "This meeting was held; its agenda stays as it was."),
    "internal": RefusalKind(500, "Something went wrong here. Nothing is known to be stored; it is safe to try again."),
}


class Refusal(Exception):
    """Something is not accepted: `code` is one of REFUSALS; `details` name fields, roles or ids, never a person's data."""

    def __init__(
        self,
        code: str,
        details: Mapping[str, Any] | None = None,
        rules: tuple[str, ...] = (),
        sentence: str | None = None,
    ) -> None:
        self.code = code
        self.kind = REFUSALS[code]
        self.sentence = sentence or self.kind.sentence
        self.details = dict(details or {})
        self.rules = rules
        super().__init__(code)

    def as_json(self) -> dict[str, Any]:
        """The refusal as it travels between services and gateway."""
        return {
            "code": self.code,
            "sentence": self.sentence,
            "details": self.details,
            "rules": list(self.rules),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Refusal:
        """The refusal that travelled."""
        return cls(data["code"], data["details"], tuple(data["rules"]), data["sentence"])
