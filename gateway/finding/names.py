"""What makes two ways of writing a name the same: small and capital letters, accents, hyphens, apostrophes, the order of parts."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_APOSTROPHES = re.compile(r"['’ʼ‘`´]")
_BETWEEN = re.compile(r"[^\w]+|_+")
_SEVERAL = re.compile(r"[,;\n/&]|\band\b", re.IGNORECASE)
_SPELLINGS = (
    (r"^(kn|gn|pn)", "n"), (r"^wr", "r"), (r"^wh", "w"), (r"^x", "s"),
    (r"ph", "f"), (r"gh(?=t|$)", ""), (r"ck|q", "k"), (r"ch(?=[rlo])", "k"), (r"sch|tch|ch", "j"), (r"sh", "j"), (r"th", "t"),
    (r"c(?=[eiy])", "s"), (r"c", "k"), (r"z", "s"), (r"x", "ks"), (r"dg", "j"), (r"g(?=[eiy])", "j"), (r"v", "f"),
    (r"(?<!^)[hw]", ""),
)  # fmt: skip
_SOUNDS = tuple((re.compile(written), sound) for written, sound in _SPELLINGS)
_REPEATED = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiouy]+")
LONGEST_SOUND = 8


def parts_of(name: str) -> tuple[str, ...]:
    """The name's parts as they are compared, in order, none twice."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name)).casefold().translate(_LETTERS)
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return tuple(dict.fromkeys(part for part in _BETWEEN.split(letters) if part))


def several(names: str) -> tuple[str, ...]:
    """The names in a field that holds several."""
    return tuple(name.strip() for name in _SEVERAL.split(names) if name.strip())


def sound_of(part: str) -> str:
    """What the part sounds like, roughly and in English: the consonants that are heard, and whether it begins with a vowel.

    Empty where it would say too little to tell names apart.
    """
    heard = part
    for written, sound in _SOUNDS:
        heard = written.sub(sound, heard)
    begins = "a" if _VOWELS.match(heard) else ""
    consonants = _VOWELS.sub(" ", heard)
    sound = begins + "".join(_REPEATED.sub(r"\1", run) for run in consonants.split())
    return sound[:LONGEST_SOUND] if len(sound) >= 2 else ""
