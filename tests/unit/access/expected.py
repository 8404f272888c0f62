"""Who may do what in the world of the matrix, written down by hand from what the words of the procedure mean.

Nothing here is computed by the platform. A letter for each person: y may, r may and does not see what the restriction hides,
n is told that they may not, o is told that nobody approves their own, x is told that they see it already, and a dot for whom
there is nothing there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tests.unit.access.world import RELATIONS

AGENCIES = [each for each in RELATIONS if "/" in each]
PERSONS = [each for each in RELATIONS if "/" not in each]
Cells = dict[str, str]


def cells(**by: Iterable[str]) -> Cells:
    """The letter of each column; whoever is in none has a dot."""
    found = dict.fromkeys(RELATIONS, ".")
    for letter, people in by.items():
        found.update(dict.fromkeys(people, letter))
    return found


CASEWORKERS = {
    "open": ["raiser", "named", "author", "desk", "head", "lead", "standin", "second", "guest", "archivist"],
    # What waited with the deputy and the second person is done: nothing of the case is theirs any more.
    "ended": ["raiser", "named", "author", "desk", "head", "lead", "guest", "archivist"],
}
LOOKERS = ["locum", "inspector"]
BOUND = ["head", "guest", "archivist", *LOOKERS]
"""From whom the restriction keeps the adult's name: its role, those with whom it was shared, and who only looks."""


def reading(state: str, placed: bool, opens: bool) -> Cells:
    """Whoever has a part in it, or looks; `opens` where particulars are shown."""
    seeing = [*CASEWORKERS[state], *LOOKERS]
    hidden = [each for each in seeing if each in BOUND and placed and opens]
    return cells(y=seeing, r=hidden, n=AGENCIES)


def doing(state: str, *may: str, own: Iterable[str] = ()) -> Cells:
    """Only these; whoever else sees it is told that they may not."""
    return cells(n=[*CASEWORKERS[state], *LOOKERS, *AGENCIES], y=may, o=own)


OPENS = {
    "read_notification", "read_timeline", "GET /cases/{notification_id}", "GET /cases/{notification_id}/case.pdf",
    "GET /tasks/{task_id}",
}  # fmt: skip
EVERYBODY = cells(y=PERSONS, n=AGENCIES)
ANYONE = cells(y=RELATIONS)
AGENCIES_OWN = cells(n=PERSONS, y=AGENCIES)
POLICES = cells(n=PERSONS, y=["fenshire/police"])
DOOR = cells(n=AGENCIES, y=["desk", "author"])
RECORDS = cells(n=RELATIONS, y=["governor", "auditor"])
NOT_THERE = {**RECORDS, "governor": ".", "auditor": "."}
HAS_NO_PART = ["locum", "governor", "auditor", "elsewhere"]


