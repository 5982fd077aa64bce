"""Whom "he" or "she" stands for where the rules leave it open: what is learnt of nearness, subjecthood and agreement.

A softmax over those told of before and over nobody (`training/antecedents.py` teaches it); its weights are few, have
names, and stand in ``model/antecedents.json``.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from sahelkg.agreement import (
    contains,
    find_quoted_speakers,
    gender_of,
    is_empty,
    is_in_own_participle,
    is_predicated,
    must_be_agent,
)
from sahelkg.errors import ModelError
from sahelkg.phrases import relation, word_of
from sahelkg.reader import MODEL_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sahelkg.discourse import Discourse
    from sahelkg.roles import PronounForm

FILE = "antecedents.json"
NOBODY = ""
"""The candidate that stands for "none of those told of"."""

_REACH = 8  # sentences
_COUNTS = 1, 2, 4, 8

Features = dict[str, float]


def choose_antecedent(discourse: Discourse, number: int, form: PronounForm) -> tuple[str | None, float]:
    """The likeliest of those told of before a pronoun, and how likely it is; None where nobody is the likeliest.

    Args:
        discourse: the article's mentions, those before ``number`` decided upon.
        number: of a pronoun of one person, the third: personal, possessive or reflexive.
        form: its form.
    """
    weights = _weights()
    candidates = describe_candidates(discourse, number, form)
    if len(candidates) < 2 or not weights:
        return None, 1.0
    scores = {entity: sum(weights.get(name, 0.0) * value for name, value in told.items()) for entity, told in candidates.items()}
    best = max(scores.values())
    odds = {entity: math.exp(score - best) for entity, score in scores.items()}
    chosen = max(odds, key=lambda entity: (odds[entity], entity))
    return chosen or None, odds[chosen] / sum(odds.values())


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, float]:
    path = MODEL_FOLDER / FILE
    try:
        found: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))["weights"]
    except (OSError, KeyError, ValueError) as error:
        raise ModelError(f"{path}: cannot be read ({str(error).splitlines()[0]})") from error
    return found


def describe_candidates(discourse: Discourse, number: int, form: PronounForm) -> dict[str, Features]:
    """What speaks for each entity that a pronoun may stand for, and for nobody; by feature."""
    mention = discourse.mentions[number]
    pronoun = discourse.doc[mention.head]
    here = discourse.sentence(mention.head)
    counts: Counter[str] = Counter()
    last: dict[str, int] = {}
    for other in _told(discourse, number):
        told = discourse.mentions[other]
        if told.entity is None:
            continue
        counts[told.entity] += 1
        if (
            not discourse.in_headline(other)
            and here - discourse.sentence(told.head) <= _REACH
            and _may_stand(discourse, number, other, form)
        ):
            last[told.entity] = other
    for entity in find_quoted_speakers(discourse, number):
        last.pop(entity or "", None)
    use = form.use if form.use != "personal" else relation(pronoun)
    found = {NOBODY: _describe_nobody(discourse, number, form, use, len(last))}
    most = max((counts[entity] for entity in last), default=0)
    order = sorted(last, key=lambda entity: -discourse.mentions[last[entity]].head)
    for between, entity in enumerate(order):
        features = dict.fromkeys(_describe(discourse, number, last[entity], use), 1.0)
        features[f"between {min(between, 3)}"] = 1.0
        features[f"told {sum(counts[entity] > least for least in _COUNTS)}"] = 1.0
        if counts[entity] == most:
            features["told most"] = 1.0
            features[f"told most, of {min(len(last), 3)}"] = 1.0
        features["gender known" if gender_of(discourse, last[entity]) else "gender open"] = 1.0
        found[entity] = features
    return found


def _told(discourse: Discourse, number: int) -> Iterable[int]:
    """The mentions before a pronoun."""
    head = discourse.mentions[number].head
    return (other for other in range(number) if discourse.mentions[other].head < head)


def _may_stand(discourse: Discourse, number: int, other: int, form: PronounForm) -> bool:
    """Whether a pronoun may take up a mention: kind, number and gender agree, and syntax does not forbid it."""
    told = discourse.mentions[other]
    kind = discourse.kind_of(told.entity)
    if told.how == "demonym" or told.rule == "group-adjective" or kind is None:
        return False
    person = discourse.ontology.is_kind(kind, "Person") or kind == "GenericActor"
    if told.plural or not person or gender_of(discourse, other) not in {None, form.gender}:
        return False
    noun, pronoun = discourse.doc[told.head], discourse.doc[discourse.mentions[number].head]
    if contains(noun, pronoun) or is_predicated(noun, pronoun) or is_in_own_participle(noun, pronoun):
        return False
    return form.use != "personal" or not discourse.are_coarguments(number, other)


def _describe(discourse: Discourse, number: int, other: int, use: str) -> Iterable[str]:
    """The names of what holds between a pronoun and the last mention of a candidate."""
    told = discourse.mentions[other]
    noun, pronoun = discourse.doc[told.head], discourse.doc[discourse.mentions[number].head]
    distance = discourse.sentence(pronoun.i) - discourse.sentence(noun.i)
    near = min(distance, 3)
    rank = discourse.rank(noun)
    yield f"sentences {min(distance, 5)}"
    yield f"{use}, sentences {min(distance, 2)}"
    yield f"rank {rank}, sentences {near}"
    yield f"{use}, rank {rank}"
    yield f"how {told.how}"
    yield f"how {told.how}, sentences {near}"
    yield f"kind {discourse.kind_of(told.entity)}"
    yield f"kind {discourse.kind_of(told.entity)}, {use}"
    yield f"paragraphs {min(discourse.paragraph(pronoun.i) - discourse.paragraph(noun.i), 3)}"
    yield "plural" if told.plural else "singular"
    forms = discourse.roles.pronouns
    if told.how == "pronoun" and forms.get(word_of(pronoun)) == forms.get(word_of(noun)):
        yield "same word"
    if distance == 0:
        above = [token.i for token in pronoun.ancestors]
        if noun.head.i in above and rank == 0:
            yield f"subject above {min(above.index(noun.head.i), 3)}"
            yield f"subject above {min(above.index(noun.head.i), 3)}, {use}"
        elif noun.i in above:
            yield "noun above"
    if discourse.quotation(pronoun.i) != discourse.quotation(noun.i):
        yield "other voice"
        if discourse.quotation(pronoun.i) is not None and distance <= 1 and rank == 0:
            yield "speaker"


def _describe_nobody(discourse: Discourse, number: int, form: PronounForm, use: str, count: int) -> Features:
    """What speaks for a pronoun standing for none of those told of."""
    pronoun = discourse.doc[discourse.mentions[number].head]
    names = ["nobody", f"nobody, {use}", f"nobody, of {min(count, 3)}"]
    if form.use == "personal" and is_empty(pronoun, discourse.roles.agent_adjectives):
        names.append("nobody, empty")
    if must_be_agent(discourse, pronoun, form):
        names.append("nobody, agent")
    if discourse.quotation(pronoun.i) is not None:
        names.append("nobody, in a quotation")
    things = sum(
        token.pos_ == "NOUN" and token.i not in discourse.by_head and relation(token) in {"nsubj", "obj"}
        for token in discourse.doc[max(0, pronoun.i - 20) : pronoun.i]
    )
    names.append(f"nobody, things {min(things, 3)}")
    return dict.fromkeys(names, 1.0)
