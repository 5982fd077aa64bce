"""The language of statements: what evokes a relation, who speaks, and what makes a fact less than a fact.

Read from ``ontology/lexicon.ttl`` (lexical units) and ``ontology/cues.ttl`` (cues) through the ontology's triples;
`docs/lexicon.md` describes the entries.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sahelkg.errors import OntologyError
from sahelkg.forms import index_forms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sahelkg.ontology import Ontology, Relation, Triples

PARTS_OF_SPEECH = {
    "skg:verb": "verb",
    "skg:noun": "noun",
    "skg:adjective": "adjective",
    "skg:adposition": "adposition",
    "skg:copula": "copula",
    "skg:anyWord": "other",
}


@dataclass(frozen=True)
class Expression:
    """A lexical unit's words in lemma form: the head, and what must stand with it.

    ``particle`` is a word of the verb ("take over") or the preposition before the complement ("come under attack");
    ``complement`` the noun that completes it. For a noun, ``particle`` is the preposition before it ("in charge").
    """

    head: str
    particle: str | None = None
    complement: str | None = None

    @classmethod
    def parse(cls, text: str, part_of_speech: str, particles: Collection[str] = ()) -> Expression:
        """Reads "carry out attack", "sever tie", "come under attack", "in charge".

        Examples:
            >>> Expression.parse("come under attack", "verb")
            Expression(head='come', particle='under', complement='attack')

        Args:
            text: the words; of two, the second is a noun unless it is one of ``particles``.
            part_of_speech: verb, noun, adjective or other.
            particles: prepositions and adverbs that a verb takes with it.
        """
        words = text.split()
        if part_of_speech == "noun":
            return cls(words[-1], words[-2] if len(words) > 1 else None)
        if len(words) == 1:
            return cls(words[0])
        if len(words) == 2:
            return cls(words[0], words[1]) if words[1] in particles else cls(words[0], None, words[1])
        return cls(words[0], words[1], words[2])


@dataclass(frozen=True, kw_only=True)
class LexicalUnit:
    """What evokes a relation. Roles are tried in their order; kinds narrow the relation's own domain and range."""

    iri: str
    expressions: tuple[Expression, ...]
    part_of_speech: str
    relation: str
    subject_roles: tuple[str, ...]
    object_roles: tuple[str, ...]
    subject_prepositions: frozenset[str]
    object_prepositions: frozenset[str]
    subject_kind: str | None
    object_kind: str | None
    accusation: bool
    example: str
    plain: bool = False  # not where anything is predicated of the object: "called X", not "called X a traitor"
    subject_words: frozenset[str] = frozenset()  # nouns one of which the subject's own words must hold: "peacekeeper"
    plover: str | None = None  # the PLOVER type of what it tells as a fact or a claim, where that is not the relation's


@dataclass(frozen=True, kw_only=True)
class Cue:
    """A word that changes how a clause is to be taken.

    ``kind`` is the local name of its class: ReportingCue, StanceCue, HedgeCue, ModalCue, NegationCue, ConditionalCue,
    SupportCue, PhaseCue, FailureCue, PartCue, MeasureCue, ExampleCue, InWordsCue, AbuseCue, PlightCue, EdgeCue, StrainCue,
    IssueCue, MessageCue, ResumptionCue, AttributionCue, OthersCue, TimeCue, ExceptCue.
    ``gives`` is the status or the role that it hands on.
    """

    iri: str
    kind: str
    expressions: tuple[Expression, ...]
    part_of_speech: str
    gives: str | None
    accusation: bool = False
    resists: bool = False
    clausal: bool = False
    decides: bool = False