def expected(state: str, placed: bool) -> Mapping[str, Cells]:
    """The row of each operation and page, by its name."""
    of_case = {
        name: reading(state, placed, name in OPENS)
        for name in (
            "read_notification", "list_shares", "list_requests", "read_timeline", "why_notification", "read_task", "why_task",
            "GET /cases/{notification_id}", "GET /tasks/{task_id}", "GET /duties/{duty_id}",
            "GET /cases/{notification_id}/case.pdf", "GET /cases/{notification_id}/changes",
            "GET /cases/{notification_id}/receipt",
        )
    }  # fmt: skip
    return {
        **of_case,
        "GET /cases/{notification_id}/consultations": doing(state, "raiser", "author"),
        "GET /cases/{notification_id}/updates": doing(state, "raiser", "author"),
        "GET /cases/{notification_id}/closure": doing(state, "author"),
        "GET /cases/{notification_id}/shares": doing(state, *CASEWORKERS[state]),
        "GET /cases/{notification_id}/requests": doing(state, "author"),
        "record_consultation": doing(state, "raiser", "author"),
        "update_notification": doing(state, "raiser", "author"),
        "close_notification": doing(state, "author"),
        "share_notification": doing(state, *CASEWORKERS[state]),
        "make_request": doing(state, "author"),
        "claim_task": doing(state, "desk", "author"),
        "decide_task": doing(state, "desk", own=["author"]),
        "return_task": doing(state, "desk", "author"),
        "reassign_task": doing(state, "desk", "author"),
        "receive_notice": doing(state, "named"),
        "complete_duty": doing(state, "lead"),
        "propose_duty_not_required": doing(state, "lead", *(["standin"] if state == "open" else [])),
        "confirm_duty_not_required": (
            doing(state, "standin", "second", own=["lead"]) if state == "open" else doing(state, "lead")
        ),
        "open_emergency_access": cells(
            x=[*CASEWORKERS[state], "inspector"], y=[*HAS_NO_PART, *_no_more(state)], n=AGENCIES
        ),
        "raise_notification": cells(n=RELATIONS, y=["raiser", "author"]),
        **dict.fromkeys(FOR_ALL, EVERYBODY),
        # Who runs the platform has nothing to look for among children.
        **{name: {**EVERYBODY, "operator": "n"} for name in ("search_people", "GET /people")},
        **dict.fromkeys(PUBLIC, ANYONE),
        "GET /unsent/{unsent_id}": cells(
            n=AGENCIES
        ),  # what was kept is its sender's alone: tests/unit/gateway/test_timed_out.py
        **dict.fromkeys(
            ("draw_report", "save_report_filter", *PAGES_OF_A_REPORT), cells(n=AGENCIES, y=["head", "auditor"])
        ),
        "drop_report_filter": cells(
            n=AGENCIES
        ),  # what was saved is whose it is: tests/unit/gateway/test_report_pages.py
        # The trial procedure has nothing that comes round for review.
        **dict.fromkeys(("GET /reviews/{review_id}", "GET /reviews/{review_id}/list.csv"), cells(n=AGENCIES)),
        **dict.fromkeys(("list_deliveries", "replay_delivery", "GET /deliveries"), DOOR),
        # Without the word that stands in our own form nobody does anything on a page: tests/unit/gateway/test_pages.py.
        **dict.fromkeys(FORMS, cells(n=RELATIONS)),
        **dict.fromkeys(("GET /raise", "GET /raise/brief"), cells(n=RELATIONS, y=["raiser", "author", "elsewhere"])),
        # A draft is its author's: for everybody else there is none.
        **dict.fromkeys(OF_DRAFT, cells(n=AGENCIES, y=["raiser"])),
        "GET /concerns/{concern_id}": DOOR,
        # Both decide on concerns; only one of them may raise a notification.
        **dict.fromkeys(("read_concern", "decide_concern", "give_concern_feedback"), DOOR),
        **dict.fromkeys(
            (
                "raise_concern",
                "list_own_concerns",
                "list_owed_duties",
                "list_shared",
                "subscribe",
                "list_subscriptions",
                "list_own_deliveries",
            ),
            AGENCIES_OWN,
        ),
        **dict.fromkeys(OF_POLICE, POLICES),
        **dict.fromkeys(OF_RECORDS, RECORDS),
        **dict.fromkeys(("list_audit_entries", "export_record"), cells(n=RELATIONS, y=["inspector"])),
        "list_readers": cells(n=AGENCIES, y=["inspector"]),
        # Fenshire's procedure has no national alerts, and nobody proposed any.
        **dict.fromkeys(OF_ALERTS, cells(n=AGENCIES)),
        **dict.fromkeys(OF_CUSTODIAN, cells(n=AGENCIES, y=["guest"])),
        # Its own scope lets an agency ask; none of these receives for a body.
        **dict.fromkeys(
            ("open_agency_custodian_message", "answer_agency_custodian_message", "read_agency_custodian_photograph"),
            cells(n=PERSONS),
        ),
        "list_agency_custodian_messages": AGENCIES_OWN,
        **dict.fromkeys(OF_EXERCISES, cells(n=RELATIONS, y=["locum"])),
        **dict.fromkeys(AN_EXERCISE, cells(n=AGENCIES, y=["locum"])),
        **dict.fromkeys(OF_DIRECTORY, cells(n=RELATIONS, y=["guest", "locum"])),
        # Who is not of the body does not confirm its test: for them there is none.
        **dict.fromkeys(
            ("give_proof", "GET /custodians/{custodian}/proofs/{proof_id}"), cells(n=NOT_OF_ALERTS, y=["guest"])
        ),
        **dict.fromkeys(OF_COPIES, cells(n=AGENCIES)),  # nobody has sent any
        "take_in_alert": cells(n=RELATIONS),  # nobody's sign-in lets it in, but the sender's signature
        **dict.fromkeys(FORMS_OF_ALERTS, cells(n=RELATIONS)),
        # Nor has it an instrument to assess risk with.
        **dict.fromkeys(OF_ASSESSMENTS, cells(n=AGENCIES)),
        **dict.fromkeys((*FORMS_OF_ASSESSMENTS, *FORMS_OF_REGISTER, *FORMS_OF_MEETINGS), cells(n=RELATIONS)),
        # Nor does it keep a register: nobody has an entry on it, and all are told that there is none.
        **dict.fromkeys((*OF_ENTRIES, *REGISTER_PAGES), cells(n=AGENCIES)),
        **dict.fromkeys(OF_REGISTER, EVERYBODY),
        "list_supported_plans": AGENCIES_OWN,
        **dict.fromkeys(OF_PLANS, cells(n=PERSONS)),
        **dict.fromkeys(FLAGS, cells(n=RELATIONS, y=["fenshire/clinic"])),  # for health partners only
        **{each: {**cells(n=RELATIONS), "fenshire/clinic": "."} for each in A_FLAG},
        **dict.fromkeys(OF_DIRECTORY_OF_POSTS, cells(n=AGENCIES, y=COLLEAGUES)),
        **dict.fromkeys(("read_reach", "GET /procedures/{edition}/reach"), cells(n=AGENCIES, y=FENSHIRES)),
        "GET /procedures": EVERYBODY,
        "GET /procedures/{edition}": cells(n=AGENCIES, y=[each for each in PERSONS if each != "kent-director"]),
        # An edition is not compared with itself, and Fenshire has one.
        **dict.fromkeys(("compare_editions", "GET /procedures/{edition}/compared/{earlier}"), cells(n=AGENCIES)),
        # As above; and nothing is replayed before two editions are named.
        **dict.fromkeys(("replay_cases", "GET /running/replay/cases.csv"), cells(n=AGENCIES)),
        **dict.fromkeys(OF_PLATFORM, cells(n=AGENCIES, y=["operator"])),
        # There is no certificate yet, and no text of that name: those who may ask are told so.
        **dict.fromkeys(
            ("read_certificate", "read_text", "redact_text", "GET /people/{person}/certificate.pdf", NO_TEXT), NOT_THERE
        ),
    }


