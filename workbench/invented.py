"""A directory made up for an edition: one holder for each of its roles, so that it can be tried before there is a real one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from needfire.directory import Directory, Person, Post
from needfire.loading.authorities import Authority
from needfire.loading.deployment import Deployment
from needfire.procedure import Edition

AREA = "everywhere"


def invented_directory(edition: Edition) -> Directory:
    """One area, and for each role one invented person, called after the role."""
    people = tuple(
        Person(_id(role), title, f"{_id(role)}@{edition.authority}.example") for role, title in edition.roles.items()
    )
    posts = tuple(Post(role, "*", (_id(role),)) for role in edition.roles)
    return Directory(edition.authority, (AREA,), people, posts)


def _id(role: str) -> str:
    return f"the-{role.replace('_', '-')}"


def deployment_of(authority: Authority, edition: Edition, directory: Directory | None) -> Deployment:
    """A deployment in which this edition alone is in force, whatever the day; with an invented directory, where none is given."""
    always = replace(edition, in_force_from=date.min)
    alone = replace(authority, editions={edition.edition: always})
    return Deployment({edition.authority: alone}, {edition.authority: directory or invented_directory(edition)})
