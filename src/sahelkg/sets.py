"""Several told of at once: "both sides", "the two countries", "the three juntas" → those that were told of last.

A set is taken only where the nearest sentences tell of exactly as many of the kind: of more, nobody knows who is meant.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sahelkg.groups import NOUN_RULE
from sahelkg.numbers import read_number
from sahelkg.phrases import longest_noun, singulars, word_of
from sahelkg.terminals import split_atoms
from sahelkg.upon import acts_upon

if TYPE_CHECKING:
    from spacy.tokens import Token

    from sahelkg.discourse import Discourse
    from sahelkg.records import Mention

SET_RULE = "set"
_SENTENCES = 3
_MOST = 6
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_PARTIES = ("State", "Organisation", "GenericActor")


def resolve_set(discourse: Discourse, number: int) -> list[Mention]:
    """One mention for each member of the set that a plural description stands for, all of the same words.

    Nothing where the description gives no number, or the text before it tells of fewer or more of that kind.

    Args:
        discourse: the article's mentions, those before ``number`` decided upon.
        number: of the description.
    """
    size = _size(discourse, number)
    kinds = _kinds(discourse, number)
    if not kinds:
        return []
    if size is None:
        found = _joined_last(discourse, number, kinds) if _is_bare_plural(discourse, number) else []
    else:
        found = _told_last(discourse, number, kinds, size)
    mention = discourse.mentions[number]
    return [
        replace(mention, entity=entity, rule=SET_RULE, kind=discourse.kind_of(entity), country=discourse.country_of(entity))
        for entity in found
    ]


def resolve_joined(discourse: Discourse, number: int) -> list[Mention]:
    """One mention for each of those joined by "and" whom "they" takes up: the subject above it, or of the sentence before.

    Nothing where the pronoun isn't a plural one, or the nearest such subject is not two or more told of by themselves.
    """
    mention = discourse.mentions[number]
    form = discourse.roles.pronouns[word_of(discourse.doc[mention.head])]
    if form.number != "plural" or form.person != "3" or form.use not in {"personal", "possessive"}:
        return []
    subject = _subject_above(discourse.doc[mention.head])
    if subject is None:
        return []
    if form.use == "personal" and acts_upon(subject, discourse.doc[mention.head]):
        return []  # "X and Y welcomed the talks and urged them": others
    joined = [subject, *(token for token in subject.children if token.dep_ == "conj")]
    told = [discourse.by_head.get(token.i) for token in joined]
    entities = [discourse.mentions[other].entity for other in told if other is not None]
    if len(joined) < 2 or len(entities) < len(joined) or None in entities or len(set(entities)) < len(joined):
        return []
    return [
        replace(
            mention,
            entity=entity,
            rule=SET_RULE,
            kind=discourse.kind_of(entity),
            country=discourse.country_of(entity or ""),
        )
        for entity in entities
    ]


def _subject_above(pronoun: Token) -> Token | None:
    """The subject, before the pronoun, of the nearest verb above its own that has one; else of the sentence before."""
    own = next((t for t in pronoun.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    if own is None:
        return None
    for verb in own.ancestors:
        subject = next((t for t in verb.children if t.dep_ in _SUBJECTS and t.i < pronoun.i), None)
        if subject is not None:
            return subject
    mine = next((t for t in own.children if t.dep_ in _SUBJECTS), None)
    start = pronoun.sent.start
    if mine is None or mine.i != pronoun.i or start == 0 or own.dep_ != "root":
        return None
    return next((t for t in pronoun.doc[start - 1].sent.root.children if t.dep_ in _SUBJECTS), None)


def _told_last(discourse: Discourse, number: int, kinds: tuple[str, ...], size: int) -> list[str]:
    """Those that one sentence alone tells of, or a few together; nobody where they are not as many as said."""
    together: dict[str, None] = {}
    barred = discourse.coarguments(number)
    for _, numbers in discourse.before(number, _SENTENCES):
        here: dict[str, None] = {}
        for mention in (m for other in numbers for m in discourse.sets.get(other, [discourse.mentions[other]])):
            if mention.entity is None or mention.how in {"demonym", "pronoun"} or mention.rule in {"capital", NOUN_RULE}:
                continue
            if mention.entity not in barred and discourse.fits(mention.entity, kinds):
                here[mention.entity] = None
        together.update(here)
        for told in (here, together):
            if len(told) == size:
                return list(told)
        if len(here) > size:
            bodies = [entity for entity in here if discourse.fits(entity, ("Organisation",))]
            return bodies if len(bodies) == size and _is_of_sides(discourse, number) else []
    return []


def _is_of_sides(discourse: Discourse, number: int) -> bool:
    """Whether a description is of parties to something, as bodies are and people are not: "both sides"."""
    head = discourse.doc[discourse.mentions[number].head]
    return any(form in discourse.roles.sides for form in singulars(head))


def _is_bare_plural(discourse: Discourse, number: int) -> bool:
    """Whether a description is nothing but an article and a plural noun: "the countries", "these groups"."""
    phrase = discourse.phrase(number)
    if longest_noun(phrase, discourse.roles.roles) is not None or "Person" in _kinds(discourse, number):
        return False  # "the authorities", "the leaders": mostly of one
    definite = phrase.determiner in {"definite", "same"}
    return definite and phrase.plural and phrase.owner is None and not phrase.modifiers and not _is_completed(discourse, number)


def _is_completed(discourse: Discourse, number: int) -> bool:
    """Whether a phrase or a clause after the noun says which are meant: "the countries of the bloc"."""
    head = discourse.doc[discourse.mentions[number].head]
    return any(child.i > head.i and str(child.dep_).startswith(("nmod", "acl", "appos")) for child in head.children)


def _joined_last(discourse: Discourse, number: int, kinds: tuple[str, ...]) -> list[str]:
    """Those of the kind that the nearest sentence joins by "and", where it tells of no others of the kind."""
    for _, numbers in discourse.before(number, 1):
        here = {
            discourse.mentions[n].entity: discourse.mentions[n].head
            for n in numbers
            if discourse.mentions[n].how in {"name", "tagged"} and discourse.fits(discourse.mentions[n].entity, kinds)
        }
        heads = set(here.values())
        first = min(heads, default=None)
        if len(here) < 2 or first is None:
            continue
        joined = {first, *(t.i for t in discourse.doc[first].subtree if t.dep_ == "conj")}
        return [entity for entity in here if entity] if heads <= joined else []
    return []


def _size(discourse: Discourse, number: int) -> int | None:
    """How many the description says that there are: "both" two, else its numeral with a definite article."""
    phrase = discourse.phrase(number)
    if not phrase.plural and not discourse.mentions[number].plural:
        return None
    words = [word_of(discourse.doc[place]) for place in range(phrase.start, phrase.head)]
    if words[:1] == ["both"]:
        return 2
    if phrase.owner is not None or not any(discourse.roles.determiners.get(word) == "definite" for word in words):
        return None
    for word in words:
        number_read = read_number(split_atoms(word), 0)
        if number_read is not None:
            return number_read[1] if 2 <= number_read[1] <= _MOST else None
    return None


def _kinds(discourse: Discourse, number: int) -> tuple[str, ...]:
    """What the members are: by a role noun ("juntas"), a kind noun ("countries"), or any party ("sides")."""
    phrase = discourse.phrase(number)
    role = longest_noun(phrase, discourse.roles.roles)
    if role is not None:
        return (discourse.roles.roles[role[0]].kind,)
    if longest_noun(phrase, discourse.roles.sides) is not None:
        return _PARTIES
    kind = longest_noun(phrase, discourse.roles.kinds)
    if kind is not None:
        return discourse.roles.kinds[kind[0]].kinds
    return ()