def _no_more(state: str) -> list[str]:
    return [each for each in CASEWORKERS["open"] if each not in CASEWORKERS[state]]


COLLEAGUES = [each for each in PERSONS if each != "nopost"]
FENSHIRES = [each for each in COLLEAGUES if each != "kent-director"]
OF_DIRECTORY_OF_POSTS = ("read_directory", "GET /directory")
OF_PLATFORM = (
    "read_running", "list_parked", "drive_parked_stream", "drive_parked_message", "GET /running", "GET /running/parked",
    "GET /running/replay",
)  # fmt: skip
FORMS = (
    "POST /deliveries/{delivery_id}/replay", "POST /raise", "POST /raise/brief", "POST /drafts/{draft_id}/check",
    "POST /drafts/{draft_id}/deletion", "POST /drafts/{draft_id}/{page}", "POST /people", "POST /concerns/{concern_id}/decision",
    "POST /concerns/{concern_id}/feedback", "POST /concerns/{concern_id}/notification", "POST /people/{person}/holds",
    "POST /people/{person}/holds/lift", "POST /people/{person}/deletion", "POST /people/{person}/deletion/confirmation",
    "POST /people/{person}/texts/{text}/{name}", "POST /people/{person}/retention/receipt",
    "POST /tasks/{task_id}/claim", "POST /tasks/{task_id}/decision",
    "POST /tasks/{task_id}/return", "POST /tasks/{task_id}/reassignment", "POST /notices/{notice_id}/receipt",
    "POST /duties/{duty_id}/completion", "POST /duties/{duty_id}/not-required",
    "POST /duties/{duty_id}/not-required/confirmation", "POST /cases/{notification_id}/updates",
    "POST /cases/{notification_id}/requests", "POST /cases/{notification_id}/shares",
    "POST /cases/{notification_id}/consultations", "POST /cases/{notification_id}/closure",
    "POST /report-filters", "POST /report-filters/{filter_id}/removal",
    "POST /running/parked/streams", "POST /running/parked/messages",
)  # fmt: skip
OF_DRAFT = ("GET /drafts/{draft_id}/check", "GET /drafts/{draft_id}/{page}")
FOR_ALL = (
    "list_notifications", "search_people", "list_tasks", "list_notices", "list_duties", "delegate_absence", "end_absence",
    "list_concerns", "list_alerts", "suggest_categories", "list_authorities", "list_editions", "read_edition", "list_reports",
    "GET /", "GET /tray", "GET /tray/changes", "GET /tasks", "GET /notices", "GET /duties", "GET /concerns", "GET /people",
    "GET /alerts", "GET /national-alerts", "list_custodian_messages", "list_received_alerts",
    "GET /received-alerts", "GET /stay", "GET /reports",
    "list_report_filters",
)  # fmt: skip
"""What is each person's own: the lists hold only what they may see, which the two worlds show."""
OF_POLICE = (
    "read_own_concern", "receive_concern_feedback", "acknowledge_duty", "read_shared", "receive_shared", "change_secret",
    "end_subscription", "redrive_deliveries", "replay_own_delivery",
)  # fmt: skip
OF_RECORDS = (
    "read_retention", "read_records", "place_hold", "lift_hold", "propose_deletion", "confirm_deletion", "export_person",
    "list_retention_notices", "receive_retention",
    "GET /records", "GET /people/{person}", "GET /people/{person}/export.pdf", "GET /people/{person}/export",
)  # fmt: skip
OF_ALERTS = (
    "propose_alert", "read_alert", "read_alert_form", "write_alert_message", "attach_photograph", "read_custodian_photograph", "why_alert", "read_alert_ledger",
    "redrive_alert", "GET /alerts/{alert_id}",
)  # fmt: skip
OF_CUSTODIAN = (
    "open_custodian_message", "answer_custodian_message", "GET /national-alerts/{message_id}",
    "GET /national-alerts/{message_id}/alert.pdf", "GET /national-alerts/{message_id}/alert.cap.xml",
)  # fmt: skip
OF_EXERCISES = ("start_exercise", "list_exercises", "GET /exercises")
AN_EXERCISE = (
    "report_exercise", "read_exercise_ledger", "redrive_exercise", "GET /exercises/{exercise_id}",
)  # fmt: skip
NOT_OF_ALERTS = [each for each in RELATIONS if each not in ("locum", "guest")]
OF_DIRECTORY = (
    "list_custodians", "read_custodian", "propose_contacts", "decide_contacts", "ask_proof", "GET /custodians",
    "GET /custodians/{custodian}",
)  # fmt: skip
OF_COPIES = (
    "read_received_alert", "match_received_alert", "record_received_search", "GET /received-alerts/{received_id}",
)  # fmt: skip
FORMS_OF_ALERTS = (
    "POST /custodians/{custodian}/changes", "POST /custodians/{custodian}/changes/{change_id}/decision",
    "POST /custodians/{custodian}/proofs", "POST /custodians/{custodian}/proofs/{proof_id}/confirmation",
    "POST /received-alerts/{received_id}/matches", "POST /received-alerts/{received_id}/searches",
    "POST /national-alerts/{message_id}/receipts", "POST /alerts/{alert_id}/redrives", "POST /exercises",
    "POST /exercises/{exercise_id}/redrives",
)  # fmt: skip
"""Without the word that stands in our own form nobody does anything on a page."""
OF_ASSESSMENTS = (
    "begin_assessment", "list_assessments", "read_assessment", "read_assessment_form", "save_assessment_draft",
    "complete_assessment", "set_assessment_level", "why_assessment", "GET /cases/{notification_id}/risk",
    "GET /assessments/{assessment_id}", "GET /assessments/{assessment_id}/sections/{section}",
    "GET /assessments/{assessment_id}/check", "GET /assessments/{assessment_id}/level",
)  # fmt: skip
FORMS_OF_ASSESSMENTS = (
    "POST /cases/{notification_id}/risk", "POST /assessments/{assessment_id}/sections/{section}",
    "POST /assessments/{assessment_id}/check", "POST /assessments/{assessment_id}/level",
)  # fmt: skip
OF_ENTRIES = (
    "read_entry", "why_entry", "write_plan", "mark_plan_action", "receive_plan_copy", "refer_to_group", "record_view",
    "decide_referral", "propose_plan_change", "decide_plan_change", "review_entry", "decide_resource", "leave_register",
    "review_step_down", "end_step_down",
)  # fmt: skip
OF_REGISTER = (
    "read_register", "read_unmet_needs", "read_runaways", "call_meeting", "list_meetings", "read_meeting", "set_agenda",
    "hold_meeting",
)  # fmt: skip
REGISTER_PAGES = (
    "GET /register/entries/{notification_id}", "GET /register/entries/{notification_id}/plan", "GET /register", "GET /register/watch", "GET /register/meetings", "GET /register/meetings/{meeting_id}", "GET /register/meetings/{meeting_id}/pack.pdf",
)  # fmt: skip
FORMS_OF_MEETINGS = tuple(
    f"POST /register/meetings{each}" for each in ("", "/{meeting_id}/agenda", "/{meeting_id}/held")
)
FORMS_OF_REGISTER = tuple(f"POST /register/entries/{{notification_id}}/{each}" for each in (
    "plan", "plan/actions/{action_id}", "plan/receipts", "referral", "views", "decision", "changes",
    "changes/{change}/decision", "reviews", "resources", "leaving", "step-down/meetings", "step-down/end",
))  # fmt: skip
OF_PLANS = ("read_supported_plan", "receive_supported_plan", "answer_level", "ask_plan_change")
PAGES_OF_A_REPORT = tuple(
    f"GET /reports/{{report_id}}{each}" for each in ("", "/numbers.csv", "/cases.csv", "/report.pdf")
)
FLAGS = ("fhir_search_flag", "fhir_search_communication", "fhir_search_task")
A_FLAG = ("fhir_read_flag", "fhir_read_communication", "fhir_read_task")
NO_TEXT = "GET /people/{person}/texts/{text}/{name}"
PUBLIC = ("live", "ready", "fhir_metadata")
