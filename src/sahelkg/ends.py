"""Who plays the two parts of what a lexical unit tells: its roles, filled from the clause by those of the wanted kinds."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations, product
from typing import TYPE_CHECKING

from sahelkg.abuses import find_abused
from sahelkg.beneficiaries import are_unnamed, find_helped_places, is_relief
from sahelkg.carriers import is_measured
from sahelkg.casualties import EVENT_RELATION, find_harmers, find_suffered, find_undergone, is_site
from sahelkg.contents import find_unit_phrases
from sahelkg.groups import NOUN_RULE
from sahelkg.implied import find_government, find_predecessor, find_presence, find_site, find_state, find_target
from sahelkg.nounclauses import is_title
from sahelkg.partners import act_together, find_coordinated, is_both, is_by_another, stand_between
from sahelkg.resumptions import find_resumed_agents
from sahelkg.rolephrases import find_role_phrases, is_itself
from sahelkg.roles import read_roles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sahelkg.casualties import Attack
    from sahelkg.factuality import Judge
    from sahelkg.fillers import Fillers
    from sahelkg.lexicon import LexicalUnit
    from sahelkg.matching import Match
    from sahelkg.ontology import Ontology, Relation
    from sahelkg.records import Entity, Evidence, Mention

_MEMBERSHIPS = frozenset({"leads", "memberOf", "speaksFor"})
_RETREAT = "withdrewFrom"
_AGAINST_STATES = frozenset({"accused", "protestedAgainst"})
_MOST_PARTNERS = 4  # of a symmetric relation in one phrase: more are a list of guests


class Ends:
    """The two ends of what the units of one document tell.

    Args:
        judge: of the document, with its syntax, clauses and lexicon.
        fillers: who stands for an argument.
        entities: what the mentions refer to, by IRI.
        ontology: relations and kinds.
        found: the evidence told so far, which what is only implied rests on.
    """

    def __init__(
        self, judge: Judge, fillers: Fillers, entities: dict[str, Entity], ontology: Ontology, found: Sequence[Evidence]
    ) -> None:
        self.judge, self.syntax, self.finder, self.lexicon = judge, judge.syntax, judge.finder, judge.lexicon
        self.fillers = fillers
        self.entities = entities
        self.ontology = ontology
        self._found = found
        self._attacked: list[tuple[int, list[Mention]]] = []  # attacks told of, with whom they hit

    def pair(
        self, match: Match, relation: Relation, unit: LexicalUnit, attack: Attack | None
    ) -> Iterator[tuple[Mention, Mention]]:
        """Each subject with each object; of a symmetric relation, those who take part, two by two.

        Args:
            match: the unit in the text.
            relation: what it tells, which may be another one than its own.
            unit: the unit.
            attack: the attack whose victims the clause tells of, if it names nobody that did it.
        """
        subjects = self.fill(match, relation, subject=True)
        suffered = find_suffered(match, self.syntax, self.lexicon)
        if suffered is not None:  # of "X faced raids, killing ten" X is not who kills
            subjects = [m for m in subjects if m.head == suffered]
        if attack and all(mention.head == attack[0] for mention in subjects):  # "the rockets of X"
            subjects = [mention for mention in attack[1] if self.fits(mention, relation.domain, None)]
        if not subjects and relation.name == EVENT_RELATION:
            subjects = find_harmers(match, self.syntax, self.finder, self.fillers, self.lexicon)
        if not subjects and not relation.symmetric and relation.name != EVENT_RELATION:
            return
        objects = self.fill(match, relation, subject=False, apart=subjects)
        if relation.symmetric and match.clause.kind == "verb" and subjects:
            objects = [mention for mention in objects if not is_both(mention, self.syntax)]
        if not objects and relation.reaches_owner and not unit.plain:
            objects = self._find_owners(match, unit, subjects)
        if objects and relation.name == EVENT_RELATION:
            self._attacked.append((match.clause.predicate, objects))
        if not objects and subjects and self._is_mutual(match, unit):
            pairs = (combinations if relation.symmetric else permutations)(find_coordinated(subjects, self.fillers), 2)
            yield from (pair for pair in pairs if self.fits(pair[1], relation.range, unit.object_kind))
            return
        between = stand_between(objects, self.syntax) and (not subjects or is_by_another(match, relation, objects))
        if between and subjects and self.syntax.kids(match.clause.predicate, "mark"):
            return  # "an effort to settle the dispute between X and Y" is a third one's, and neither of them plans it
        together = subjects if not objects else objects if between else []
        mutual = "partner" in unit.object_roles if match.clause.kind == "verb" and together is subjects else relation.symmetric
        if mutual and 1 < len(together) <= _MOST_PARTNERS:
            if act_together(together, self.syntax) and not (together is subjects and self._meets_others(match, relation)):
                yield from combinations(together, 2)
            return
        if match.ended and stand_between(subjects, self.syntax) and match.carrier is not None:
            subjects, objects = self._part_ended(match, subjects, objects)
        if subjects and is_relief(relation, unit) and are_unnamed(objects):
            yield from product(subjects, find_helped_places(match, subjects, self.fillers, self.lexicon, self.ontology))
        if subjects and not objects:
            objects = self._imply(match, unit, subjects)
        for subject in subjects:
            yield from ((subject, obj) for obj in objects if self.fits(obj, relation.range, unit.object_kind))

    def _part_ended(
        self, match: Match, subjects: list[Mention], objects: list[Mention]
    ) -> tuple[list[Mention], list[Mention]]:
        """Of those between whom something is ended, whoever ends it and the others: "X's government cut ties between X and Y"."""
        agents = match.carrier.agents if match.carrier is not None else ()
        enders = [mention for argument in agents for mention in self.fillers.find(argument.head)]
        whose = {state for m in enders for state in (m.entity, m.country, self.entities[m.entity or ""].country) if state}
        own = [mention for mention in subjects if mention.entity in whose]
        if len(own) != 1:
            return subjects, objects
        return own, [mention for mention in objects if mention.entity != own[0].entity]

    def _meets_others(self, match: Match, relation: Relation) -> bool:
        """Whether a verb has an object who may take part, as the verb's may: "X and Y met Z" is not that X and Y met."""
        clause = match.clause
        others = self.lexicon.units_by_head.get((clause.kind, self.syntax.lemma[clause.predicate]), ())
        if clause.passive or not any(o.relation == relation.name and "patient" in o.object_roles for _, o in others):
            return False
        found = (mention for one in clause.patients if one.head not in match.words for mention in self.fillers.find(one.head))
        return any(self.fits(mention, relation.range, None) for mention in found)

    def _is_mutual(self, match: Match, unit: LexicalUnit) -> bool:
        """Whether "each other" or "one another" fills the role of the unit's object."""
        return any(
            self.syntax.is_reciprocal(argument.head)
            for role in unit.object_roles
            for argument in find_role_phrases(match, role, unit.object_prepositions, subject=False)
        )

    def _find_owners(self, match: Match, unit: LexicalUnit, subjects: Sequence[Mention]) -> list[Mention]:
        """Whose act it is that is condemned, rejected or welcomed: what is said of the act is said of them.

        And of what comes from them, whatever the sum: "a ban on imports of Malian livestock", "tariffs on a billion of X's
        exports". Never the subjects, whose own it is.
        """
        apart = {mention.entity for mention in subjects}
        undergone = self._list_undergone(match)
        for role in unit.object_roles:
            phrases = find_unit_phrases(match, role, unit.object_prepositions, self.judge, subject=False)
            heads = [phrase.head for phrase in phrases if self.syntax.pos[phrase.head] != "PRON"]  # "what X called a raid"
            heads = [head for head in heads if head not in undergone]
            for head in heads:
                if any(mention.kind == "GenericActor" for mention in self.fillers.by_head.get(head, ())):
                    continue  # "the strangers that X hosts must leave" is said to these
                for act in self.syntax.conjuncts(head):  # "condemned the raid and the threats made by X"
                    if owners := self._list_owners(act, apart):
                        return owners
                if states := self._find_states(head, match, subjects):
                    return states
        return []

    def _list_owners(self, act: int, apart: set[str | None]) -> list[Mention]:
        """Those whose an act or a thing is, of the first phrase that says so; the medium in which it is told."""
        undergone = find_undergone(act, self.syntax, self.lexicon)
        verb = self.syntax.head[act]
        active = self.syntax.pos[verb] == "VERB" and not self.finder.is_passive(verb)
        astray = self.syntax.kids(verb, "obl") if active else ()
        behind = [child for child in astray if child > act and "by" in self.syntax.markers(child)]  # "the arrests in Y | by X"
        counted = [child for child in self.syntax.kids(act, "nmod", "obl") if is_measured(self.syntax, self.lexicon, child)]
        resumed = find_resumed_agents(act, self.syntax, self.finder, self.lexicon)
        for owner in (*behind, *resumed, *(owner for head in (act, *counted) for owner in self.finder.owners(head))):
            if owner in undergone:
                continue
            found = self.fillers.find(owner, demonym=True) or self.fillers.find_origin(owner)
            found = [mention for mention in found if not is_site(mention, self.syntax, self.lexicon)]
            found = found or self._find_imagined(act, owner)
            if others := [mention for mention in found if mention.entity not in apart]:
                return others
        inside = [child for child in self.syntax.kids(act, "nmod") if "in" in self.syntax.markers(child)]
        return [mention for child in inside for mention in self.fillers.find(child) if mention.kind == "MediaOrganisation"]

    def _find_states(self, noun: int, match: Match, subjects: Sequence[Mention]) -> list[Mention]:
        """The state whose doing it is what is done in it, where nobody else is told to do it: "decried the arrests in X"."""
        if match.unit.relation not in _AGAINST_STATES:
            return []
        places = find_abused(noun, self.syntax, self.lexicon)
        found = [mention for place in places for mention in self.fillers.find(place) if mention.kind == "State"]
        own = {other for subject in subjects for other in (subject.entity, subject.country)}
        return [mention for mention in found[:1] if mention.entity not in own]

    def _find_imagined(self, noun: int, act: int) -> list[Mention]:
        """Whose act it is that a noun only holds possible: "rejected the idea of an intervention by X"."""
        if not self.judge.certainty.cue("StanceCue", noun, "noun") or "of" not in self.syntax.markers(act):
            return []
        owners = (owner for owner in self.finder.owners(act) if "of" not in self.syntax.markers(owner))
        return next((found for owner in owners if (found := self.fillers.find(owner, demonym=True))), [])

    def _imply(self, match: Match, unit: LexicalUnit, subjects: list[Mention]) -> list[Mention]:
        if "impliedGovernment" in unit.object_roles:
            state = find_state(match, self.fillers)
            found = find_government(subjects[0], match.words[-1], state, self.syntax, self.entities, self.ontology)
        elif "impliedPredecessor" in unit.object_roles:
            found = find_predecessor(subjects[0], match.clause.predicate, self._found, self.syntax)
        elif "impliedWhereabouts" in unit.object_roles:
            return self._find_whereabouts(match, subjects[0])
        elif "impliedPresence" in unit.object_roles and (match.clause.passive or not match.clause.patients):
            found = next((m for m in self.fillers.find_whereabouts(subjects[0]) if self.fits(m, "Place", None)), None)
            if found is None and not self._is_of_another_state(match, subjects[0]):
                found = find_presence(subjects[0], match.clause.predicate, self._found, self.syntax)
        else:
            is_attack = match.unit.relation == EVENT_RELATION
            if not is_attack:
                return []
            sites = find_site(match, self.fillers, self.syntax, self.ontology)
            return [m for m in sites if self.fits(m, "Place", None)] or find_target(match, self._attacked, self.syntax)
        return [found] if found is not None else []

    def _is_of_another_state(self, match: Match, leaving: Mention) -> bool:
        """Whether a state that they are not of sees to it that somebody leaves: from where is then for that state to say."""
        top = match.clause.predicate
        if match.clause.kind != "noun":
            return False
        above = (word for word in self.syntax.ancestors(top))
        told = (self.fillers.at(child) for word in above for child in self.syntax.kids(word, "nsubj"))
        state = next((mention for mention in told if mention is not None), None)
        return state is not None and state.kind == "State" and state.entity not in {leaving.country, leaving.entity}

    def _find_whereabouts(self, match: Match, subject: Mention) -> list[Mention]:
        """Where those are who give up, unless they do it to somebody: "fighters in X have laid down their arms"."""
        clause = match.clause
        if not self.syntax.kids(clause.predicate, "nsubj") or any("to" in phrase.markers for phrase in clause.obliques):
            return []  # of "the general in X told them to surrender" it is not the general's
        places = self.fillers.find_whereabouts(self.fillers.find_named(subject))
        return [place for place in places if self.fits(place, "Place", None)][:1]

    def fits(self, mention: Mention, wanted: str, narrower: str | None) -> bool:
        """Whether a mention's kind is one that a relation takes there.

        Who is known by their looks only meets no narrower kind than that of those without a name, and a place only one of several
        words that of a place: "the rebel-held enclave", but not "the area".
        """
        if mention.rule == NOUN_RULE and narrower not in {None, "GenericActor"}:
            return narrower == mention.kind == "Place" and mention.first < mention.head
        kind = mention.kind or self.entities[mention.entity or ""].kind
        if not kind:
            return wanted in {"Actor", "Participant", "Organisation"} and narrower is None
        return self.ontology.is_kind(kind, wanted) and (narrower is None or self.ontology.is_kind(kind, narrower))

    def fill(self, match: Match, relation: Relation, *, subject: bool, apart: Sequence[Mention] = ()) -> list[Mention]:
        """The participants of the first role and phrase that holds any of the wanted kind, none of those ``apart``."""
        others = {mention.entity for mention in apart} if len(apart) == 1 else set()
        unit = match.unit
        roles = unit.subject_roles if subject else unit.object_roles
        prepositions = unit.subject_prepositions if subject else unit.object_prepositions
        wanted = relation.domain if subject else relation.range
        narrower = unit.subject_kind if subject else unit.object_kind
        if not subject and match.passes == "patient" and relation.name == EVENT_RELATION and "patient" not in roles:
            roles = (*roles, "patient")  # "X repelled an attack": on X
        undergone = [] if subject else self._list_undergone(match)
        for role in roles:
            for argument in find_unit_phrases(match, role, prepositions, self.judge, subject=subject):
                if argument.markers & self.fillers.example_words and match.clause.kind == "verb":
                    continue  # "refused to ratify the text, including X": an example of some noun
                if match.clause.passive and any(mention.head == argument.head for mention in apart):
                    continue  # "vetoed by X and Y": neither is whom it is done to
                demonym = match.clause.kind == "noun" or bool(argument.markers & {"-"})
                noun = match.clause.predicate  # "five members of X and two drivers", "former president X and Y": the second are not
                alone = role == "holder" and (noun == argument.head or is_title(self.syntax, noun, argument.head))
                found = [
                    mention
                    for mention in self.fillers.find(argument.head, demonym=demonym, alone=alone)
                    if mention.head not in match.words or not is_itself(match, mention, role, subject=subject)
                ]
                found = self._replace_members(found, argument.head)
                if not subject and relation.never:
                    found = self._replace_owners(found, argument.head, relation.never)
                if role == "holder" and any(m.rule == "group" for m in self.fillers.by_head.get(argument.head, ())):
                    found = [m for m in found if m.head == argument.head]  # "Western partners such as X" are not theirs
                if subject and unit.subject_words and not unit.subject_words & self.fillers.list_words(argument.head, found):
                    continue
                if relation.name == _RETREAT and narrower == "Place":  # who leaves "the airport hotel" gives nothing up
                    found = [m for m in found if m.rule != NOUN_RULE]
                found = [m for m in found if m.entity not in others and m.head not in undergone]
                fitting = [m for m in found if self.fits(m, wanted, narrower)]
                if fitting and not (subject and role == "partner" and match.clause.kind == "verb" and len(fitting) < 2):
                    return fitting
        return []

    def _list_undergone(self, match: Match) -> list[int]:
        """Who undergoes the act that a verb's noun names, where who acts is wanted: of "praised the release of X" not X."""
        if "by" not in match.unit.object_prepositions:
            return []
        acts = [word for word in match.words if word != match.clause.predicate]
        return [head for act in acts for head in find_undergone(act, self.syntax, self.lexicon)]

    def _replace_members(self, found: list[Mention], head: int) -> list[Mention]:
        """For "his group", the body that he was told to lead, to speak for or to be of; nobody where none was told of."""
        if not any(m.how == "pronoun" and m.kind == "Person" and m.head != head for m in found):
            return found
        word = read_roles(self.ontology).kinds.get(self.syntax.lemma[head])
        if word is None or not any(self.ontology.is_kind(kind, "Organisation") for kind in word.kinds):
            return found
        kept: list[Mention] = []
        for mention in found:
            if mention.how != "pronoun" or mention.kind != "Person" or mention.head == head:
                kept.append(mention)
                continue
            told = (e.object for e in reversed(self._found) if e.subject.entity == mention.entity and e.predicate in _MEMBERSHIPS)
            body = next((m for m in told if self.ontology.is_kind(m.kind, "Organisation")), None)
            if body is not None:
                kept.append(replace(mention, entity=body.entity, kind=body.kind, label=body.label, country=body.country))
        return kept

    def _replace_owners(self, found: Sequence[Mention], head: int, never: str) -> list[Mention]:
        """The mentions; those whom an act can't be done to give way to whoever is theirs: the president in "president of X"."""
        own = self.fillers.by_head.get(head, [])
        left = [mention for mention in found if not self.fits(mention, never, None)]
        return left or [mention for mention in own if mention.how != "demonym" and not self.fits(mention, never, None)]
