"""Sentences changed on the way to the trainer, anew in each epoch, from the seed.

Names of the field stand in place of those of the treebanks, names are read as one word: two ways to teach long names.
Capitals as in a headline teach that not all with a capital is a name.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

from treebanks import Sentence

if TYPE_CHECKING:
    import random
    from pathlib import Path

Name = tuple[str, str, list[str], list[bool]]  # type, "first" or "last" word as head, words, spaced


def read_names(path: Path) -> dict[str, list[Name]]:
    """The names of `names.tsv` by type, split as the treebanks split them (hyphens apart)."""
    names: dict[str, list[Name]] = {"PER": [], "ORG": [], "LOC": []}
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, head, name = line.split("\t")
        words, spaced = [], []
        for chunk in name.split():
            for index, part in enumerate(re.findall(r"-|[^-]+", chunk)):
                words.append(part)
                spaced.append(index == 0)
        names[kind].append((kind, head, words, spaced))
    return names


def find_names(sentence: Sentence) -> list[tuple[int, int, str]]:
    """`(start, end, type)` of the names that are one subtree's top: exactly one word hangs on something outside."""
    found = []
    tags = sentence.names or []
    start = 0
    while start < len(tags):
        if not tags[start].startswith("B-"):
            start += 1
            continue
        end = start + 1
        while end < len(tags) and tags[end] == "I-" + tags[start][2:]:
            end += 1
        tops = [index for index in range(start, end) if not start < sentence.heads[index] <= end]
        if len(tops) == 1:
            found.append((start, end, tags[start][2:]))
        start = end
    return found


def swap_names(sentence: Sentence, names: dict[str, list[Name]], chance: random.Random) -> Sentence:
    """The sentence with each name exchanged for one of the same type; a flat or compound structure inside."""
    spans = {start: (end, kind) for start, end, kind in find_names(sentence)}
    out = Sentence("", names=[])
    place: dict[int, int] = {0: 0}  # old number of a word → new number
    heads: list[int] = []  # by old numbers; negative: a new number, already right
    index = 0
    while index < len(sentence):
        if index not in spans:
            _copy_word(sentence, index, out)
            place[index + 1] = len(out.words)
            heads.append(sentence.heads[index])
            index += 1
            continue
        end, kind = spans[index]
        top = next(i for i in range(index, end) if not index < sentence.heads[i] <= end)
        _, side, words, spaced = chance.choice(names[kind])
        base = len(out.words)
        wordlike = [i for i, word in enumerate(words) if word != "-"]
        head = wordlike[0] if side == "first" else wordlike[-1]
        for i, word in enumerate(words):
            out.words.append(word)
            out.spaced.append(spaced[i] if i else sentence.spaced[index])
            out.lemmas.append(word)
            out.upos.append("PUNCT" if word == "-" else "PROPN")
            out.feats.append("" if word == "-" else "Number=Sing")
            out.names.append(("I-" if i else "B-") + kind)
            if i == head:
                heads.append(sentence.heads[top])
                out.rels.append(sentence.rels[top])
            elif word == "-":
                heads.append(-(base + (i + 1 if side == "first" else head) + 1))
                out.rels.append("punct")
            else:
                heads.append(-(base + head + 1))
                out.rels.append("flat" if side == "first" else "compound")
        for old in range(index, end):
            place[old + 1] = base + head + 1
        index = end
    out.heads = [-number if number < 0 else place[number] for number in heads]
    return out


def join_names(sentence: Sentence) -> list[tuple[int, int]]:
    """The sentence's units `[start, end)` where each name of several words is one."""
    units, index = [], 0
    ends = {start: end for start, end, _ in find_names(sentence)}
    while index < len(sentence):
        end = ends.get(index, index + 1)
        units.append((index, end))
        index = end
    return units


def reduce_to_units(sentence: Sentence, units: list[tuple[int, int]]) -> Sentence:
    """The tree over units: each stands where its top word stood."""
    out = Sentence("", names=[] if sentence.names is not None else None)
    place = {0: 0}
    for number, (start, end) in enumerate(units, 1):
        place.update(dict.fromkeys(range(start + 1, end + 1), number))
    for start, end in units:
        top = next(i for i in range(start, end) if not start < sentence.heads[i] <= end)
        joined = end - start > 1
        out.words.append(sentence.words[top])
        out.spaced.append(sentence.spaced[start])
        out.lemmas.append("" if joined else sentence.lemmas[top])
        out.upos.append("PROPN" if joined else sentence.upos[top])
        out.feats.append("Number=Sing" if joined else sentence.feats[top])
        out.heads.append(place[sentence.heads[top]])
        out.rels.append(sentence.rels[top])
        if sentence.names is not None:
            out.names.append(sentence.names[start])
    return out


def set_as_headline(sentence: Sentence) -> Sentence:
    """The sentence as an English headline: capitals on all but small words, no full stop at the end."""
    out = copy.copy(sentence)
    out.words = [
        word[0].upper() + word[1:] if tag not in {"DET", "CCONJ", "PART"} and (tag != "ADP" or len(word) > 4) else word
        for word, tag in zip(sentence.words, sentence.upos, strict=True)
    ]
    if out.words[-1] == "." and len(out) > 1 and len(out) not in out.heads:
        for field in ("words", "spaced", "lemmas", "upos", "feats", "heads", "rels", "names"):
            if getattr(out, field):
                setattr(out, field, getattr(out, field)[:-1])
    return out


def _copy_word(sentence: Sentence, index: int, out: Sentence) -> None:
    for field in ("words", "spaced", "lemmas", "upos", "feats", "rels", "names"):
        getattr(out, field).append(getattr(sentence, field)[index])
