"""Pronouns, "there" and "where" → who or what they stand for, by agreement, then nearness and subjecthood.

After Hobbs (1978) and centering: the subject of the nearest clause first. What is not an actor counts too: where the
nearest subject is a thing ("the attack … it"), the pronoun stands for no actor. In doubt it stands for nobody.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sahelkg.appositions import describe
from sahelkg.phrases import is_phrase_head, is_plural, relation, singulars, verb_bases, word_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from sahelkg.discourse import Discourse
    from sahelkg.roles import PronounForm

_SENTENCES = 1
_COLLECTIVE = ("Organisation",)


def resolve_pronoun(discourse: Discourse, number: int) -> bool:
    """Gives a pronoun its antecedent's entity; whether it has one. First persons are left to who reads the quotes."""
    mention = discourse.mentions[number]
    form = discourse.roles.pronouns[word_of(discourse.doc[mention.head])]
    if form.person == "1":
        return False
    if form.use in {"relative", "relative-place"}:
        entity = _antecedent_of_clause(discourse, number, form)
        rule = "relative"
    elif form.use == "place":
        entity, rule = _nearest_place(discourse, number), "place"
    else:
        entity, rule = _antecedent(discourse, number, form), "pronoun"
    if entity is None:
        return False
    discourse.give(number, entity, rule)
    if form.gender is not None:
        discourse.genders.setdefault(entity, form.gender)
    return True


def _antecedent_of_clause(discourse: Discourse, number: int, form: PronounForm) -> str | None:
    """The entity of the noun that the relative clause hangs on."""
    token = discourse.doc[discourse.mentions[number].head]
    clause = next((t for t in (token, *token.ancestors) if str(t.dep_).endswith(":relcl")), None)
    if clause is None or not clause.head.i < token.i:
        return None
    noun = clause.head
    found = discourse.by_head.get(noun.i)
    if clause.dep_ != "acl:relcl":
        # the clause hangs on the verb: the noun is the one right before the pronoun
        before = token.i - 2 if word_of(token.nbor(-1)) == "," else token.i - 1
        found = next((n for n, m in enumerate(discourse.mentions) if m.last == before + 1 and m.how != "pronoun"), None)
    if found is None:
        # "thousands of militants who": the noun that is counted
        counted = [child for child in noun.children if child.dep_ == "nmod" and noun.i < child.i < token.i]
        found = next((discourse.by_head[child.i] for child in counted if child.i in discourse.by_head), None)
    if found is None:
        found = next(
            (n for n, m in enumerate(discourse.mentions) if m.how in {"name", "tagged"} and m.first <= noun.i < m.last),
            None,
        )
    if found is None or found == number:
        return None
    entity = discourse.mentions[found].entity
    kinds = ("Place",) if form.use == "relative-place" else form.kinds
    return entity if entity and discourse.fits(entity, kinds) else None


def _nearest_place(discourse: Discourse, number: int) -> str | None:
    """The last place told of before "there", in its sentence or the one before."""
    if discourse.doc[discourse.mentions[number].head].dep_ == "expl":
        return None
    for _, numbers in discourse.before(number, _SENTENCES):
        places = [
            n
            for n in numbers
            if discourse.mentions[n].how not in {"demonym", "pronoun"}
            and discourse.mentions[n].rule not in {"capital"}
            and discourse.fits(discourse.mentions[n].entity, ["Place"])
        ]
        if places:
            return discourse.mentions[places[-1]].entity
    return None


def _antecedent(discourse: Discourse, number: int, form: PronounForm) -> str | None:
    doc = discourse.doc
    pronoun = doc[discourse.mentions[number].head]
    agent = _must_be_agent(discourse, pronoun, form)
    if form.use == "personal" and _is_empty(pronoun):
        return None
    form = _narrow(discourse, pronoun, form)
    joined = _joined_before(discourse, number, form) if form.use == "possessive" else None
    if joined is not None:
        return joined
    later = _subject_after(discourse, number, form)
    if later is not None:
        return later
    barred = discourse.coarguments(number) if form.use == "personal" else set()
    if form.number == "plural":
        barred |= _speakers(discourse, number)
    limit = _SENTENCES + (1 if form.kinds == ("Person",) else 0)
    for distance, numbers in _by_sentence(discourse, number, limit):
        if distance and discourse.paragraph(pronoun.i) - _last_paragraph(discourse, number, distance) > 1:
            return None
        candidates: dict[str | None, tuple[int, int]] = {}
        for head, entity in _candidates(discourse, number, numbers, distance, form, agent=agent):
            if entity in barred:
                continue
            rank = _prominence(discourse, doc[head], pronoun, distance)
            key = entity
            order = (rank, -head)
            if key not in candidates or order < candidates[key]:
                candidates[key] = order
        if not candidates:
            continue
        chosen = _pick(candidates)
        if chosen is not None and form.number == "plural" and _is_contested(discourse, number, chosen, form):
            return None
        return chosen
    return None


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


