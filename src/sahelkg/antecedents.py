"""Personal and possessive pronouns → whom they stand for by rule: agreement first, then nearness and subjecthood.

After Hobbs (1978) and centering: the subject of the nearest clause first. What is not an actor counts too: where the
nearest subject is a thing ("the attack … it"), the pronoun stands for no actor. In doubt it stands for nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.agreement import (
    COLLECTIVE,
    contains,
    find_quoted_speakers,
    gender_of,
    is_empty,
    is_in_own_participle,
    is_predicated,
    kind_may_fit,
    must_be_agent,
    narrow_kinds,
    number_fits,
)
from sahelkg.groups import NOUN_RULE
from sahelkg.lexicon import load_lexicon
from sahelkg.phrases import is_phrase_head, is_plural, relation, singulars, verb_bases, word_of
from sahelkg.prominence import rank_noun

if TYPE_CHECKING:
    from spacy.tokens import Token

    from sahelkg.discourse import Discourse
    from sahelkg.roles import PronounForm

_BLOWS = frozenset({"attacked", "killed"})
_SENTENCES = 1
_PROMINENT = 1  # ranks of subject and object (`Discourse.rank`)


def find_antecedent(discourse: Discourse, number: int, form: PronounForm) -> str | None:
    """The entity that a personal or possessive pronoun stands for; None in doubt.

    Args:
        discourse: the article's mentions, those before ``number`` decided upon.
        number: of the pronoun.
        form: its form.
    """
    doc = discourse.doc
    pronoun = doc[discourse.mentions[number].head]
    agent = must_be_agent(discourse, pronoun, form)
    if form.use == "personal" and (is_empty(pronoun, discourse.roles.agent_adjectives) or _is_of_blow(discourse, pronoun, form)):
        return None
    form = narrow_kinds(discourse, pronoun, form)
    joined = _joined_before(discourse, number, form) if form.use == "possessive" else None
    if joined is not None:
        return joined
    later = _subject_after(discourse, number, form)
    if later is not None:
        return later
    barred = discourse.coarguments(number) if form.use == "personal" else set()
    if form.number == "plural":
        barred |= reporting_bodies(discourse, number)
    if form.gender is not None:
        barred = barred | find_quoted_speakers(discourse, number)
    limit = _SENTENCES + (1 if form.kinds == ("Person",) else 0)
    for distance, numbers in _by_sentence(discourse, number, limit):
        if distance and discourse.paragraph(pronoun.i) - _last_paragraph(discourse, number, distance) > 1:
            return None
        candidates: dict[str | None, tuple[int, int]] = {}
        for head, entity in _candidates(discourse, number, numbers, distance, form, agent=agent):
            if entity in barred:
                continue
            rank = rank_noun(discourse, doc[head], pronoun, distance)
            key = entity
            order = (rank, -head)
            if key not in candidates or order < candidates[key]:
                candidates[key] = order
        if not candidates:
            continue
        chosen = _pick(candidates)
        if (
            chosen is not None
            and form.number == "plural"
            and (_is_contested(discourse, number, chosen, form) or _is_between_two(discourse, number, chosen, form))
        ):
            return None
        if chosen is not None and distance and form.number == "plural" and candidates[chosen][0] > _PROMINENT:
            return _take_speaker(discourse, number, form) or chosen  # of those told of in passing, or of who says it
        return chosen
    return _take_speaker(discourse, number, form)


def _is_of_blow(discourse: Discourse, pronoun: Token, form: PronounForm) -> bool:
    """Whether "it" may be the attack that the clause above tells of: "condemned the attack, saying that it hit a school"."""
    if form.number == "plural" or form.gender is not None or relation(pronoun) != "nsubj":
        return False
    lexicon = load_lexicon(discourse.ontology)
    units = (pair for verb in verb_bases(pronoun.head) for pair in lexicon.units_by_head.get(("verb", verb), ()))
    if not any(unit.relation in _BLOWS and e.complement is None and e.particle is None for e, unit in units):
        return False
    objects = (child for above in pronoun.head.ancestors for child in above.children if child.dep_ == "obj" and child.i < pronoun.i)
    return any(
        lexicon.cues_of("SupportCue", "noun", noun)
        or any(unit.relation in _BLOWS for _, unit in lexicon.units_by_head.get(("noun", noun), ()))
        for child in objects
        for noun in singulars(child)
    )


def _take_speaker(discourse: Discourse, number: int, form: PronounForm) -> str | None:
    """The one body that says it, for "they" where nobody else could be meant: "X said that their forces were attacked"."""
    pronoun = discourse.doc[discourse.mentions[number].head]
    if form.number != "plural" or not (form.use == "possessive" or pronoun.dep_ == "nsubj"):
        return None
    bodies = reporting_bodies(discourse, number)
    return next(iter(bodies)) if len(bodies) == 1 else None


def _is_contested(discourse: Discourse, number: int, chosen: str, form: PronounForm) -> bool:
    """Whether "they" could be the many told of nearby as well as the one organisation that was chosen."""
    here = [n for _, numbers in discourse.before(number, _SENTENCES) for n in numbers]
    if any(discourse.mentions[n].entity == chosen and discourse.mentions[n].plural for n in here):
        return False
    return any(
        discourse.mentions[n].plural
        and discourse.mentions[n].how != "pronoun"
        and discourse.mentions[n].entity not in {None, chosen}
        and discourse.fits(discourse.mentions[n].entity, form.kinds)
        for n in here
    )


def _joined_before(discourse: Discourse, number: int, form: PronounForm) -> str | None:
    """Of "the militants and their commanders": the first of two joined nouns, where the second is its own."""
    doc = discourse.doc
    noun = doc[discourse.mentions[number].head].head
    if relation(noun) != "conj" or not noun.head.i < discourse.mentions[number].head:
        return None
    first = noun.head
    inside = [first, *(child for child in first.children if child.dep_ == "nmod" and child.i < noun.i)]
    for token in reversed(inside):
        found = discourse.by_head.get(token.i)
        if found is None or found == number:
            continue
        mention = discourse.mentions[found]
        if (
            mention.entity
            and discourse.fits(mention.entity, form.kinds)
            and number_fits(mention.plural, mention.entity, form, discourse)
        ):
            return mention.entity
    return None


def _subject_after(discourse: Discourse, number: int, form: PronounForm) -> str | None:
    """The subject that a fronted phrase looks forward to: "After its withdrawal, Wagner …"."""
    pronoun = discourse.doc[discourse.mentions[number].head]
    root = pronoun.sent.root
    fronted = next((t for t in (pronoun, *pronoun.ancestors) if t.head.i == root.i and t.i != root.i), None)
    if fronted is None or relation(fronted) not in {"obl", "advcl"} or fronted.i >= root.i:
        return None
    subject = next((c for c in root.children if relation(c) == "nsubj" and fronted.i < c.i < root.i), None)
    if subject is None or pronoun.i > subject.i:
        return None
    if any(
        m.head < pronoun.i and m.head >= pronoun.sent.start and m.how in {"name", "tagged"} and discourse.fits(m.entity, form.kinds)
        for m in discourse.mentions
    ):
        return None  # one named before it in the same sentence is as likely
    found = discourse.by_head.get(subject.i)
    if found is None:
        return None
    mention = discourse.mentions[found]
    if mention.entity is None or not discourse.fits(mention.entity, form.kinds):
        return None
    return mention.entity if number_fits(mention.plural, mention.entity, form, discourse) else None


def _pick(candidates: dict[str | None, tuple[int, int]]) -> str | None:
    """The one in the most prominent place; none where two share it."""
    best = min(rank for rank, _ in candidates.values())
    top = [entity for entity, (rank, _) in candidates.items() if rank == best]
    return top[0] if len(top) == 1 else None


def _by_sentence(discourse: Discourse, number: int, limit: int) -> list[tuple[int, list[int]]]:
    found = dict(discourse.before(number, limit))
    return [(distance, found.get(distance, [])) for distance in range(limit + 1)]


def _last_paragraph(discourse: Discourse, number: int, distance: int) -> int:
    here = discourse.sentence(discourse.mentions[number].head)
    return discourse.paragraph(discourse.sentence_starts[here - distance]) if here >= distance else -1


def _candidates(
    discourse: Discourse, number: int, numbers: list[int], distance: int, form: PronounForm, *, agent: bool
) -> list[tuple[int, str | None]]:
    """The nouns that the pronoun can stand for, with their entities; None for things and for those not known."""
    doc = discourse.doc
    found: list[tuple[int, str | None]] = []
    taken: set[int] = set()
    for other in numbers:
        mention = discourse.mentions[other]
        taken.update(range(mention.first, mention.last))
        taken.add(mention.head)
        if mention.how == "demonym" or mention.rule == "group-adjective":
            continue
        if form.use == "personal" and distance == 0 and discourse.are_coarguments(number, other):
            continue
        pronoun = doc[discourse.mentions[number].head]
        noun = doc[mention.head]
        if not agent and mention.how == "generic" and any(word in discourse.roles.sources for word in singulars(noun)):
            continue  # "sources said that …": they are told of only as those who say so
        if _is_source(noun) or contains(noun, pronoun) or is_predicated(noun, pronoun) or is_in_own_participle(noun, pronoun):
            continue
        if form.gender is not None and gender_of(discourse, other) not in {None, form.gender}:
            continue
        if mention.entity is None:
            said_of = any(child.dep_ == "cop" for child in noun.children)  # "the rebels are a group": of the rebels
            if not said_of and _may_be_meant(discourse, other, form, agent=agent):
                found.append((mention.head, None))
            continue
        if mention.rule == NOUN_RULE and form.number == "singular" and form.gender is None and _says(noun, pronoun):
            found.append((mention.head, mention.entity))  # a body without a name, which says so of itself
            continue
        if not discourse.fits(mention.entity, form.kinds):
            continue
        if agent and not discourse.fits(mention.entity, ["Actor"]):
            continue
        if discourse.doc[mention.head].dep_ in {"compound", "amod"}:
            continue  # a name inside another noun's phrase
        if not number_fits(mention.plural, mention.entity, form, discourse):
            continue
        if form.number == "plural" and not mention.plural:
            owner = distance == 0 and doc[mention.head].dep_ == "nmod:poss"
            if mention.how != "pronoun" and not owner and discourse.rank(doc[mention.head]) > 1:
                continue  # an organisation is "they" where it was what the sentence was about
            if _is_called_it(discourse, mention.entity, numbers):
                continue
        found.append((mention.head, mention.entity))
    if form.kinds != ("Person",):
        things = _things(discourse, number, distance, taken, form)
        # a thing does nothing, save a body that no list has and that says something of itself
        found += [(head, None) for head in things if not agent or _says(doc[head], doc[discourse.mentions[number].head])]
    return found


def _is_source(noun: Token) -> bool:
    """Whether a noun only tells who says so: "according to residents, their …" is seldom the residents'."""
    while relation(noun) == "conj":
        noun = noun.head
    return any(relation(child) == "case" and word_of(child) == "according" for child in noun.children)


