"""Who did it, where only a noun says so: "killed in an attack by X", "died in a raid blamed on Y", "a missile fired by Z hit"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.arguments import Argument
from sahelkg.carriers import find_carrier
from sahelkg.groups import NOUN_RULE
from sahelkg.roles import read_roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sahelkg.clauses import ClauseFinder
    from sahelkg.fillers import Fillers
    from sahelkg.lexicon import Lexicon
    from sahelkg.matching import Match
    from sahelkg.ontology import Ontology, Relation
    from sahelkg.records import Mention
    from sahelkg.syntax import Syntax

EVENT_RELATION = "attacked"
IMPLIED = "impliedAttacker"
Attack = tuple[int, list["Mention"]]  # its noun, and whose it was
_DURING = frozenset({"in", "during", "after", "following"})
_HARM = frozenset({"attacked", "captured", "detained", "killed"})
_SUFFERED = frozenset({"detained", "expelled", "killed", "overthrew"})  # "X's death" is none that X brought about
_BLOWS = frozenset({"attacked", "killed"})
_AGAINST = frozenset({"against", "with"})
_MOMENTS = frozenset({"when", "after", "as"})
_ITSELF = frozenset({"it", "this", "that"})  # the attack: "calling it revenge"
_VIOLENT = frozenset({"attacked", "killed", "overthrew"})
_DOERS = frozenset({"by", "on", "to"})  # "carried out by", "blamed on", "attributed to"
_SENDERS = frozenset({"from", "of"})
_FORCES = frozenset({"ArmedForces", "ArmedGroup", "GenericActor", "MercenaryCompany", "Militia", "Organisation"})  # no places


def find_attackers(
    match: Match, syntax: Syntax, finder: ClauseFinder, fillers: Fillers, lexicon: Lexicon, ontology: Ontology
) -> Attack | None:
    """The noun of the attack that a clause tells its victims of, and whose attack it was.

    Args:
        match: a unit whose own clause names nobody that did it.
        syntax: the article's columns.
        finder: its clauses.
        fillers: its mentions.
        lexicon: knows the nouns for attacks.
        ontology: knows who bears arms.

    Returns:
        The noun's token and the attackers; None where the clause has no such noun or that names nobody.
    """
    phrases = [a for a in (*match.clause.obliques, *match.more) if a.markers & _DURING]
    acting = () if match.clause.kind != "verb" else match.clause.agents
    if (suffered := find_suffered(match, syntax, lexicon)) is not None:
        acting, phrases = (Argument(suffered),), []
    if IMPLIED in match.unit.subject_roles or match.unit.relation == "killed":
        victims = [m for a in (*match.clause.patients, *match.clause.agents) for m in fillers.find(a.head)]
        if attack := _find_assailants(match.clause.predicate, victims, syntax, finder, fillers, lexicon, ontology):
            return attack
        if attack := _find_opponents(phrases, victims, syntax, fillers, lexicon, ontology):
            return attack
    for argument in (*acting, *phrases):
        noun = argument.head
        if names_attack(noun, syntax, lexicon):
            doers: Iterable[int] = _doers(noun, syntax, finder, lexicon)
        elif argument in acting and is_weapon(noun, syntax, lexicon):
            owners = _find_owners(noun, syntax, finder, lexicon, fillers)
            if not owners:
                return None if owners is None else (noun, [])
            doers = owners
        else:
            continue
        for token in doers:
            found = fillers.find(token, demonym=True)
            if syntax.markers(token) & _SENDERS:
                found = [mention for mention in found if mention.kind in _FORCES]  # where it came from is not whose it was
            if syntax.dep[token] == "nmod:poss" and _is_ranked(noun, syntax, lexicon):
                found = [mention for mention in found if mention.kind != "State"]  # "Benin's deadliest attack" was on it
            if found:
                return noun, found
    return None


def _find_assailants(
    harm: int,
    victims: Sequence[Mention],
    syntax: Syntax,
    finder: ClauseFinder,
    fillers: Fillers,
    lexicon: Lexicon,
    ontology: Ontology,
) -> Attack | None:
    """Whose attack a clause of time tells of, in which the victims came to harm: "Ten soldiers were killed when X attacked Y".

    Not of those who may have made it themselves: "ten assailants died when militants attacked Y".
    """
    for verb in syntax.kids(harm, "advcl"):
        if verb < harm or not {syntax.low[child] for child in syntax.kids(verb, "mark", "advmod")} & _MOMENTS:
            continue
        if not any(unit.relation == EVENT_RELATION for _, unit in lexicon.units_by_head.get(("verb", syntax.lemma[verb]), ())):
            continue
        doers = [m for a in finder.find(verb, "verb").agents if syntax.pos[a.head] != "PRON" for m in fillers.find(a.head)]
        armed = any(_bears_arms(doer, ontology) for doer in doers) and any(_bears_arms(one, ontology) for one in victims)
        same = {doer.entity for doer in doers} & {one.entity for one in victims}
        if doers and victims and not armed and not same and all(doer.kind != "State" for doer in doers):
            return verb, doers
    return None


def _find_opponents(
    phrases: Sequence[Argument],
    victims: Sequence[Mention],
    syntax: Syntax,
    fillers: Fillers,
    lexicon: Lexicon,
    ontology: Ontology,
) -> Attack | None:
    """Whom those who fell were fighting: "soldiers killed in clashes with X"; of others who died there nobody says by whom."""
    if not all(m.kind in _FORCES - {"GenericActor", "Organisation"} or _bears_arms(m, ontology) for m in victims):
        return None
    for noun in (argument.head for argument in phrases):
        if any(unit.relation == "fought" for _, unit in lexicon.units_by_head.get(("noun", syntax.lemma[noun]), ())):
            against = [child for child in syntax.kids(noun, "nmod") if syntax.markers(child) & _AGAINST]
            found = [m for child in against for m in fillers.find(child) if m.kind in _FORCES]
            if found and not {m.entity for m in found} & {m.entity for m in victims}:
                return noun, found
    return None


def _bears_arms(mention: Mention, ontology: Ontology) -> bool:
    """Whether somebody without a state is told to fight: a group so called, or one known as such."""
    called = mention.label.split(" in ")[0]
    return mention.kind in {"ArmedGroup", "Militia"} or any(called.endswith(word) for word in read_roles(ontology).armed_groups)


def _is_ranked(noun: int, syntax: Syntax, lexicon: Lexicon) -> bool:
    """Whether a noun is told to be the first, the last or the worst of its kind."""
    return any(
        syntax.feature(word, "Degree") == "Sup"
        or syntax.feature(word, "NumType") == "Ord"
        or lexicon.cues_of("RankCue", "other", syntax.low[word])
        for word in syntax.kids(noun, "amod")
    )


def is_done_by_attack(match: Match, syntax: Syntax, lexicon: Lexicon) -> bool:
    """Whether what acts in a clause is an attack or, where it kills or strikes, a weapon ("The attack left ten dead")."""
    if match.clause.kind != "verb" or (match.clause.passive and match.unit.relation not in _BLOWS):
        return False
    if find_suffered(match, syntax, lexicon) is not None:
        return True
    blow = match.unit.relation in _BLOWS and "agent" in match.unit.subject_roles
    return any(
        names_attack(argument.head, syntax, lexicon) or (blow and is_weapon(argument.head, syntax, lexicon))
        for argument in match.clause.agents
    )


def find_suffered(match: Match, syntax: Syntax, lexicon: Lexicon) -> int | None:
    """The attack that somebody suffers and that does the harm: "X has faced raids, killing soldiers and farmers"."""
    verb = match.clause.predicate
    above = syntax.head[verb]
    if match.unit.relation not in _HARM or match.clause.kind != "verb" or match.clause.passive or syntax.base[verb] != "advcl":
        return None
    if above > verb or syntax.feature(verb, "VerbForm") not in {"Ger", "Part"} or syntax.kids(verb, "nsubj", "mark"):
        return None
    if not any(cue.gives == "patient" and not cue.resists for _, cue in lexicon.cues_of("SupportCue", "verb", syntax.lemma[above])):
        return None
    return next((noun for noun in syntax.kids(above, "obj") if names_attack(noun, syntax, lexicon)), None)


def find_harmers(match: Match, syntax: Syntax, finder: ClauseFinder, fillers: Fillers, lexicon: Lexicon) -> list[Mention]:
    """Whose an attack was that nobody is told to have made, where somebody does harm in it ("X killed five in a raid on Y")."""
    noun = match.clause.predicate
    verb = syntax.head[noun]
    if match.clause.kind != "noun" or syntax.pos[verb] != "VERB" or not syntax.markers(noun) & _DURING:
        return []
    units = lexicon.units_by_head.get(("verb", syntax.lemma[verb]), ())
    clause = finder.find(verb, "verb")
    if clause.passive or not clause.patients:
        return []
    if not any(unit.relation in _HARM and "agent" in unit.subject_roles and not e.complement for e, unit in units):
        return []
    return [mention for argument in clause.agents for mention in fillers.find(argument.head)]


def find_undergone(noun: int, syntax: Syntax, lexicon: Lexicon) -> list[int]:
    """Who an act is done to by the look of its noun: those of "the arrest of X", "the plight of X", and X of "X's arrest"."""
    if lexicon.cues_of("PlightCue", "noun", syntax.lemma[noun]):
        return [child for child in syntax.kids(noun, "nmod") if "of" in syntax.markers(child)]
    units = [unit for _, unit in lexicon.units_by_head.get(("noun", syntax.lemma[noun]), ()) if "patient" in unit.object_roles]
    found = [child for child in syntax.kids(noun, "nmod") if units and "of" in syntax.markers(child)]
    if not found and any(unit.relation in _SUFFERED for unit in units):
        found = [child for child in syntax.kids(noun, "nmod") if syntax.dep[child] == "nmod:poss"]
    return found


def is_site(mention: Mention, syntax: Syntax, lexicon: Lexicon) -> bool:
    """Whether a state's name stands before an act of violence and says where that was, not whose: "the Mali attack"."""
    noun = syntax.head[mention.head]
    if syntax.base[mention.head] not in {"compound", "amod"} or mention.how != "name" or mention.kind != "State":
        return False
    return any(unit.relation in _VIOLENT for _, unit in lexicon.units_by_head.get(("noun", syntax.lemma[noun]), ()))


