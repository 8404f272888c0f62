"""The bodies that are custodians, from the project's data file."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources

from contracts.custodians import Contacts
from custody.records import Body, Custodian, first_contacts


@cache
def custodians() -> Mapping[str, Custodian]:
    """Every custodian by code, as the file states them, before any change."""
    text = resources.files(__package__).joinpath("bodies.csv").read_text("utf-8")
    return {row["code"]: _custodian(row) for row in csv.DictReader(text.splitlines())}


def _custodian(row: Mapping[str, str]) -> Custodian:
    body = Body(
        code=row["code"],
        name=row["name"],
        official_name=row["official_name"],
        gss=row["gss"] or None,
        nation=row["nation"],
        kind=row["kind"],
        begins=_day(row["begins"]),
        ends=_day(row["ends"]),
    )
    return first_contacts(body, _contacts(row))


def _contacts(row: Mapping[str, str]) -> Contacts:
    webhook = row["webhook"] or None
    return Contacts(
        primary=row["primary"],
        second=row["second"] or None,
        out_of_hours=row["out_of_hours"] or None,
        webhook=webhook,
        channels=("webhook", "mail") if webhook else ("mail",),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
