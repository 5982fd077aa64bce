"""Pronouns, "there" and "where" → who or what they stand for, each kind of pronoun by the way that fits it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.agreement import is_empty
from sahelkg.antecedents import find_antecedent
from sahelkg.groups import NOUN_RULE
from sahelkg.phrases import relation, word_of
from sahelkg.salience import choose_antecedent

if TYPE_CHECKING:
    from collections.abc import Collection

    from sahelkg.discourse import Discourse
    from sahelkg.roles import PronounForm

_SENTENCES = 1
_LEAST = 0.5  # of a person, nineteen in twenty are right above it (training/README.md)


def resolve_pronoun(discourse: Discourse, number: int) -> bool:
    """Gives a pronoun its antecedent's entity; whether it has one.

    First and second persons are left to `sahelkg.voices` and to who reads the quotations.
    """
    mention = discourse.mentions[number]
    form = discourse.roles.pronouns[word_of(discourse.doc[mention.head])]
    if form.person != "3" or mention.entity is not None:
        return mention.entity is not None
    if form.use in {"relative", "relative-place"}:
        entity = _antecedent_of_clause(discourse, number, form)
        rule = "relative"
    elif form.use == "place":
        entity, rule = _nearest_place(discourse, number), "place"
    else:
        entity, rule = find_third_person(discourse, number, form), "pronoun"
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


def find_third_person(discourse: Discourse, number: int, form: PronounForm) -> str | None:
    """Whom a pronoun of the third person stands for: by rule; of one person, where the rules end, by what is learnt."""
    found = find_antecedent(discourse, number, form)
    if found is not None or form.gender is None:
        return found
    chosen, odds = choose_antecedent(discourse, number, form)
    return chosen if odds >= _LEAST else None


def find_reporter(discourse: Discourse, number: int, bodies: Collection[int]) -> str | None:
    """The body without a name that says of itself what a pronoun stands in: "a mining company said it would leave".

    Args:
        discourse: the article's mentions, all others of them decided upon.
        number: of the pronoun.
        bodies: the tokens that look like an organisation's noun.
    """
    pronoun = discourse.doc[discourse.mentions[number].head]
    clause = next((t for t in (pronoun, *pronoun.ancestors) if t.dep_ == "ccomp"), None)
    if clause is None or is_empty(pronoun, discourse.roles.agent_adjectives):
        return None
    for noun in (child for child in clause.head.children if relation(child) == "nsubj" and child.i in bodies):
        found = discourse.by_head.get(noun.i)
        if found is not None and discourse.mentions[found].rule in {NOUN_RULE, "group"} and not discourse.mentions[found].plural:
            return discourse.mentions[found].entity
    return None