def _is_between_two(discourse: Discourse, number: int, chosen: str, form: PronounForm) -> bool:
    """Whether "they" after another clause could be its object as well as its subject: "X arrested Y after they arrived"."""
    pronoun = discourse.doc[discourse.mentions[number].head]
    clause = pronoun.head
    if pronoun.dep_ != "nsubj" or relation(clause) != "advcl" or clause.head.i > clause.i:
        return False
    told = [discourse.by_head.get(child.i) for child in clause.head.children if relation(child) == "obj"]
    others = [discourse.mentions[other] for other in told if other is not None]
    return any(m.plural and m.entity not in {None, chosen} and discourse.fits(m.entity, form.kinds) for m in others)


def _is_called_it(discourse: Discourse, entity: str, numbers: list[int]) -> bool:
    """Whether a sentence takes an organisation up as "it" or "its": then it is no "they"."""
    forms = discourse.roles.pronouns
    return any(
        discourse.mentions[n].entity == entity
        and discourse.mentions[n].how == "pronoun"
        and forms[word_of(discourse.doc[discourse.mentions[n].head])].number == "singular"
        for n in numbers
    )


def _may_be_meant(discourse: Discourse, other: int, form: PronounForm, *, agent: bool) -> bool:
    """Whether a mention of somebody unknown could be what the pronoun stands for."""
    mention = discourse.mentions[other]
    if mention.how == "pronoun":
        return _same_form(discourse, other, form)  # it stands for the same, whoever that is
    if mention.how != "description" or not number_fits(mention.plural, None, form, discourse):
        return False
    if agent and mention.kind is not None and discourse.ontology.is_kind(mention.kind, "Place"):
        return False
    return kind_may_fit(discourse, mention.kind, form)