@dataclass(frozen=True)
class Lexicon:
    """Units and cues by (part of speech, lemma of the head)."""

    units: tuple[LexicalUnit, ...]
    cues: tuple[Cue, ...]
    units_by_head: Mapping[tuple[str, str], tuple[tuple[Expression, LexicalUnit], ...]]
    bare_by_head: Mapping[tuple[str, str], tuple[tuple[Expression, LexicalUnit], ...]]  # those that want no complement
    complements: Mapping[tuple[str, str], frozenset[str]]  # the nouns that complete some unit of a head
    cues_by_head: Mapping[tuple[str, str, str], tuple[tuple[Expression, Cue], ...]]
    forms: Mapping[str, str]  # word form → lemma, for the lemmas of the entries
    heads: frozenset[str]
    acts: frozenset[str]  # nouns that name an event: "raid", "coup"

    def lemma_of(self, form: str, guess: str) -> str:
        """The lemma of a word: the model's guess where the lexicon knows it, else the lexicon's own.

        A base form stands for itself where the guess is a word of nobody's: "applaud", of which the model makes "applau".
        """
        if guess in self.heads:
            return guess
        return self.forms.get(form) or (form if form in self.heads else guess)

    def cues_of(self, kind: str, part_of_speech: str, lemma: str) -> tuple[tuple[Expression, Cue], ...]:
        """The cues of that kind and head, longest expression first."""
        return self.cues_by_head.get((kind, part_of_speech, lemma), ())


_MOST_WORDS = 3  # a head, a particle, a noun
# the roles that a phrase may fill, those nearest to the predicate first; the implied ones come last
ROLES = (
    *("agent", "holder", "patient", "recipient", "oblique", "possessor", "partner"),
    *("complement", "addressee", "condition", "destination", "jurisdiction"),
)
CUE_CLASSES = (
    "ReportingCue",
    "StanceCue",
    "ImplicativeCue",
    "RankCue",
    "HedgeCue",
    "ModalCue",
    "NegationCue",
    "ConditionalCue",
    "SupportCue",
    "PhaseCue",
    "FailureCue",
    "PartCue",
    "MeasureCue",
    "ExampleCue",
    "InWordsCue",
    "AbuseCue",
    "PlightCue",
    "EdgeCue",
    "StrainCue",
    "IssueCue",
    "MessageCue",
    "ResumptionCue",
    "AttributionCue",
    "OthersCue",
    "TimeCue",
    "ExceptCue",
)


def load_lexicon(ontology: Ontology) -> Lexicon:
    """The lexicon of an ontology; kept, as the ontology is.

    Raises:
        OntologyError: an entry lacks its lemma, relation or role, has a lemma of more than three words, or names a relation
            that there is not.
    """
    cached = ontology.__dict__.get("_lexicon")
    if cached is None:
        cached = _read_lexicon(ontology)
        ontology.__dict__["_lexicon"] = cached
    return cached


def _read_lexicon(ontology: Ontology) -> Lexicon:
    triples = ontology.triples
    particles = frozenset(word for entry in triples.instances("skg:Particles") for word in triples.texts(entry, "skg:lemma"))
    units = tuple(_read_unit(triples, ontology, iri, particles) for iri in triples.instances("skg:LexicalUnit"))
    cues = tuple(_read_cue(triples, iri, kind, particles) for kind in CUE_CLASSES for iri in triples.instances("skg:" + kind))
    units_by_head: dict[tuple[str, str], list[tuple[Expression, LexicalUnit]]] = defaultdict(list)
    for unit in units:
        for expression in unit.expressions:
            units_by_head[unit.part_of_speech, expression.head].append((expression, unit))
    cues_by_head: dict[tuple[str, str, str], list[tuple[Expression, Cue]]] = defaultdict(list)
    for cue in cues:
        for expression in cue.expressions:
            cues_by_head[cue.kind, cue.part_of_speech, expression.head].append((expression, cue))
    expressions = [expression for unit in units for expression in unit.expressions]
    expressions += [expression for cue in cues for expression in cue.expressions]
    heads = frozenset(word for expression in expressions for word in (expression.head, expression.complement) if word)
    heads |= {word for unit in units for word in unit.subject_words}
    acts = frozenset(
        expression.head
        for unit in units
        if unit.part_of_speech == "noun" and "holder" not in unit.subject_roles and _is_act(ontology.relations[unit.relation])
        for expression in unit.expressions
        if expression.particle is None
    )
    ordered = {key: tuple(sorted(found, key=_longest_first)) for key, found in units_by_head.items()}
    return Lexicon(
        units,
        cues,
        ordered,
        {key: tuple(pair for pair in found if pair[0].complement is None) for key, found in ordered.items()},
        {key: frozenset(e.complement for e, _ in found if e.complement) for key, found in ordered.items()},
        {key: tuple(sorted(found, key=_longest_first)) for key, found in cues_by_head.items()},
        index_forms(heads, triples),
        heads,
        acts,
    )


