"""Clauses and the lexicon meet: which relation a predicate evokes between whom.

Each lexical unit names where its subject and object stand; the roles are filled from the clause, the kinds are checked
against the relation's domain and range, and the clause's status, sources, time, place and tolls are joined to it.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations, product
from typing import TYPE_CHECKING

from sahelkg.addressees import find_threatened, is_march
from sahelkg.beneficiaries import AID_RELATION, are_unnamed, find_helped_places
from sahelkg.casualties import (
    EVENT_RELATION,
    IMPLIED,
    Attack,
    find_attackers,
    find_harmers,
    find_milder,
    find_suffered,
    find_undergone,
    is_done_by_attack,
)
from sahelkg.certainty import Judgement
from sahelkg.circumstances import UNSURE, Circumstances
from sahelkg.clauses import ClauseFinder
from sahelkg.contents import find_unit_phrases, place_demands
from sahelkg.descriptions import CAPITAL_RULE
from sahelkg.excerpts import quote_passage, span_words
from sahelkg.factuality import Judge
from sahelkg.fillers import Fillers
from sahelkg.groups import NOUN_RULE, are_strangers
from sahelkg.implied import find_government, find_predecessor, find_presence, find_site, find_state, find_target
from sahelkg.lexicon import load_lexicon
from sahelkg.matching import Match, find_matches
from sahelkg.nounclauses import is_title
from sahelkg.partners import (
    act_for_states,
    act_together,
    find_coordinated,
    is_both,
    is_by_another,
    part_bodies,
    stand_between,
)
from sahelkg.purposes import read_purposes
from sahelkg.records import Evidence, Mention, Status
from sahelkg.repeats import drop_repeats
from sahelkg.rolephrases import find_role_phrases, is_itself
from sahelkg.sets import SET_RULE
from sahelkg.speakers import Speakers
from sahelkg.syntax import Syntax

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from spacy.tokens import Doc

    from sahelkg.arguments import Argument
    from sahelkg.lexicon import LexicalUnit
    from sahelkg.ontology import Ontology, Relation
    from sahelkg.records import Article, Entity

_MOST_PARTNERS = 4  # of a symmetric relation in one phrase: more are a list of guests
_SURE = frozenset({Status.ASSERTED, Status.CLAIMED})


def find_statements(
    doc: Doc, article: Article, mentions: Sequence[Mention], entities: dict[str, Entity], ontology: Ontology
) -> list[Evidence]:
    """What the document states, as evidence in the text's order.

    Args:
        doc: the parsed article; only sentences of body paragraphs state something.
        article: its id and day of publication are used.
        mentions: resolved mentions; those without an entity play no role.
        entities: what the mentions refer to, by IRI; implied participants are added to it.
        ontology: relations and lexicon.
    """
    return StatementFinder(doc, article, mentions, entities, ontology).find()


class StatementFinder:
    """The statements of one document by the lexicon; `find` gives them. What it is made of serves `joining`, too."""

    def __init__(
        self, doc: Doc, article: Article, mentions: Sequence[Mention], entities: dict[str, Entity], ontology: Ontology
    ) -> None:
        self.article = article
        self.ontology = ontology
        self.entities = entities
        self.lexicon = load_lexicon(ontology)
        self.syntax = Syntax(doc, self.lexicon)
        self.finder = ClauseFinder(self.syntax)
        self.fillers = Fillers(self.syntax, mentions, self.lexicon)
        self.judge = Judge(self.syntax, self.finder, self.lexicon)
        self.speakers = Speakers(self.syntax, self.fillers, self.lexicon, self.entities, ontology)
        for pronoun in list(self.speakers.resolve(mentions, self.judge.speeches)):
            self.fillers.add(pronoun)
        published: date | None = article.published
        self.circumstances = Circumstances(self.syntax, self.fillers, ontology, published)
        self.found: list[Evidence] = []
        self.over: list[tuple[str, int]] = []  # what is put off or called off: its relation, and each word of its unit
        self.words: list[tuple[int, ...]] = []  # of the unit that gave each
        self.attacked: list[tuple[int, list[Mention]]] = []  # attacks told of, with whom they hit
        self.halves: list[Match] = []  # units that found one of their two ends, or none

    def find(self) -> list[Evidence]:
        """The evidence in the text's order, each content once per sentence, status and source."""
        for match in place_demands(find_matches(self.syntax, self.finder, self.lexicon), self):
            self._read(match)
        read_purposes(self)
        return drop_repeats(self.found, self.words, self.syntax, self.ontology)

    def _read(self, match: Match) -> None:
        unit, clause = match.unit, match.clause
        if unit.plain and any(not self.syntax.kids(said, "mark") for said in self.syntax.kids(clause.predicate, "xcomp")):
            return
        relation = self.ontology.relations[unit.relation]
        if match.ended:
            if relation.ended_as is None:
                self.over += [(relation.name, word) for word in match.words]
                return
            relation = self.ontology.relations[relation.ended_as]
        if relation.in_words_as is not None and (milder := find_milder(match, relation, self.syntax, self.lexicon)):
            relation = self.ontology.relations[milder]
        attack = self._find_attack(match, relation)
        pairs = list(self._pair(match, relation, unit, attack))
        if not pairs:
            self.halves.append(match)  # as with most: before the way up the sentence that a judgement takes
            return
        if clause.kind == "adposition":
            judgement = self.judge.presume(match.top)
        elif "holder" in unit.subject_roles and clause.kind == "noun" and self.finder.is_presumed(clause.predicate):
            judgement = self.judge.presume(clause.predicate)
        else:
            judgement = self.judge.judge(match.top, carries=match.carrier is not None)
        if match.top != clause.predicate and clause.kind not in {"adposition", "copula"}:
            inner = Judgement()
            self.judge._weigh(clause.predicate, inner)
            judgement.add(inner.status)
            judgement.silent |= inner.silent
        if judgement.silent:
            return
        if attack is not None:
            self.judge._weigh(attack[0], judgement)
        for subject, obj in pairs:
            if clause.kind == "adposition" and not self._is_placed(self.syntax.low[clause.predicate], subject, obj):
                continue
            if clause.kind == "copula" and self.ontology.is_kind(subject.kind or "", "Place"):
                continue  # where a place lies is no presence
            self.tell(match, relation, subject, obj, judgement)

    def _find_attack(self, match: Match, relation: Relation) -> Attack | None:
        """The attack whose victims the clause tells of, where it names nobody that did it."""
        told = match.clause.passive and relation.event_class is not None and not match.clause.agents
        told |= relation.event_class is not None and is_done_by_attack(match, self.syntax, self.lexicon)
        if not told and IMPLIED not in match.unit.subject_roles:
            return None
        return find_attackers(match, self.syntax, self.finder, self.fillers, self.lexicon)

    def _pair(
        self, match: Match, relation: Relation, unit: LexicalUnit, attack: Attack | None
    ) -> Iterator[tuple[Mention, Mention]]:
        subjects = self.fill(match, relation, subject=True)
        suffered = find_suffered(match, self.syntax, self.lexicon)
        if suffered is not None:  # of "X faced raids, killing ten" X is not who kills
            subjects = [m for m in subjects if m.head == suffered]
        if attack and all(mention.head == attack[0] for mention in subjects):  # "the rockets of X"
            subjects = [mention for mention in attack[1] if self.fits(mention, relation.domain, None)]
        if not subjects and relation.name == EVENT_RELATION:
            subjects = find_harmers(match, self.syntax, self.finder, self.fillers, self.lexicon)
        objects = self.fill(match, relation, subject=False, apart=subjects)
        if relation.symmetric and match.clause.kind == "verb" and subjects:
            objects = [mention for mention in objects if not is_both(mention, self.syntax)]
        if not objects and relation.reaches_owner and not unit.plain:
            objects = self._find_owners(match, unit, subjects)
        if objects and relation.name == EVENT_RELATION:
            self.attacked.append((match.clause.predicate, objects))
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
        if subjects and relation.name == AID_RELATION and are_unnamed(objects):
            yield from product(subjects, find_helped_places(match, subjects, self.fillers, self.lexicon, self.ontology))
        if subjects and not objects:
            objects = self._imply(match, unit, subjects)
        for subject in subjects:
            yield from ((subject, obj) for obj in objects if self.fits(obj, relation.range, unit.object_kind))

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

        And of what comes from them: "a ban on imports of Malian livestock". Never the subjects, whose own it is.
        """
        apart = {mention.entity for mention in subjects}
        for role in unit.object_roles:
            phrases = self._find_phrases(match, role, unit.object_prepositions, subject=False)
            for argument in (phrase for phrase in phrases if self.syntax.pos[phrase.head] != "PRON"):  # "what X called a raid"
                undergone = find_undergone(argument.head, self.syntax, self.lexicon)
                for owner in self.finder.owners(argument.head):
                    if owner in undergone:
                        continue
                    found = self.fillers.find(owner, demonym=True) or self.fillers.find_origin(owner)
                    found = found or self._find_imagined(argument.head, owner)
                    if others := [mention for mention in found if mention.entity not in apart]:
                        return others
        return []

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
            found = find_predecessor(subjects[0], match.clause.predicate, self.found, self.syntax)
        elif "impliedPresence" in unit.object_roles and (match.clause.passive or not match.clause.patients):
            found = next((m for m in self.fillers.find_whereabouts(subjects[0]) if self.fits(m, "Place", None)), None)
            found = found or find_presence(subjects[0], match.clause.predicate, self.found, self.syntax)
        else:
            is_attack = match.unit.relation == EVENT_RELATION
            if not is_attack:
                return []
            sites = find_site(match, self.fillers, self.syntax, self.ontology)
            return [m for m in sites if self.fits(m, "Place", None)] or find_target(match, self.attacked, self.syntax)
        return [found] if found is not None else []

    def fits(self, mention: Mention, wanted: str, narrower: str | None) -> bool:
        """Whether a mention's kind is one that a relation takes there.

        Who is known by their looks only meets no narrower kind than that of those without a name.
        """
        if narrower not in {None, "GenericActor"} and mention.rule == NOUN_RULE:
            return False
        kind = mention.kind or self.entities[mention.entity or ""].kind
        if not kind:
            return wanted in {"Actor", "Participant", "Organisation"} and narrower is None
        return self.ontology.is_kind(kind, wanted) and (narrower is None or self.ontology.is_kind(kind, narrower))

    def _is_placed(self, preposition: str, subject: Mention, obj: Mention) -> bool:
        """Whether a preposition between two may say where the first belongs: a name, or one person without one.

        A place that is known to lie in another state than the one named does not lie there.
        """
        named = subject.how in {"name", "tagged"}
        if not named and (subject.plural or subject.kind not in {"GenericActor", "Person"} or preposition == "of"):
            return False
        state = self.ontology.state_of(subject.entity or "")
        return subject.kind != "State" and (obj.kind != "State" or state is None or state == obj.entity)

    # roles

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
        for role in roles:
            for argument in self._find_phrases(match, role, prepositions, subject=subject):
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
                if not subject and relation.never:
                    found = self._replace_owners(found, argument.head, relation.never)
                if role == "holder" and any(m.rule == "group" for m in self.fillers.by_head.get(argument.head, ())):
                    found = [m for m in found if m.head == argument.head]  # "Western partners such as X" are not theirs
                if subject and unit.subject_words and not unit.subject_words & self.fillers.list_words(argument.head, found):
                    continue
                if fitting := [m for m in found if m.entity not in others and self.fits(m, wanted, narrower)]:
                    return fitting
        return []

    def _replace_owners(self, found: Sequence[Mention], head: int, never: str) -> list[Mention]:
        """The mentions; those whom an act can't be done to give way to whoever is theirs: the president in "president of X"."""
        own = self.fillers.by_head.get(head, [])
        left = [mention for mention in found if not self.fits(mention, never, None)]
        return left or [mention for mention in own if mention.how != "demonym" and not self.fits(mention, never, None)]

    def _find_phrases(self, match: Match, role: str, prepositions: frozenset[str], *, subject: bool) -> Iterator[Argument]:
        return find_unit_phrases(match, role, prepositions, self.judge, subject=subject)

    # evidence

    def tell(self, match: Match, relation: Relation, subject: Mention, obj: Mention, judgement: Judgement) -> None:
        """Adds the evidence to ``found``, with its circumstances and its quote; what cannot be is left out."""
        if relation.name == "withdrewFrom" and subject.country == obj.entity:
            return  # nobody pulls out of the state that it is a body of: the description was taken for the wrong one
        if subject.rule == CAPITAL_RULE and subject.country == obj.entity:
            return  # "X's capital" is a name for the town, and says nothing of it
        obj = part_bodies(subject, obj, self.fillers, self.entities)
        unnamed = NOUN_RULE in {subject.rule, obj.rule}
        strange = are_strangers(subject, obj) or (unnamed and relation.event_class is None)
        if strange and not (match.clause.kind == "verb" and act_for_states(relation, subject, obj, self.entities)):
            return  # that somebody whom only the sentence shows is this or that for good says nothing
        if subject.entity == obj.entity or ((subject.start, subject.end) == (obj.start, obj.end) and subject.rule != SET_RULE):
            return
        listed = "holder" in match.unit.subject_roles and not relation.symmetric and self.fillers.are_listed(subject, obj)
        if listed and (obj.head > subject.head or self.fits(subject, "Place", None)):
            return  # of "the villages of X and Y" none is the other's; "the heads of the front, X and Y" are
        status = judgement.status
        if judgement.purpose and relation.event_class and status in _SURE and not is_march(match, self.syntax):
            status = Status.PLANNED
        if self._is_suspected(subject):
            status = Status.POSSIBLE if status in _SURE else status
        sources = self._sources(judgement)
        time, place, tolls = self.circumstances.find(match, relation, subject, obj)
        if place is None and relation.event_class and not self.fits(obj, "Place", None) and status not in UNSURE:
            place = self.circumstances.recall_place(relation, subject, obj, time, self.found)
        subject, obj = self.fillers.find_named(subject), self.fillers.find_named(obj)
        words = (*match.words, *self.judge.certainty.find_negators(match.top))
        start, end = quote_passage(self.syntax, words, (subject, obj), judgement.cue, sources, place)
        self.found.append(
            Evidence(
                article=self.article.id,
                subject=subject,
                predicate=relation.name,
                object=obj,
                status=status,
                rule=match.unit.iri,
                start=start,
                end=end,
                quote=self.article.text[start:end],
                sources=sources,
                cue=self.syntax.doc[judgement.cue].text if judgement.cue is not None else None,
                time=time,
                place=place,
                deaths=tolls.get("deaths"),
                wounded=tolls.get("wounded"),
                hostages=tolls.get("hostages"),
                accusation=judgement.accusation or match.unit.accusation,
                plover=match.unit.plover if status in _SURE else find_threatened(match, relation, status, self),
                triggers=span_words(self.syntax, match.evoking, start, end),
            )
        )
        self.words.append(match.words)

    def _is_suspected(self, subject: Mention) -> bool:
        syntax = self.syntax
        return any(
            self.lexicon.cues_of("HedgeCue", "adjective", syntax.low[child])
            for child in syntax.kids(subject.head, "amod")
            if syntax.low[child] not in {"likely"}
        )

    def _sources(self, judgement: Judgement) -> tuple[Mention, ...]:
        found: list[Mention] = []
        for token in judgement.sources:
            for mention in self.speakers.find(token)[:2]:
                if all(mention.entity != other.entity for other in found):
                    found.append(mention)
        if judgement.cue is not None:
            for told in self.finder.find(judgement.cue, "verb").recipients[:1]:
                agency = self.fillers.at(told.head)
                if agency is not None and agency.kind == "MediaOrganisation" and found:
                    found.insert(0, replace(agency))
        return tuple(found)
