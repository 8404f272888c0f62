"""Case files: an invented case as YAML, with what happens in it.

title: Charged while in care
authority: kent
raised_at: 2026-11-17T12:00        # times are those of clocks in England
raised_by: social_worker           # a role; the first that may raise, where it is not said
area: ashford                      # the directory's first area, where it is not said
facts: {subject_kind: child, happened: [charge], charged_at: 2026-11-17T10:00}
categories: [KEN23-NTK-G]          # those that the facts meet, where it is not said
then:
- {after: 2h, decide: complete_form, as: completed}     # by whoever holds the step, or `by: <role>`
- {after: 1d, update: {missing_since: 2026-11-18T01:00}}
- {after: 1h, done: youth_justice_board}
- {consult: lado, as: raise}                             # what the role advised: raise, do_not_raise or unsure
- {share: with_director, with: director}                 # a way to share, and with whom: a role, a body or a person
- {ask: analysis, of: team_manager}                      # a request; of the first role that it names, where it is not said
- {not_required: ofsted}                                 # proposed for a duty by whoever leads it
- {confirm: ofsted, as: not_required}                    # by a second person; or `as: required`
- {after: 1w, close: resolved}
- {after: 1mo}                                           # time passes
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from needfire.facts import Facts, FactsRefused, as_json, from_json
from needfire.london_time import moment_at
from needfire.periods import Period, PeriodUnreadable
from needfire.vocabulary import VOCABULARY
from needfire.yaml_reading import Located, YamlUnreadable, read_yaml
from workbench.problems import Problem
from workbench.reading import text_of

Doing = Literal["decide", "update", "done", "close", "consult", "share", "ask", "not_required", "confirm", "wait"]
YEARS = range(1990, 2501)
_KEYS = {"title", "authority", "raised_at", "raised_by", "area", "facts", "categories", "then"}
# What each is followed by: what it needs, what it may have.
_FORMS: Mapping[Doing, tuple[set[str], set[str]]] = {
    "decide": ({"as"}, set()),
    "update": (set(), set()),
    "done": (set(), set()),
    "close": (set(), set()),
    "consult": ({"as"}, set()),
    "share": ({"with"}, set()),
    "ask": (set(), {"of"}),
    "not_required": (set(), set()),
    "confirm": ({"as"}, set()),
    "wait": (set(), set()),
}
_IN_WORDS = (
    "decide: <step> with as: <outcome>; update: {facts}; done: <duty>; consult: <role> with as: <advice>; "
    "share: <way> with with: <whom>; ask: <request>; not_required: <duty>; confirm: <duty> with as: not_required or "
    "required; close: <why>; or only after"
)
_ONE_OF = {"consult": ("raise", "do_not_raise", "unsure"), "confirm": ("not_required", "required")}


@dataclass(frozen=True)
class Action:
    """Something that a person does so long after what was done before; or, doing nothing, time that passes.

    `of`: the step, duty, request, way to share, or role. `outcome`: what follows `as`. `whom`: what follows `with` or `of`.
    """

    after: Period | None
    does: Doing
    of: str = ""
    outcome: str = ""
    whom: str | None = None
    by: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CaseFile:
    """A case as its file states it. `facts` are as JSON, moments in UTC; `categories` None: those that the facts meet."""

    file: str
    title: str
    authority: str
    raised_at: datetime
    facts: Mapping[str, Any]
    raised_by: str | None = None
    area: str | None = None
    categories: tuple[str, ...] | None = None
    then: tuple[Action, ...] = ()

    @cached_property
    def known(self) -> Facts:
        """The facts as conditions read them: once, however many editions the case is put to. Raises FactsRefused."""
        return from_json(VOCABULARY, self.facts)


def case_files(path: Path) -> Iterator[CaseFile]:
    """The case in this file, or every case of a folder's YAML files and those below. Raises Problem.

    What is hidden is passed over: a folder of a project holds more YAML than its cases.
    """
    files = sorted(each for each in path.rglob("*.yaml") if _is_shown(each, path)) if path.is_dir() else [path]
    for file in files:
        yield from read_cases(file)
    if not files:
        raise Problem(f"{path} has no case: no file in it ends in .yaml.")


def _is_shown(file: Path, below: Path) -> bool:
    return not any(part.startswith(".") for part in file.relative_to(below).parts)


def read_cases(path: Path) -> Iterator[CaseFile]:
    """The cases of one file: one mapping, or a list of them. Raises Problem, which names file and line."""
    try:
        located = read_yaml(text_of(path))
    except YamlUnreadable as problem:
        raise Problem(f"{path}: {problem}") from None
    many = isinstance(located.data, list)
    if located.data in (None, []):
        raise Problem(f"{path} has no case: it is empty.")
    for index, data in enumerate(located.data if many else [located.data]):
        yield _Reading(path, located, (index,) if many else ()).case(data)


@dataclass(frozen=True)
class _Reading:
    path: Path
    located: Located
    under: tuple[str | int, ...]

    def wrong(self, sentence: str, *place: str | int) -> Problem:
        line = self.located.line((*self.under, *place))
        return Problem(f"{self.path} line {line}: {sentence}")

    def case(self, data: Any) -> CaseFile:
        if not isinstance(data, Mapping) or "authority" not in data or "raised_at" not in data:
            raise self.wrong("a case is a mapping with authority, raised_at and facts")
        for key in data.keys() - _KEYS:
            raise self.wrong(f"'{key}' is not part of a case: there are {', '.join(sorted(_KEYS))}", key)
        raised_at = self._moment(data["raised_at"], "raised_at")
        return CaseFile(
            file=self.path.name,
            title=str(data.get("title", self.path.stem.replace("-", " "))),
            authority=str(data["authority"]),
            raised_at=raised_at,
            facts=self._facts(data.get("facts") or {}, raised_at, "facts"),
            raised_by=_text(data.get("raised_by")),
            area=_text(data.get("area")),
            categories=tuple(map(str, self._list(data, "categories"))) or None,
            then=tuple(self._action(each, index) for index, each in enumerate(self._list(data, "then"))),
        )

    def _list(self, data: Mapping[str, Any], key: str) -> list[Any]:
        stated = data.get(key) or []
        if not isinstance(stated, list):
            raise self.wrong(f"{key} are a list: write [one, another], or a line with '- ' for each", key)
        return stated

    def _facts(self, raw: Any, now: datetime | None, *place: str | int) -> dict[str, Any]:
        if not isinstance(raw, Mapping):
            raise self.wrong("facts are a mapping of fact names to values", *place)
        moments = {name for name in raw if getattr(VOCABULARY.definitions.get(name), "kind", "") == "moment"}
        plain = {name: self._moment(raw[name], *place, name) if name in moments else raw[name] for name in raw}
        try:
            return as_json(VOCABULARY.read(plain, now or datetime.max.replace(tzinfo=UTC)))
        except FactsRefused as refused:
            name, sentence = next(iter(refused.problems.items()))
            raise self.wrong(f"{name}: {sentence}", *place, name) from None

    def _moment(self, raw: Any, *place: str | int) -> datetime:
        """A moment as clocks in England show it, or with its own offset; a day is its beginning."""
        try:
            if isinstance(raw, str):
                raw = datetime.fromisoformat(raw)
            elif isinstance(raw, date) and not isinstance(raw, datetime):
                raw = datetime(raw.year, raw.month, raw.day)  # noqa: DTZ001 - a wall clock's time
        except ValueError:
            raw = None
        if not isinstance(raw, datetime):
            raise self.wrong("give a date and time, such as 2026-11-20T21:40", *place)
        if raw.year not in YEARS:
            raise self.wrong(f"check the year: it is one from {YEARS[0]} to {YEARS[-1]}", *place)
        return moment_at(raw)[0] if raw.tzinfo is None else raw.astimezone(UTC)

    def _action(self, raw: Any, index: int) -> Action:
        place = ("then", index)
        if not isinstance(raw, Mapping):
            raise self.wrong(
                "what happens is a mapping, such as {after: 2h, decide: complete_form, as: completed}", *place
            )
        does: Doing = next((each for each in _FORMS if each in raw), "wait")
        needed, possible = _FORMS[does]
        given = raw.keys() - {"after", "by", does}
        if not needed <= given <= needed | possible:
            raise self.wrong(f"what happens is one of {_IN_WORDS}", *place)
        if str(raw.get("as")) not in _ONE_OF.get(does, (str(raw.get("as")),)):
            raise self.wrong(f"as: is one of {', '.join(_ONE_OF[does])}", *place, "as")
        try:
            after = Period.parse(raw["after"]) if "after" in raw else None
        except PeriodUnreadable as problem:
            raise self.wrong(problem.sentence, *place) from None
        facts = self._facts(raw["update"], None, *place, "update") if does == "update" else {}
        of = "" if does == "update" else str(raw.get(does, ""))
        whom = _text(raw.get("with", raw.get("of")))
        return Action(after, does, of, str(raw.get("as", "")), whom, _text(raw.get("by")), facts)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