def _narrow(discourse: Discourse, pronoun: Token, form: PronounForm) -> PronounForm:
    """The form with fewer kinds where what is owned tells: units are an organisation's, not a state's or a place's."""
    if form.use != "possessive" or "Organisation" not in form.kinds:
        return form
    owned = singulars(pronoun.head)
    if any(noun in discourse.roles.members and noun not in discourse.roles.roles for noun in owned):
        return replace(form, kinds=tuple(kind for kind in form.kinds if kind in {"Organisation", "GenericActor"}))
    return form


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
            and _number_fits(mention.plural, mention.entity, form, discourse)
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
        m.head < pronoun.i
        and m.head >= pronoun.sent.start
        and m.how in {"name", "tagged"}
        and discourse.fits(m.entity, form.kinds)
        for m in discourse.mentions
    ):
        return None  # one named before it in the same sentence is as likely
    found = discourse.by_head.get(subject.i)
    if found is None:
        return None
    mention = discourse.mentions[found]
    if mention.entity is None or not discourse.fits(mention.entity, form.kinds):
        return None
    return mention.entity if _number_fits(mention.plural, mention.entity, form, discourse) else None


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
        if _contains(doc[mention.head], pronoun) or _is_predicated(doc[mention.head], pronoun):
            continue
        if form.gender is not None and _gender(discourse, other) not in {None, form.gender}:
            continue
        if mention.entity is None:
            if _may_be_meant(discourse, other, form, agent=agent):
                found.append((mention.head, None))
            continue
        if not discourse.fits(mention.entity, form.kinds):
            continue
        if agent and not discourse.fits(mention.entity, ["Actor"]):
            continue
        if discourse.doc[mention.head].dep_ in {"compound", "amod"}:
            continue  # a name inside another noun's phrase
        if not _number_fits(mention.plural, mention.entity, form, discourse):
            continue
        if form.number == "plural" and not mention.plural:
            owner = distance == 0 and doc[mention.head].dep_ == "nmod:poss"
            if mention.how != "pronoun" and not owner and discourse.rank(doc[mention.head]) > 1:
                continue  # an organisation is "they" where it was what the sentence was about
        found.append((mention.head, mention.entity))
    if form.kinds != ("Person",) and not agent:
        found += [(head, None) for head in _things(discourse, number, distance, taken, form)]
    return found


def _may_be_meant(discourse: Discourse, other: int, form: PronounForm, *, agent: bool) -> bool:
    """Whether a mention of somebody unknown could be what the pronoun stands for."""
    mention = discourse.mentions[other]
    if mention.how == "pronoun":
        return _same_form(discourse, other, form)  # it stands for the same, whoever that is
    if mention.how != "description" or not _number_fits(mention.plural, None, form, discourse):
        return False
    if agent and mention.kind is not None and discourse.ontology.is_kind(mention.kind, "Place"):
        return False
    return _kind_may_fit(discourse, mention.kind, form)


def _same_form(discourse: Discourse, other: int, form: PronounForm) -> bool:
    told = discourse.roles.pronouns[word_of(discourse.doc[discourse.mentions[other].head])]
    return told.person == form.person and told.number == form.number and told.kinds == form.kinds


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
        if _contains(token, doc[pronoun]) or token.pos_ == "PROPN":
            continue
        if is_plural(token) == (form.number == "plural"):
            found.append(token.i)
    return found


def _contains(noun: Token, pronoun: Token) -> bool:
    """Whether the pronoun is a part of the noun's own phrase ("its leader"), so that it cannot stand for it."""
    return noun.is_ancestor(pronoun) and pronoun.i < noun.i


