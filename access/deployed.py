"""The authority that somebody asks, and the edition that a case began under; or why there is none."""

from __future__ import annotations

from contracts.refusals import Refusal
from needfire.loading.authorities import Authority
from needfire.loading.deployment import Deployment
from needfire.procedure import Edition


def authority_of(deployment: Deployment, code: str) -> Authority:
    """The authority of this code. Raises Refusal `authority_stopped` or `unknown_authority`."""
    found = deployment.authorities.get(code)
    if found is None:
        raise Refusal("authority_stopped" if code in deployment.stopped else "unknown_authority")
    return found


def edition_of(authority: Authority, name: str, digest: str) -> Edition:
    """The edition that a case began under, unchanged. Raises Refusal `edition_changed`."""
    edition = authority.editions.get(name)
    if edition is None or edition.digest != digest:
        raise Refusal("edition_changed")
    return edition


def bodies_here(deployment: Deployment) -> dict[str, str]:
    """The authorities of this deployment that are custodians, by the code of their body."""
    posts = ((code, each.custodian) for code, each in deployment.directories.items())
    return {custodian.body: code for code, custodian in posts if custodian}