def _is_act(relation: Relation) -> bool:
    """Whether a relation is one of what somebody does at some time, or of a fight."""
    return relation.event_class is not None or relation.plover == "ASSAULT"


def _longest_first(found: tuple[Expression, LexicalUnit | Cue]) -> tuple[int, int, str]:
    expression, entry = found
    return -(expression.complement is not None), -(expression.particle is not None), entry.iri


def _part_of_speech(triples: Triples, iri: str) -> str:
    return PARTS_OF_SPEECH.get(triples.resource(iri, "skg:partOfSpeech") or "skg:verb", "other")


def _read_unit(triples: Triples, ontology: Ontology, iri: str, particles: Collection[str]) -> LexicalUnit:
    part_of_speech = _part_of_speech(triples, iri)
    relation = (triples.resource(iri, "skg:evokes") or "").removeprefix("skg:")
    lemmas = triples.texts(iri, "skg:lemma")
    subject_roles, object_roles = (_locals(triples.resources(iri, name)) for name in ("skg:subjectRole", "skg:objectRole"))
    if not lemmas or not subject_roles or not object_roles:
        raise OntologyError(f"{iri}: a lexical unit needs skg:lemma, skg:subjectRole and skg:objectRole")
    if long := [lemma for lemma in lemmas if len(lemma.split()) > _MOST_WORDS]:
        raise OntologyError(f"{iri}: a lemma has at most {_MOST_WORDS} words ({long[0]!r})")
    if relation not in ontology.relations:
        raise OntologyError(f"{iri}: skg:evokes names no relation of the ontology ({relation or 'nothing'})")
    return LexicalUnit(
        iri=iri,
        expressions=tuple(Expression.parse(lemma, part_of_speech, particles) for lemma in lemmas),
        part_of_speech=part_of_speech,
        relation=relation,
        subject_roles=subject_roles,
        object_roles=object_roles,
        subject_prepositions=frozenset(triples.texts(iri, "skg:subjectPreposition")),
        object_prepositions=frozenset(triples.texts(iri, "skg:objectPreposition")),
        subject_kind=(triples.resource(iri, "skg:subjectKind") or "").removeprefix("skg:") or None,
        object_kind=(triples.resource(iri, "skg:objectKind") or "").removeprefix("skg:") or None,
        subject_words=frozenset(triples.texts(iri, "skg:subjectWord")),
        accusation=triples.text(iri, "skg:isAccusation") == "true",
        plain=triples.text(iri, "skg:isPlain") == "true",
        plover=triples.text(iri, "skg:ploverTypeTold"),
        example=triples.text(iri, "skg:example") or "",
    )


def _read_cue(triples: Triples, iri: str, kind: str, particles: Collection[str]) -> Cue:
    part_of_speech = _part_of_speech(triples, iri)
    lemmas = triples.texts(iri, "skg:lemma")
    if not lemmas:
        raise OntologyError(f"{iri}: a cue needs skg:lemma")
    return Cue(
        iri=iri,
        kind=kind,
        expressions=tuple(Expression.parse(lemma, part_of_speech, particles) for lemma in lemmas),
        part_of_speech=part_of_speech,
        gives=(triples.resource(iri, "skg:gives") or "").removeprefix("skg:") or None,
        accusation=triples.text(iri, "skg:isAccusation") == "true",
        resists=triples.text(iri, "skg:isResistance") == "true",
        clausal=triples.text(iri, "skg:isOfClauses") == "true",
        decides=triples.text(iri, "skg:isDecision") == "true",
    )


def _locals(names: Iterable[str]) -> tuple[str, ...]:
    """Roles in the order they are tried: the canonical file has no order of its own."""
    return tuple(sorted((name.removeprefix("skg:") for name in names), key=lambda role: (_rank(role), role)))


def _rank(role: str) -> int:
    return ROLES.index(role) if role in ROLES else len(ROLES)