def find_milder(match: Match, relation: Relation, syntax: Syntax, lexicon: Lexicon) -> str | None:
    """What an attack is that is one of words alone, or none: "a scathing attack on X", "a hunger strike against X".

    So where what goes with it is said: "launched an attack on X, calling him a thief".
    """
    for act in syntax.kids(match.top, "advcl") if match.carrier is not None else ():
        said = act > match.top and syntax.low[act].endswith("ing") and not syntax.kids(act, "nsubj", "mark")
        said &= all(syntax.low[named] not in _ITSELF for named in syntax.kids(act, "obj"))
        if said and lexicon.cues_of("InWordsCue", "verb", syntax.lemma[act]):
            return relation.in_words_as
    for word in match.words:
        for child in syntax.kids(word, "amod", "advmod", "compound"):
            for _, cue in lexicon.cues_of("InWordsCue", "other", syntax.low[child]):
                if cue.gives is None and word == match.clause.predicate:
                    return relation.in_words_as
                named = lexicon.units_by_head.get(("noun", syntax.lemma[word]), ())
                if any(unit.relation == cue.gives for _, unit in named):
                    return cue.gives
    return None


def names_attack(noun: int, syntax: Syntax, lexicon: Lexicon) -> bool:
    """Whether a noun is one for an attack; a gerund counts by its form ("Shelling by X")."""
    words = {syntax.lemma[noun], syntax.low[noun]} if syntax.pos[noun] == "VERB" else {syntax.lemma[noun]}
    return any(unit.relation == EVENT_RELATION for word in words for _, unit in lexicon.units_by_head.get(("noun", word), ()))