def _gender(discourse: Discourse, number: int) -> str | None:
    """The gender that a title, a noun or an earlier pronoun shows of a person."""
    mention = discourse.mentions[number]
    if mention.how == "description":
        description = describe(discourse, number)
        if description is not None and description.gender is not None:
            return description.gender
    if mention.entity is not None and mention.entity not in discourse.genders and mention.first:
        title = word_of(discourse.doc[mention.first - 1]).rstrip(".")
        gender = discourse.roles.titles.get(title)
        if gender is not None:
            discourse.genders[mention.entity] = gender
    return discourse.genders.get(mention.entity or "")


def _speakers(discourse: Discourse, number: int) -> set[str | None]:
    """The organisations that say what the pronoun stands in: of itself one would say "it", not "they"."""
    pronoun = discourse.doc[discourse.mentions[number].head]
    return {
        discourse.mentions[other].entity
        for distance, numbers in discourse.before(number, 0)
        for other in numbers
        if distance == 0
        and not discourse.mentions[other].plural
        and discourse.fits(discourse.mentions[other].entity, _COLLECTIVE)
        and _says(discourse.doc[discourse.mentions[other].head], pronoun)
    }


def _says(noun: Token, pronoun: Token) -> bool:
    """Whether the noun is the subject of a verb in whose complement clause the pronoun is."""
    if relation(noun) != "nsubj":
        return False
    return any(t.dep_ == "ccomp" and t.head.i == noun.head.i for t in (pronoun, *pronoun.ancestors))


def _is_predicated(noun: Token, pronoun: Token) -> bool:
    """Whether the pronoun owns what the noun is said to be, or takes the place of: "X is seen as its successor"."""
    if pronoun.dep_ != "nmod:poss" or relation(noun) != "nsubj":
        return False
    owned = pronoun.head
    if owned.i == noun.head.i:  # "X is its ally"
        return True
    if owned.head.i != noun.head.i:
        return False
    seen_as = any(child.dep_ == "case" and word_of(child) == "as" for child in owned.children)
    takes_place = word_of(owned) == "place" and "take" in verb_bases(noun.head)
    return owned.dep_ == "xcomp" or seen_as or takes_place


def _number_fits(plural: bool, entity: str | None, form: PronounForm, discourse: Discourse) -> bool:
    if form.number == "plural":
        return plural or (entity is not None and discourse.fits(entity, _COLLECTIVE))
    if form.number == "singular":
        return not plural
    return True


def _kind_may_fit(discourse: Discourse, kind: str | None, form: PronounForm) -> bool:
    if kind is None:
        return form.kinds != ("Person",)
    return any(discourse.ontology.is_kind(kind, wanted) for wanted in form.kinds)


def _prominence(discourse: Discourse, noun: Token, pronoun: Token, distance: int) -> int:
    """The order in which nouns are tried: within a sentence the subjects of clauses above the pronoun's come first."""
    rank = discourse.rank(noun)
    if (
        distance == 0
        and noun.dep_ in {"obj", "iobj"}
        and any(t.dep_ == "xcomp" and t.head.i == noun.head.i for t in (pronoun, *pronoun.ancestors))
    ):
        return -1  # "asked him to submit his work": the object does it
    if distance == 0 and rank == 0:
        clause = noun.head
        above = [token.i for token in pronoun.ancestors]
        # the nearest clause above first: "the report said Wagner had left after it …"
        return above.index(clause.i) if clause.i in above else 20
    return rank + 20 if distance == 0 else rank


def _must_be_agent(discourse: Discourse, pronoun: Token, form: PronounForm) -> bool:
    """Whether the pronoun does what only somebody does: it says, plans, attacks."""
    if form.use == "possessive":
        return False
    if relation(pronoun) != "nsubj" or str(pronoun.dep_).endswith("pass"):
        return False
    verb = pronoun.head
    return any(form in discourse.roles.agent_verbs for form in verb_bases(verb))


def _is_empty(pronoun: Token) -> bool:
    """Whether "it" stands for a clause or for nothing: "it is clear that", "it was announced that"."""
    if word_of(pronoun) != "it" or relation(pronoun) not in {"nsubj", "expl"}:
        return False
    verb = pronoun.head
    has_clause = any(child.dep_ in {"csubj", "csubj:pass"} for child in verb.children)
    passive = str(pronoun.dep_).endswith("pass") and any(child.dep_ == "ccomp" for child in verb.children)
    copular = verb.pos_ in {"ADJ", "NOUN"} and any(
        child.dep_ in {"ccomp", "csubj", "advcl", "acl:relcl", "xcomp"} and child.i > verb.i for child in verb.children
    )
    return has_clause or passive or copular
