"""Clauses and the lexicon meet: which relation a predicate evokes between whom.

Each lexical unit names where its subject and object stand; the roles are filled from the clause, the kinds are checked
against the relation's domain and range, and the clause's status, sources, time, place and tolls are joined to it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sahelkg.addressees import find_threatened, is_march
from sahelkg.carriers import is_strained
from sahelkg.casualties import (
    IMPLIED,
    Attack,
    find_attackers,
    find_milder,
    is_done_by_attack,
)
from sahelkg.certainty import Judgement, read_status
from sahelkg.circumstances import UNSURE, Circumstances
from sahelkg.clauses import ClauseFinder
from sahelkg.contents import place_demands
from sahelkg.descriptions import CAPITAL_RULE
from sahelkg.efforts import TALKS, is_fruitless
from sahelkg.ends import Ends
from sahelkg.excerpts import quote_passage, span_words
from sahelkg.factuality import Judge
from sahelkg.fillers import Fillers
from sahelkg.groups import NOUN_RULE, are_strangers
from sahelkg.lexicon import load_lexicon
from sahelkg.matching import Match, find_matches
from sahelkg.partners import act_for_states, part_bodies
from sahelkg.purposes import read_purposes
from sahelkg.records import Evidence, Mention, Status
from sahelkg.repeats import drop_repeats
from sahelkg.sets import SET_RULE
from sahelkg.speakers import Speakers
from sahelkg.syntax import Syntax

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from spacy.tokens import Doc

    from sahelkg.ontology import Ontology, Relation
    from sahelkg.records import Article, Entity

_PARTINGS = frozenset({"brokeTiesWith", "withdrewFrom"})
_BROKEN = "brokeTiesWith"
_ACCORD = "agreedWith"
_DEMAND = "demandedOf"
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
        self.ends = Ends(self.judge, self.fillers, self.entities, ontology, self.found)
        self.over: list[tuple[str, int]] = []  # what is put off or called off: its relation, and each word of its unit
        self.words: list[tuple[int, ...]] = []  # of the unit that gave each
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
        told = self.syntax.kids(clause.predicate, "xcomp", "advcl") if unit.relation == "accused" else ()
        if any(self.judge.certainty.is_charged_to(said, clause.predicate) for said in told):
            return  # "charged the men to search the wood" blames nobody
        relation = self.ontology.relations[unit.relation]
        given_up = relation.ended_as is not None and self.judge.certainty.is_given_up(clause.predicate)
        if given_up:  # "stopped cooperating with": of stopping more is said above it
            match = replace(match, top=self.syntax.head[clause.predicate])
        if match.ended or given_up:
            if relation.ended_as is None:
                self.over += [(relation.name, word) for word in match.words]
                return
            relation = self.ontology.relations[relation.ended_as]
        if clause.kind == "noun" and relation.ended_as == _BROKEN and is_strained(self.syntax, self.lexicon, clause.predicate):
            return
        if relation.in_words_as is not None and (milder := find_milder(match, relation, self.syntax, self.lexicon)):
            relation = self.ontology.relations[milder]
        if relation.name == "withdrewFrom" and self._is_left_to(clause.predicate):
            return
        attack = self._find_attack(match, relation)
        pairs = list(self.ends.pair(match, relation, unit, attack))
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
            self._weigh_attack(attack[0], judgement)
        if relation.name == TALKS and clause.kind == "noun" and is_fruitless(self.syntax, self.lexicon, clause.predicate):
            match = replace(match, unit=replace(unit, plover=self.ontology.relations[_ACCORD].plover_denied))
        for subject, obj in pairs:
            if clause.kind == "adposition" and not self._is_placed(self.syntax.low[clause.predicate], subject, obj):
                continue
            if relation.name == "locatedIn" and self._names_noun(clause.predicate, obj):
                continue  # of "Isige town, Gwoza district" the first is the town itself
            if clause.kind == "copula" and self.ontology.is_kind(subject.kind or "", "Place"):
                continue  # where a place lies is no presence
            self.tell(match, relation, subject, obj, judgement)

    def _names_noun(self, noun: int, mention: Mention) -> bool:
        """Whether the name of a place stands before the noun for it: "Isige town"; not "the Mali town"."""
        syntax = self.syntax
        named = any("of" in syntax.markers(child) for child in syntax.kids(noun, "nmod"))  # "the Kayes town of Nioro"
        own = mention.head in syntax.kids(noun, "compound") and not named
        return own and mention.last == noun and not self.ontology.is_kind(mention.kind or "", "State")

    def _is_left_to(self, verb: int) -> bool:
        """Whether somebody is left to do something: "pulled out, leaving the mission to guard the town" is no farewell to it."""
        syntax = self.syntax
        below = (act for left in syntax.kids(verb, "obj") for act in syntax.kids(left, "acl"))
        beside = [*syntax.kids(verb, "xcomp", "advcl"), *below]
        return syntax.low[verb].endswith("ing") and any(syntax.is_infinitive(act) for act in beside)

    def _find_attack(self, match: Match, relation: Relation) -> Attack | None:
        """The attack whose victims the clause tells of, where it names nobody that did it."""
        told = match.clause.passive and relation.event_class is not None and not match.clause.agents
        told |= relation.event_class is not None and is_done_by_attack(match, self.syntax, self.lexicon)
        if not told and IMPLIED not in match.unit.subject_roles:
            return None
        return find_attackers(match, self.syntax, self.finder, self.fillers, self.lexicon, self.ontology)

    def _weigh_attack(self, noun: int, found: Judgement) -> None:
        """Adds what is said of the attack that did the harm: whether it was, and on whose word it was whose ("blamed on X")."""
        self.judge._weigh(noun, found)
        for clause in self.syntax.kids(noun, "acl"):
            cue = self.judge.certainty.cue("ReportingCue", clause, "verb")
            if cue is not None and cue.gives != "denied":
                found.add(read_status(cue.gives, Status.CLAIMED))
                found.accusation |= cue.accusation
                sources = [argument.head for argument in self.finder.find(clause, "verb").agents[:1]]
                found.sources, found.cue = found.sources or sources, clause if found.cue is None else found.cue

    def _is_placed(self, preposition: str, subject: Mention, obj: Mention) -> bool:
        """Whether a preposition between two may say where the first belongs: a name, or one person without one.

        A place that is known to lie in another state than the one named does not lie there.
        """
        named = subject.how in {"name", "tagged"}
        if not named and (subject.plural or subject.kind not in {"GenericActor", "Person"} or preposition == "of"):
            return False
        state = self.ontology.state_of(subject.entity or "")
        other = obj.entity if obj.kind == "State" else self.ontology.state_of(obj.entity or "")
        return subject.kind != "State" and (state is None or other is None or state == other)

    # evidence

    def tell(self, match: Match, relation: Relation, subject: Mention, obj: Mention, judgement: Judgement) -> None:
        """Adds the evidence to ``found``, with its circumstances and its quote; what cannot be is left out."""
        if relation.name in _PARTINGS and (subject.country == obj.entity or obj.country == subject.entity):
            return  # nobody leaves or breaks with the state that it is a body of: the description was taken for the wrong one
        if relation.never_to_own and subject.country == obj.entity and self.ontology.is_kind(subject.kind or "", "StateBody"):
            return  # nobody pulls out of the state that it is a body of: the description was taken for the wrong one
        if relation.event_class is not None and subject.kind == "State" and self._may_be_anothers(match, subject, obj):
            return
        if relation.name == "mobilisedAgainst" and self.entities[subject.entity or ""].country == obj.entity:
            return  # nor do its forces mass against it: "sent soldiers to its border with X"
        if relation.name == _DEMAND and match.unit.object_kind == obj.kind and subject.country == obj.entity:
            return  # "the junta of X called for elections in X" asks nobody else for them
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
        if listed and (obj.head > subject.head or self.ends.fits(subject, "Place", None)):
            return  # of "the villages of X and Y" none is the other's; "the heads of the front, X and Y" are
        status = judgement.status
        if judgement.purpose and relation.event_class and status in _SURE and not is_march(match, self.syntax):
            status = Status.PLANNED
        if self._is_suspected(subject):
            status = Status.POSSIBLE if status in _SURE else status
        sources = self._sources(judgement)
        if judgement.accusation and status is not Status.DENIED and any(source.entity == subject.entity for source in sources):
            sources = ()  # nobody accuses himself: "… and X condemned for backing Y"
        time, place, tolls = self.circumstances.find(match, relation, subject, obj)
        if place is None and relation.event_class and not self.ends.fits(obj, "Place", None) and status not in UNSURE:
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

    def _may_be_anothers(self, match: Match, subject: Mention, obj: Mention) -> bool:
        """Whether "its" may be the state's that the clause above is about: "X left as Y detained ten of its men"."""
        syntax = self.syntax
        owners = (child for child in syntax.kids(obj.head, "nmod") if syntax.dep[child] == "nmod:poss")
        own = (m for child in owners for m in self.fillers.by_head.get(child, ()))
        if all(owner.how != "pronoun" or owner.entity != subject.entity for owner in own):
            return False
        above = (child for verb in syntax.ancestors(match.clause.predicate) for child in syntax.kids(verb, "nsubj"))
        others = (self.fillers.at(child) for child in above if child < subject.head)
        return any(other is not None and other.kind == "State" and other.entity != subject.entity for other in others)

    def _is_suspected(self, subject: Mention) -> bool:
        syntax = self.syntax
        return any(
            self.lexicon.cues_of("HedgeCue", "adjective", syntax.low[child])
            for child in syntax.kids(subject.head, "amod")
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
