"""The lock: complete, hashed, the same versions everywhere, and no address of anybody's package index."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "requirements"
LOCKS = sorted(path.stem for path in FOLDER.glob("*.txt"))


def pins(name: str) -> set[tuple[str, str]]:
    """(package, version) of a lock; two entries where versions differ between Pythons."""
    return set(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", (FOLDER / f"{name}.txt").read_text(), re.MULTILINE))


def wanted(name: str) -> set[str]:
    """Names in an .in file, and in those that it includes."""
    lines = (FOLDER / f"{name}.in").read_text().splitlines()
    included = [line.split()[1].removesuffix(".in") for line in lines if line.startswith("-r ")]
    own = {re.split(r"[\[=<>;]", line)[0].lower() for line in lines if re.match(r"[A-Za-z]", line)}
    return own.union(*(wanted(other) for other in included))


def test_each_in_file_has_its_lock() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.in")) == LOCKS


@pytest.mark.parametrize("name", LOCKS)
def test_everything_wanted_is_locked(name: str) -> None:
    assert wanted(name) - {package for package, _ in pins(name)} == set()


@pytest.mark.parametrize("name", LOCKS)
def test_each_package_is_checked_by_its_hash(name: str) -> None:
    entries = re.split(r"\n(?=\S)", (FOLDER / f"{name}.txt").read_text().strip())

    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_no_address_stands_in_it(path: Path) -> None:
    assert re.search(r"://|index-url|find-links|\.org\b|\.io\b|\.com\b", path.read_text()) is None


@pytest.mark.parametrize(("smaller", "larger"), [("services", "runtime"), ("runtime", "test")])
def test_the_larger_lock_holds_the_smaller_one(smaller: str, larger: str) -> None:
    assert pins(smaller) <= pins(larger)


def test_nameko_is_pinned_to_the_release_that_was_measured() -> None:
    assert ("nameko", "3.0.0rc11") in pins("services")
