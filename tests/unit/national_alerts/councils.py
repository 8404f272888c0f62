"""Authorities that are custodians: in each somebody receives alerts, and others look after sending."""

from __future__ import annotations

from collections.abc import Iterable

from needfire.directory import WHOLE_AUTHORITY, CustodianPosts, Directory, Person, Post
from needfire.loading.deployment import Deployment

KEEPERS = ("keeper-one", "keeper-two", "keeper-three")


def authority_of(code: str) -> str:
    """The authority that is this body."""
    return {"LUT": "luton", "KEN": "kent"}.get(code, code.lower())


def council(code: str) -> Directory:
    """The directory of that authority: `custodian`, `luton-custodian`; `luton-manager`, `keeper-one`, …"""
    authority = authority_of(code)
    receiving, keeping = ("custodian", f"{authority}-custodian"), (f"{authority}-manager", *KEEPERS)
    return Directory(
        authority=authority,
        areas=("north",),
        people=tuple(Person(each, each.title(), f"{each}@{authority}.example") for each in (*receiving, *keeping)),
        posts=(Post("inbox", WHOLE_AUTHORITY, receiving), Post("information", WHOLE_AUTHORITY, keeping)),
        custodian=CustodianPosts(code, "inbox", "information"),
    )


def councils(codes: Iterable[str]) -> Deployment:
    """A deployment in which each of these bodies is an authority. It has no procedures."""
    return Deployment({}, {authority_of(code): council(code) for code in codes})
