"""The facts that procedures reason over: subject, status, what happened and when.

One list for all authorities, so that a case means the same to each; an edition chooses from it in its conditions.
"""

from __future__ import annotations

from needfire.facts import Vocabulary
from needfire.vocabulary.deaths import DEATHS
from needfire.vocabulary.event import EVENT
from needfire.vocabulary.local import LOCAL
from needfire.vocabulary.locating import LOCATING
from needfire.vocabulary.missing import MISSING
from needfire.vocabulary.offence import OFFENCE
from needfire.vocabulary.practice import PRACTICE
from needfire.vocabulary.risk import RISK
from needfire.vocabulary.statutory import STATUTORY
from needfire.vocabulary.subject import SUBJECT
from needfire.vocabulary.wider import WIDER

VOCABULARY = Vocabulary.of(
    (*SUBJECT, *EVENT, *MISSING, *OFFENCE, *WIDER, *STATUTORY, *DEATHS, *LOCATING, *PRACTICE, *LOCAL, *RISK)
)
