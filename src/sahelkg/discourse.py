"""An article's mentions while they are being resolved: who stands for whom so far, and how salient each is."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from sahelkg.marking import paragraphs_of
from sahelkg.phrases import read_phrase, relation, word_of
from sahelkg.quoting import find_quotations
from sahelkg.records import Entity
from sahelkg.upon import acts_upon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

    from sahelkg.ontology import Ontology
    from sahelkg.phrases import Phrase
    from sahelkg.records import Mention
    from sahelkg.roles import Description, Roles

_SUBJECT, _OBJECT, _OTHER, _INNER = 0, 1, 2, 3


class Discourse:
    """The mentions of one article in their order, with the entity that each has been given up to now.

    Mentions go by their number. ``described`` keeps the words under which an entity was described ("colonial").
    """

    def __init__(self, doc: Doc, mentions: Sequence[Mention], ontology: Ontology, roles: Roles) -> None:
        self.doc = doc
        self.ontology = ontology
        self.roles = roles
        self.mentions = list(mentions)
        self.by_head: dict[int, int] = {}
        self.names: dict[int, int] = {}  # token of a name → the name's number
        for number, mention in enumerate(self.mentions):
            self.by_head.setdefault(mention.head, number)
            if mention.how in {"name", "tagged"}:
                self.names.update(dict.fromkeys(range(mention.first, mention.last), number))
        self.described: dict[str, set[str]] = {}
        self.genders: dict[str, str] = {}  # person → the gender that a title, a noun or a pronoun showed
        self.weights: dict[str, float] | None = None  # how much the article speaks of each state, once it is reckoned
        self.sets: dict[int, list[Mention]] = {}  # a description of several → a mention for each of them
        self.descriptions: dict[int, Description | None] = {}  # head of a mention → what its noun may stand for
        self._phrases: dict[int, Phrase] = {}
        self._kinds: dict[str, str] = {}
        self._countries: dict[str, str] = {}
        for mention in self.mentions:
            self._note(mention)

    def give(self, number: int, entity: str, rule: str) -> None:
        """Lets a mention stand for an entity, by a rule."""
        kind = self.kind_of(entity)
        self.put(number, replace(self.mentions[number], entity=entity, rule=rule, kind=kind or self.mentions[number].kind))

    def put(self, number: int, mention: Mention) -> None:
        """Puts a mention in the place of what it was before it was decided upon."""
        self.mentions[number] = mention
        self._note(mention)

    def set_kind(self, entity: str, kind: str) -> None:
        """Lets an entity that the ontology does not hold be of a kind, in all its mentions."""
        self._kinds[entity] = kind
        for number, mention in enumerate(self.mentions):
            if mention.entity == entity:
                self.mentions[number] = replace(mention, kind=kind)

    def _note(self, mention: Mention) -> None:
        """Keeps what a mention tells of an entity that the ontology does not hold."""
        if mention.entity is not None:
            if mention.kind:
                self._kinds.setdefault(mention.entity, mention.kind)
            if mention.country:
                self._countries.setdefault(mention.entity, mention.country)

    def kind_of(self, entity: str | None) -> str | None:
        """The kind of an entity: the ontology's, else that of the first mention that tells one."""
        if entity is None:
            return None
        known = self.ontology.entities.get(entity)
        if known is not None:
            return known.kind
        return self._kinds.get(entity)

    def country_of(self, entity: str) -> str | None:
        """The state that an entity is or belongs to, as far as the ontology or the article says."""
        known = self.ontology.entities.get(entity)
        if known is not None:
            return self.ontology.state_of(entity) or known.country
        return self._countries.get(entity)

    def fits(self, entity: str | None, kinds: Sequence[str]) -> bool:
        """Whether an entity is of one of the kinds or below it."""
        kind = self.kind_of(entity)
        return kind is not None and any(self.ontology.is_kind(kind, wanted) for wanted in kinds)

    def may_be(self, entity: str | None, kinds: Sequence[str]) -> bool:
        """As `fits`, but "Organisation" and "Place" mean those of no closer kind."""
        kind = self.kind_of(entity)
        return kind is not None and any(
            kind == wanted if wanted in {"Organisation", "Place"} else self.ontology.is_kind(kind, wanted) for wanted in kinds
        )

    def phrase(self, number: int) -> Phrase:
        """The noun phrase of a mention's head."""
        if number not in self._phrases:
            self._phrases[number] = read_phrase(self.doc, self.mentions[number].head, self.roles.determiners)
        return self._phrases[number]

    @cached_property
    def title_words(self) -> frozenset[str]:
        """The words of the titles that stand right before a name."""
        return frozenset(word for title in self.roles.titles if " of " not in title for word in title.split())

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [span.start for span in paragraphs_of(self.doc)] or [0]

    @cached_property
    def _headline_tokens(self) -> frozenset[int]:
        return frozenset(
            place
            for span in paragraphs_of(self.doc)
            if span.label_ in {"headline", "caption"}
            for place in range(span.start, span.end)
        )

    @cached_property
    def sentence_starts(self) -> list[int]:
        """The first token of each sentence."""
        return [sentence.start for sentence in self.doc.sents]

    def sentence(self, token: int) -> int:
        """The number of the token's sentence."""
        return bisect_right(self.sentence_starts, token) - 1

    def paragraph(self, token: int) -> int:
        """The number of the token's paragraph."""
        return bisect_right(self._paragraph_starts, token) - 1

    @cached_property
    def quotations(self) -> list[tuple[int, int]]:
        """The tokens ``[first, last)`` of each stretch of direct speech, in order."""
        return [(quotation.first, quotation.last) for quotation in find_quotations(self.doc)]

    def quotation(self, token: int) -> int | None:
        """The number of the stretch of direct speech that a token stands in; None in the article's own words."""
        number = bisect_right(self.quotations, (token, len(self.doc))) - 1
        return number if number >= 0 and token < self.quotations[number][1] else None

    def in_headline(self, number: int) -> bool:
        """Whether a mention stands in a headline or a caption."""
        return self.mentions[number].head in self._headline_tokens

    def before(self, number: int, sentences: int) -> Iterator[tuple[int, list[int]]]:
        """The mentions before one, sentence by sentence, nearest first: the distance and the numbers, in text order.

        Headlines and captions are left out, unless the mention stands in the same one.
        """
        head = self.mentions[number].head
        here = self.sentence(head)
        for distance in range(min(sentences, here) + 1):
            told = [
                other
                for other in self._by_sentence.get(here - distance, ())
                if other != number and self.mentions[other].head < head and (distance == 0 or not self.in_headline(other))
            ]
            if told:
                yield distance, told

    @cached_property
    def _by_sentence(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for number, mention in enumerate(self.mentions):
            found.setdefault(self.sentence(mention.head), []).append(number)
        return found

    def coarguments(self, number: int) -> set[str | None]:
        """Who else takes part in the mention's clause: a pronoun or description stands for none of them."""
        here = self._by_sentence[self.sentence(self.mentions[number].head)]
        return {
            self.mentions[other].entity
            for other in here
            if other != number and self.mentions[other].entity and self.are_coarguments(number, other)
        }

    def rank(self, token: Token) -> int:
        """How prominent a token's place in its clause is: 0 subject, 1 object, 2 other, 3 inside a phrase."""
        seen = 0
        while relation(token) in {"conj", "appos", "flat"} and token.head.i != token.i and seen < 10:
            token = token.head
            seen += 1
        rel = str(token.dep_)
        if rel in {"nsubj", "nsubj:pass", "nsubj:outer", "root"}:
            return _SUBJECT
        if rel in {"obj", "iobj"} or rel == "obl:agent":
            return _OBJECT
        return _INNER if rel.startswith(("nmod", "compound", "amod")) else _OTHER

    def are_coarguments(self, one: int, other: int) -> bool:
        """Whether two mentions are arguments of one verb, so that a plain pronoun cannot join them."""
        first, second = self.doc[self.mentions[one].head], self.doc[self.mentions[other].head]
        pronoun = "pronoun" in {self.mentions[one].how, self.mentions[other].how}
        if pronoun and (acts_upon(first, second) or acts_upon(second, first)):
            return True
        core = ("nsubj", "obj", "iobj", "obl")
        if "nsubj" in {first.dep_, second.dep_} and first.dep_ == second.dep_:
            return False  # a verb has one subject: the parser has joined two clauses
        if not str(first.dep_).startswith(core) or not str(second.dep_).startswith(core):
            return False
        return first.head.i == second.head.i or _does_infinitive(first, second) or _does_infinitive(second, first)

    def entities(self) -> dict[str, Entity]:
        """The entities of all resolved mentions, by IRI."""
        found: dict[str, Entity] = {}
        names: dict[str, dict[str, None]] = {}
        named_first = sorted(self.mentions, key=lambda mention: mention.how in {"description", "generic", "pronoun"})
        for mention in named_first:  # a name labels its entity, not the title or description before it
            if mention.entity is None:
                continue
            named = mention.how in {"tagged", "composed", "name"}
            if mention.how == "generic":  # "a spokesman" is the name of the unnamed only
                named = self.ontology.is_kind(self.kind_of(mention.entity), "GenericActor")
            if named and mention.rule not in {"members", "base"}:
                names.setdefault(mention.entity, {})[" ".join(mention.text.split())] = None
            if mention.entity in found:
                continue
            known = self.ontology.entities.get(mention.entity)
            found[mention.entity] = known or Entity(
                iri=mention.entity,
                label=mention.label,
                kind=self.kind_of(mention.entity) or "Participant",
                country=mention.country,
            )
        return {
            iri: entity
            if entity.known
            else replace(entity, names=tuple(sorted(name for name in names.get(iri, {}) if name != entity.label)))
            for iri, entity in sorted(found.items())
        }

    def text_of(self, number: int) -> str:
        """The lower-case words of a mention."""
        mention = self.mentions[number]
        return " ".join(word_of(token) for token in self.doc[mention.first : mention.last])


def _does_infinitive(subject: Token, other: Token) -> bool:
    """Whether a verb's subject does what its infinitive says to the other: "X called Y to thank him", "X wants to meet him"."""
    clause = other.head
    if subject.dep_ != "nsubj" or other.dep_ == "nsubj" or clause.head.i != subject.head.i or clause.i == clause.head.i:
        return False
    told = {str(child.dep_) for child in clause.children}
    if relation(clause) not in {"advcl", "xcomp"} or "nsubj" in told or all(word_of(c) != "to" for c in clause.children):
        return False
    beside = {str(child.dep_) for child in clause.head.children}
    return "iobj" not in beside and (relation(clause) == "advcl" or "obj" not in beside)
