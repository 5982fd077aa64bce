"""Sentences with their parses written out: `data/actors.txt` → ``Doc``s that need no model."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import spacy
from spacy.tokens import Doc

PARSES = Path(__file__).parent / "data" / "actors.txt"


@dataclass
class Case:
    """One block: ``wanted`` and ``barred`` are pairs of a mention's words and entities."""

    shows: str
    text: str = ""
    rows: list[list[str]] = field(default_factory=list)
    wanted: list[tuple[str, list[str]]] = field(default_factory=list)
    barred: list[tuple[str, str]] = field(default_factory=list)

    def doc(self) -> Doc:
        """The parse as a ``Doc`` whose text is the block's."""
        spaces, place = [], 0
        for row in self.rows:
            place = self.text.index(row[0], place) + len(row[0])
            spaces.append(self.text[place : place + 1] == " ")
        doc = Doc(
            blank().vocab,
            words=[row[0] for row in self.rows],
            spaces=spaces,
            lemmas=["" if row[1] == "_" else row[1] for row in self.rows],
            pos=[row[2] for row in self.rows],
            deps=[row[3] for row in self.rows],
            heads=[int(row[4]) for row in self.rows],
            morphs=["" if row[5] == "_" else row[5] for row in self.rows],
            ents=["O" if row[6] == "_" else row[6] for row in self.rows],
            sent_starts=[row[7] == "S" for row in self.rows],
        )
        assert doc.text == self.text
        return doc


@lru_cache(maxsize=1)
def blank() -> spacy.Language:
    """A language for its vocabulary only."""
    return spacy.blank("en")


@lru_cache(maxsize=1)
def read_cases() -> tuple[Case, ...]:
    """All blocks of the file."""
    cases: list[Case] = []
    for line in PARSES.read_text(encoding="utf-8").split("\n\n", 1)[1].splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "#":
            cases.append(Case(rest))
        elif mark == ">":
            cases[-1].text = rest
        elif mark in {"=", "!"} and " → " in line:
            words, _, entities = rest.partition(" → ")
            if mark == "!":
                cases[-1].barred.append((words, entities))
            else:
                cases[-1].wanted.append((words, [entities] if entities.startswith("x:") else entities.split()))
        elif line:
            cases[-1].rows.append(line.split("\t"))
    return tuple(cases)
