"""The cues of ``ontology/layout.ttl``: what a news page holds beside its text, and what ends no sentence."""

from __future__ import annotations

import re
from functools import lru_cache

from sahelkg.ontology import locate_ontology, read_files


@lru_cache(maxsize=1)
def load_cues() -> dict[str, frozenset[str]]:
    """The forms of each class of cue: ``load_cues()["AbbreviationCue"]`` holds ``"Gen"``.

    Raises:
        OntologyError: the file is missing or is no Turtle.
    """
    triples = read_files([locate_ontology() / "layout.ttl"])
    return {
        kind.removeprefix("skg:"): frozenset(
            form for subject in triples.instances(kind) for form in triples.texts(subject, "skg:form")
        )
        for kind in triples.instances("owl:Class")
    }


@lru_cache(maxsize=16)
def cue_pattern(kind: str, *, whole: bool = False, start: bool = False) -> re.Pattern[str]:
    """A pattern for the forms of a class: one or more that make up the line, its start, or any part of it."""
    forms = "|".join(
        re.escape(form) + (r"\b" if form[-1].isalnum() else "")
        for form in sorted(load_cues()[kind], key=lambda form: (-len(form), form))
    )
    pattern = rf"\W*(?:(?:{forms})\W*)+$" if whole else rf"\W{{0,3}}(?:{forms})" if start else f"(?:{forms})"
    return re.compile(pattern, re.IGNORECASE)
