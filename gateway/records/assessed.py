"""What assessments say of a person in words: each text by itself, named by its commit, its place and its question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from access import Reader
from gateway.filling import text_name
from gateway.parts import Parts
from gateway.read_models.folding import Document
from gateway.reading import whose_of
from gateway.records.held import Held
from gateway.sealing.texts import CannotOpen, PersonKey
from gateway.threads import in_thread

PART = "assessments"


@dataclass(frozen=True)
class AssessedText:
    """One text: the commit that holds it, its name there, when it was written."""

    text: str
    name: str
    at: datetime
    plain: str


async def with_assessments(parts: Parts, reader: Reader, held: Held) -> Held:
    """What is held, each case with its assessments. Whether the reader keeps the records was judged when it was found."""
    ids = {case["_id"]: _begun(case) for case in held.cases}
    whose = whose_of(parts, reader, "subject_access")
    found = await in_thread(parts.assessments.some, whose, [each for several in ids.values() for each in several])
    cases = tuple({**case, PART: [found[each] for each in ids[case["_id"]] if each in found]} for case in held.cases)
    return replace(held, cases=cases)


def _begun(case: Document) -> list[str]:
    begun: Mapping[str, Document] = case.get("risk_management", {}).get("assessments", {})
    return [each["assessment_id"] for each in begun.values()]


def texts_of(case: Document, key: PersonKey) -> Iterator[AssessedText]:
    """The texts of a case's assessments, as far as they can be opened."""
    for document in case.get(PART, ()):
        beside = [each for several in document["beside"].values() for each in several]
        for filled in (*document["places"].values(), *beside):
            for name, sealed in sorted(filled["texts"].items()):
                plain = _opened(key, sealed).get(text_name(filled["place"], name))
                at, version = datetime.fromisoformat(filled["at"]), f"{document['_id']}@{filled['changed']}.0"
                if plain:
                    yield AssessedText(version, f"{filled['place']}_{name}", at, plain)
        for number, level in enumerate(document["levels"], 1):
            for name, plain in _opened(key, level["sealed"] or "").items():
                at = datetime.fromisoformat(level["set_at"])
                yield AssessedText(f"{document['_id']}@level{number}", name.replace(".", "_"), at, plain)


def _opened(key: PersonKey, sealed: str) -> Mapping[str, str]:
    try:
        return key.open(sealed)
    except CannotOpen:
        return {}