def _same_form(discourse: Discourse, other: int, form: PronounForm) -> bool:
    told = discourse.roles.pronouns[word_of(discourse.doc[discourse.mentions[other].head])]
    return told.person == form.person and told.number == form.number and set(form.kinds) <= set(told.kinds)


def _things(discourse: Discourse, number: int, distance: int, taken: set[int], form: PronounForm) -> list[int]:
    """Subjects that are no actors but could be meant: "the attack", "the report"."""
    doc = discourse.doc
    pronoun = discourse.mentions[number].head
    here = discourse.sentence(pronoun)
    # "it lifted them": for an object the object before is as likely as the subject
    wanted = {"nsubj"} if relation(doc[pronoun]) != "obj" else {"nsubj", "obj"}
    found = []
    start = discourse.sentence_starts[here - distance] if here >= distance else pronoun
    for token in doc[start].sent:
        if token.i >= pronoun or token.i in taken or not is_phrase_head(token) or relation(token) not in wanted:
            continue
        if contains(token, doc[pronoun]) or token.pos_ == "PROPN":
            continue
        if is_plural(token) == (form.number == "plural"):
            found.append(token.i)
    return found


def reporting_bodies(discourse: Discourse, number: int) -> set[str | None]:
    """The organisations that say what the pronoun stands in: of itself one would say "it", not "they"."""
    pronoun = discourse.doc[discourse.mentions[number].head]
    return {
        discourse.mentions[other].entity
        for distance, numbers in discourse.before(number, 0)
        for other in numbers
        if distance == 0
        and not discourse.mentions[other].plural
        and discourse.fits(discourse.mentions[other].entity, COLLECTIVE)
        and _says(discourse.doc[discourse.mentions[other].head], pronoun)
    }


def _says(noun: Token, pronoun: Token) -> bool:
    """Whether the noun is the subject of a verb in whose complement clause the pronoun is."""
    if relation(noun) != "nsubj":
        return False
    return any(t.dep_ == "ccomp" and t.head.i == noun.head.i for t in (pronoun, *pronoun.ancestors))