def is_weapon(noun: int, syntax: Syntax, lexicon: Lexicon) -> bool:
    """Whether a noun is one for a weapon, whose blow is that of whoever's it is."""
    return syntax.pos[noun] in {"NOUN", "PROPN"} and bool(lexicon.cues_of("SupportCue", "noun", syntax.lemma[noun]))


def _list_senders(noun: int, syntax: Syntax, lexicon: Lexicon) -> list[int]:
    """The phrases of a noun for an attack that say where it came from; those with "of" where a unit has that for its agent."""
    units = [unit for _, unit in lexicon.units_by_head.get(("noun", syntax.lemma[noun]), ()) if unit.relation == EVENT_RELATION]
    own = any("of" in unit.subject_prepositions for unit in units)
    kept = _SENDERS if own else {"from"}
    return [child for child in syntax.kids(noun, "nmod") if syntax.markers(child) & kept]


def _find_owners(noun: int, syntax: Syntax, finder: ClauseFinder, lexicon: Lexicon, fillers: Fillers) -> list[int] | None:
    """Whose a weapon was: who launched it, else its owner and the words before it; nobody's where it was otherwise handled.

    None where the weapon itself is a mention that tells whose it is ("Turkish drones").
    """
    launched: list[int] = []
    for verb in syntax.kids(noun, "acl"):
        clause = finder.find(verb, "verb")
        if clause.passive or any(a.head == noun for a in clause.patients):
            if not _launches(verb, noun, syntax, lexicon):
                return []  # "missiles supplied by X" are not fired by X
            launched += [argument.head for argument in clause.agents if argument.head != noun]
    if launched:
        return launched
    own = fillers.at(noun)
    if own is not None and own.rule != NOUN_RULE:
        return None
    clause = finder.find(noun, "noun")
    owners = [argument.head for argument in (*clause.agents, *clause.possessors)]
    senders = [child for child in syntax.kids(noun, "nmod") if syntax.markers(child) & _SENDERS]
    return [*owners, *_list_names_before(noun, syntax, finder), *senders] or None


