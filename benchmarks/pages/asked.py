"""Every page and list of the web with somebody who may see it: none is left out (`tests/unit/benchmarks/test_pages.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MANAGER, CLOSING, LUTONS = "kent-team-manager", "kent-service-manager", "luton-service-manager"
WORKER, DIRECTOR, RECORDS = "kent-social-worker", "kent-director", "kent-records-officer"
ADOLESCENTS, SENDER, RECEIVER = (
    "kent-assistant-director-adolescents", "kent-management-information", "luton-director-support",
)  # fmt: skip
LEAD, GROUP = "northumberland-lead-professional", "northumberland-group-chair"


@dataclass(frozen=True)
class Asked:
    """Who asks, and the ids of which authority's stand in the address; `status` is what a right answer bears."""

    by: str = ""
    of: str = "kent"
    query: str = ""
    status: int = 200


def _each(asked: Asked, *paths: str) -> Mapping[str, Asked]:
    return dict.fromkeys(paths, asked)


EDITION = "/procedures/{edition}"
CASE, PERSON, ASSESSMENT, RECEIVED = (
    "/cases/{notification_id}",
    "/people/{person}",
    "/assessments/{assessment_id}",
    "/national-alerts/{message_id}",
)
MEETING, ENTRY, REPORT = (
    "/register/meetings/{meeting_id}",
    "/register/entries/{notification_id}",
    "/reports/{report_id}",
)

ASKED: Mapping[str, Asked] = {
    **_each(Asked(MANAGER), "/", CASE, f"{CASE}/updates", f"{CASE}/requests"),
    f"{CASE}/shares": Asked(LUTONS, "luton"),
    f"{CASE}/closure": Asked(CLOSING),
    **_each(Asked(MANAGER), f"{CASE}/consultations", f"{CASE}/case.pdf", f"{CASE}/changes", "/people"),
    **_each(Asked(MANAGER), "/tray", "/tasks", "/notices", "/duties", "/tray/changes", "/stay", "/tasks/{task_id}"),
    **_each(Asked(WORKER), "/raise", "/drafts/{draft_id}/check", "/drafts/{draft_id}/{page}"),
    "/raise/brief": Asked(WORKER, query=f"form={'a' * 32}"),
    **_each(Asked(WORKER), f"{CASE}/receipt", "/alerts", "/alerts/{alert_id}"),
    **_each(Asked(WORKER), "/concerns", "/concerns/{concern_id}"),
    **_each(Asked(LEAD, "northumberland"), f"{CASE}/risk", f"{ENTRY}/plan", ASSESSMENT, f"{ASSESSMENT}/check"),
    **_each(Asked(LEAD, "northumberland"), f"{ASSESSMENT}/level", f"{ASSESSMENT}/sections/{{section}}"),
    **_each(Asked(GROUP, "northumberland"), "/register", "/register/watch", ENTRY, "/register/meetings"),
    **_each(Asked(GROUP, "northumberland"), MEETING, f"{MEETING}/pack.pdf"),
    **_each(Asked("kent-platform-lead"), "/running", "/running/parked"),
    **_each(
        Asked("kent-platform-lead", query="under=2016-09&instead_of=2023-12"),
        "/running/replay",
        "/running/replay/cases.csv",
    ),
    **_each(
        Asked(DIRECTOR), "/directory", "/procedures", EDITION, f"{EDITION}/reach", f"{EDITION}/compared/{{earlier}}"
    ),
    "/duties/{duty_id}": Asked(ADOLESCENTS),
    "/deliveries": Asked(WORKER),
    **_each(Asked(SENDER), "/custodians", "/custodians/{custodian}", "/exercises", "/exercises/{exercise_id}"),
    "/custodians/{custodian}/proofs/{proof_id}": Asked(RECEIVER),
    **_each(Asked(RECEIVER), "/national-alerts", RECEIVED, f"{RECEIVED}/alert.pdf", f"{RECEIVED}/alert.cap.xml"),
    **_each(Asked(RECEIVER, "luton"), "/received-alerts", "/received-alerts/{received_id}"),
    **_each(Asked(RECORDS), "/records", PERSON, f"{PERSON}/export.pdf", f"{PERSON}/export"),
    f"{PERSON}/certificate.pdf": Asked(RECORDS, "deleted"),
    f"{PERSON}/texts/{{text}}/{{name}}": Asked(RECORDS),
    **_each(
        Asked(DIRECTOR), "/reports", REPORT, f"{REPORT}/numbers.csv", f"{REPORT}/cases.csv", f"{REPORT}/report.pdf"
    ),
    **_each(Asked("luton-director", "luton"), "/reviews/{review_id}", "/reviews/{review_id}/list.csv"),
    **_each(Asked(), "/sign-in", "/signed-out", "/accessibility", "/openapi.json", "/docs"),
    "/static/{name}": Asked(of="files"),
    "/unsent/{unsent_id}": Asked(WORKER, status=422),
    "/sign-in/begin": Asked(query="provider=kent", status=303),
    "/sign-in/return": Asked(query="state=none&code=none", status=401),
}
"""By the path in `gateway.web.pages`."""
