"""An authority in which each role is held by a person of its own, named for it: who may do what is seen role by role."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import yaml

from needfire.directory.loading import load_directory
from needfire.loading.deployment import Deployment
from tests.unit.casework.authorities import real


@cache
def each_role_by_one(code: str, edition: str) -> Deployment:
    """The authority with that directory: the role `social_worker` is held by the person `social-worker`, in every area."""
    deployment = real(code)
    roles = deployment.authorities[code].editions[edition].roles
    directory = {
        "authority": code,
        "areas": list(deployment.directories[code].areas),
        "people": [
            {"id": holder(role), "name": f"Somebody, {title}", "email": f"{holder(role)}@{code}.example"}
            for role, title in roles.items()
        ],
        "posts": [{"role": role, "area": "*", "holders": [holder(role)]} for role in roles],
    }
    text = yaml.safe_dump(directory, sort_keys=False)
    return replace(deployment, directories={code: load_directory(text, f"{code}.yaml")})


def holder(role: str) -> str:
    """The one who holds the role, and no other."""
    return role.replace("_", "-")