def _launches(verb: int, noun: int, syntax: Syntax, lexicon: Lexicon) -> bool:
    """Whether a verb with the weapon as its object is one of attacking: "fire rocket", "plant bomb"."""
    word = syntax.lemma[noun]
    return any(
        unit.relation == EVENT_RELATION and (e.complement == word or (e.complement is None and e.particle is None))
        for e, unit in lexicon.units_by_head.get(("verb", syntax.lemma[verb]), ())
    )


def _list_names_before(noun: int, syntax: Syntax, finder: ClauseFinder) -> Iterator[int]:
    """The words before a noun, and the names before these: "U.S. military airstrike"; not "US-made missile"."""
    for argument in finder.find(noun, "noun").modifiers:
        yield argument.head
        if syntax.pos[argument.head] in {"ADJ", "NOUN", "PROPN"}:
            yield from syntax.kids(argument.head, "compound", "amod")


def _doers(noun: int, syntax: Syntax, finder: ClauseFinder, lexicon: Lexicon) -> Iterator[int]:
    """Who a noun's attack was by: its by-phrase, what a participle says of it, its owner, the word before it."""
    clause = finder.find(noun, "noun")
    yield from (argument.head for argument in clause.agents)
    below = [noun, *(child for child in syntax.kids(noun, "nmod"))]
    for child in (participle for word in below for participle in syntax.kids(word, "acl")):
        yield from (a.head for a in finder.find(child, "verb").obliques if a.markers & _DOERS and child > noun)
    yield from (argument.head for argument in clause.possessors)
    yield from _list_names_before(noun, syntax, finder)
    yield from _list_senders(noun, syntax, lexicon)
    carrier, passes, _, _ = find_carrier(syntax, finder, lexicon, noun)
    if carrier is not None and passes == "agent":  # "launched attacks that killed X"
        yield from (argument.head for argument in carrier.agents if argument.head != noun)
