"""What is reckoned with: each figure with where it is from, or that it is assumed."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from benchmarks.country import HERE

ASSUMED = "assumed"


@dataclass(frozen=True)
class Figure:
    """A number, what it counts, and its public source; "assumed" where there is none, and why then."""

    what: str
    number: float
    source: str


MISSING = Figure(
    "incidents of a looked-after child going missing, a year",
    86_900,
    "DfE, Children looked after in England, year to March 2025 (official statistics, rounded)",
)
MISSING_BEFORE = Figure(
    "the same, three years before",
    76_890,
    "DfE, the same release for the year to March 2022, as answered to Parliament (question 187193)",
)
SERIOUS = Figure(
    "serious incident notifications, a year", 456, "DfE, Serious incident notifications, 2022-23 (official statistics)"
)
ENQUIRIES = Figure(
    "section 47 enquiries, a year", 225_400, "DfE, Children in need, year to March 2023, as the press reported it"
)
REFERRALS = Figure(
    "referrals to children's social care, a year",
    632_830,
    "DfE, Children in need, year to March 2025, table C1 (official statistics)",
)
RAISED_OF_ENQUIRIES = Figure(
    "of a hundred enquiries, raised for somebody senior to know", 10, f"{ASSUMED}: no statistic counts it"
)
READS = Figure(
    "pages and queries read for each command", 20, f"{ASSUMED}: a case is opened by many, and changed by few"
)
READ_BYTES = Figure(
    "bytes that the record keeps of a read", 700, f"{ASSUMED}: an entry of the log, its leaf and indexes"
)
CONCERN_COMMITS = Figure("commits of an agency's concern", 5, f"{ASSUMED}: raised, routed, its clock, decided, told")
BUSIEST_DAY = Figure("times an average day that the busiest is", 2, f"{ASSUMED}: a Monday after a holiday")
CALAMITY = Figure(
    "times its usual load that the worst hour has", 5, f"{ASSUMED}: a flood, a closed home, a day of arrests"
)
INDEXES = Figure("bytes in the store for each byte of a document", 2.0, f"{ASSUMED}: indexes and free pages")
COPIES = Figure("copies that are kept", 4, f"{ASSUMED}: three members of the store and a backup")
PER_SECOND = Figure(
    "commands a second that one machine of two cores took and followed to the end",
    25,
    "docs/benchmarks.md, the entry `commands`: 400 were taken at 62 a second, and the last was readable after 15.7 s",
)
CORE_HOUR = Figure("pounds for a core and its memory, an hour", 0.05, f"{ASSUMED}: put in your own")
GIGABYTE_MONTH = Figure("pounds for a gigabyte, a month", 0.10, f"{ASSUMED}: put in your own")
CORES = Figure("cores that are paid for", 12, f"{ASSUMED}: two machines of four, and a store of three members")

EVERY: tuple[Figure, ...] = (
    MISSING, MISSING_BEFORE, SERIOUS, ENQUIRIES, REFERRALS, RAISED_OF_ENQUIRIES, READS, READ_BYTES, CONCERN_COMMITS, BUSIEST_DAY,
    CALAMITY, INDEXES, COPIES, PER_SECOND, CORE_HOUR, GIGABYTE_MONTH, CORES,
)  # fmt: skip
KINDS: Mapping[str, float] = {
    "missing": MISSING.number,
    "enquiry": ENQUIRIES.number * RAISED_OF_ENQUIRIES.number / 100,
    "serious": SERIOUS.number,
}
"""Cases a year by what they are about: each incident of going missing is counted as one, the most that there can be."""


def yearly_cases() -> float:
    """Cases raised in England in a year."""
    return sum(KINDS.values())


def growth() -> float:
    """By how much there is more each year, as a part: as incidents of going missing have grown."""
    return float((MISSING.number / MISSING_BEFORE.number) ** (1 / 3) - 1)


@dataclass(frozen=True)
class Place:
    """An authority and how many people live there."""

    code: str
    name: str
    population: int


@cache
def places() -> tuple[Place, ...]:
    """England's authorities with children's services, the largest first: mid-2020 populations, from mySociety's list (MIT licence)."""
    rows = csv.DictReader((HERE / "authorities.csv").read_text("utf-8").splitlines())
    found = [Place(row["code"], row["name"], int(row["population"])) for row in rows]
    return tuple(sorted(found, key=lambda each: (-each.population, each.code)))


def shares(number: int) -> list[float]:
    """What part of the country's cases each of the largest so many has, by population; together 1."""
    chosen = [each.population for each in places()[:number]]
    return [each / sum(chosen) for each in chosen]
