"""What is done while somebody is on the register, and on the way down: reviews, resources, leaving, step-down and its end."""

from __future__ import annotations

from contracts import gateway_register_requests as bodies
from contracts import risk_register as contract
from gateway.api.operation import of_tag
from gateway.api.register_acts import act, acting

OPERATIONS = of_tag(
    "High risk register",
    act(
        "/reviews",
        "review_entry",
        "Record a review",
        acting(
            lambda case, body, text: contract.ReviewEntryV1(
                case, body.cycle, body.unmet, body.keyworker_still_right, text
            )
        ),
        bodies.EntryReview,
        "assessment_needed",
        "record_required",
        "unknown_cycle",
        "unknown_need",
    ),
    act(
        "/resources",
        "decide_resource",
        "Record a decision on funding or resources",
        acting(lambda case, body, text: contract.DecideResourceV1(case, body.need, body.granted, text)),
        bodies.ResourceDecision,
        "comment_required",
        "unknown_need",
    ),
    act(
        "/leaving",
        "leave_register",
        "Take the name off the register",
        acting(lambda case, body, text: contract.LeaveRegisterV1(case, body.otherwise, text)),
        bodies.Leaving,
        "leaving_refused",
        "comment_required",
    ),
    act(
        "/step-down/meetings",
        "review_step_down",
        "Record a meeting of the care team in step-down",
        acting(lambda case, body, _: contract.ReviewStepDownV1(case, body.keyworker_still_right)),
        bodies.StepDownMeeting,
        "assessment_needed",
    ),
    act(
        "/step-down/end",
        "end_step_down",
        "Record the review at the end of step-down",
        acting(lambda case, body, text: contract.EndStepDownV1(case, body.further_concern, text)),
        bodies.StepDownEnd,
        "step_down_runs",
        "leaving_refused",
        "comment_required",
    ),
)
