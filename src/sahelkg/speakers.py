"""Who the words of a source stand for: a name, a body that a spokesperson speaks for, somebody without a name, "we"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sahelkg.groups import NOUN_RULE
from sahelkg.records import Entity, Mention
from sahelkg.vocabulary import unknown_entity_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sahelkg.attribution import Speech
    from sahelkg.fillers import Fillers
    from sahelkg.lexicon import Lexicon
    from sahelkg.ontology import Ontology
    from sahelkg.syntax import Syntax

_AUTHORED = frozenset({"of", "by", "from"})
_BEHALF = frozenset({"of", "for", "from", "with"})
_PLURAL = "Plur"


class Speakers:
    """The sources of one document."""

    def __init__(self, syntax: Syntax, fillers: Fillers, lexicon: Lexicon, entities: dict[str, Entity], ontology: Ontology) -> None:
        self.syntax = syntax
        self.fillers = fillers
        self.lexicon = lexicon
        self.entities = entities
        self.ontology = ontology

    def find(self, token: int) -> list[Mention]:
        """The mentions that a source's token and its conjuncts stand for; empty for a pronoun that stayed open.

        A noun for words ("its statement", "a report by …") stands for who utters them; a spokesperson without a name
        for the body; another noun that no mention has is a generic actor called as the text calls it.
        """
        author = self.author(token)
        if author is not None:
            return self.find(author)
        body = self.body(token) if self._is_unnamed_speaker(token) else None
        if body is not None:
            return [body]
        found = self.fillers.find(token)[:2]
        if found and any(mention.rule != NOUN_RULE for mention in found):
            return found  # who is known by the looks only is better called by all the words: "the mayor of X"
        if self._is_words(token) or self.syntax.pos[token] != "NOUN":
            return []
        return [self._call(token)]

    def author(self, token: int) -> int | None:
        """Who utters what a noun for words names: its possessor, or after "of", "by", "from"; None for other nouns."""
        syntax = self.syntax
        if not self._is_words(token):
            return None
        owners = [child for child in syntax.children[token] if syntax.dep[child] == "nmod:poss"]
        for child in syntax.kids(token, "nmod", "acl"):
            if syntax.dep[child] == "nmod:poss":
                continue
            if syntax.markers(child) & _AUTHORED:
                own = [grand for grand in syntax.children[child] if syntax.dep[grand] == "nmod:poss"]
                owners += own if syntax.pos[child] == "ADJ" else [child]  # "an article of his own"
            elif syntax.base[child] == "acl" and self.lexicon.cues_of("IssueCue", "verb", syntax.lemma[child]):  # not "seen by"
                owners += [grand for grand in syntax.kids(child, "obl") if "by" in syntax.markers(grand)]
        owners += [child for child in syntax.kids(token, "compound", "amod") if self.fillers.at(child, demonym=True)]
        return owners[0] if owners else None

    def body(self, token: int) -> Mention | None:
        """The actor that a speaker belongs to by the words around: "the army's spokesman", "an officer of JNIM"."""
        syntax = self.syntax
        inner = [
            child
            for child in syntax.children[token]
            if syntax.dep[child] == "nmod:poss"
            or (syntax.base[child] == "nmod" and syntax.markers(child) & _BEHALF)
            or syntax.base[child] in {"compound", "amod"}
        ]
        inner.sort(key=lambda child: (syntax.base[child] != "nmod", child))
        for child in inner:
            for mention in self.fillers.find(child, demonym=True):
                kind = mention.kind or self.entities[mention.entity or ""].kind
                if mention.head == token:
                    continue  # the speaker's own words, "a Malian source", name no body
                if self.ontology.is_kind(kind, "Actor") and not self.ontology.is_kind(kind, "Person"):
                    return mention
        return None

    def resolve(self, mentions: Iterable[Mention], speeches: Sequence[Speech]) -> Iterator[Mention]:
        """Yields the pronouns of the first person with the entity of who speaks them.

        "I" is the speaker; "we" the body that the words around the speaker name, or a speaker that is one itself.
        """
        for mention in mentions:
            if mention.entity is not None or mention.how != "pronoun":
                continue
            speech = next((s for s in speeches if s.direct and s.sources and s.first <= mention.head < s.last), None)
            if speech is None:
                continue
            source = self._speaker(speech.sources[-1], plural=self._is_plural(mention))
            if source is not None:
                yield replace(mention, entity=source.entity, kind=source.kind, label=source.label, country=source.country)

    def _speaker(self, token: int, *, plural: bool) -> Mention | None:
        found = self.fillers.at(token)
        if not plural:
            return found or next(iter(self.find(token)), None)
        body = self.body(token)
        if body is not None or found is None:
            return body
        kind = found.kind or self.entities[found.entity or ""].kind
        state = self.ontology.entities.get(found.country or "")
        if kind == "GenericActor" and state is not None:
            return replace(found, entity=state.iri, kind=state.kind, label=state.label)  # "our partner", says an official
        return None if self.ontology.is_kind(kind, "Person") or kind == "GenericActor" else found

    def _is_plural(self, mention: Mention) -> bool:
        return self.syntax.feature(mention.head, "Number") == _PLURAL or mention.plural

    def _is_words(self, token: int) -> bool:
        return any(self.lexicon.cues_of(kind, "noun", self.syntax.lemma[token]) for kind in ("ReportingCue", "AttributionCue"))

    def _is_unnamed_speaker(self, token: int) -> bool:
        """Whether a noun names who speaks for another ("a spokesman"), and no name stands for it."""
        mention = self.fillers.at(token)
        units = self.lexicon.units_by_head.get(("noun", self.syntax.lemma[token]), ())
        unnamed = mention is None or mention.kind == "GenericActor"
        return unnamed and any(unit.relation == "speaksFor" for _, unit in units)

    def _call(self, token: int) -> Mention:
        """A generic actor called by the noun with what stands before it and a name after "of"."""
        syntax = self.syntax
        words = [token]
        for child in syntax.children[token]:
            named = syntax.base[child] == "nmod" and syntax.pos[child] == "PROPN" and "of" in syntax.markers(child)
            if named or syntax.base[child] in {"amod", "compound", "flat"}:
                words += syntax.subtree(child)
        words = [word for word in sorted(words) if syntax.pos[word] not in {"DET", "PUNCT", "NUM"}]
        while words[-1] - words[0] >= len(words) + 2 and words[0] != token:
            words.pop(0)
        start, end = syntax.start[words[0]], syntax.end[words[-1]]
        label = " ".join(self._spell(word) for word in words)
        iri = unknown_entity_iri(label)
        self.entities.setdefault(iri, Entity(iri=iri, label=label, kind="GenericActor"))
        return Mention(
            start=start,
            end=end,
            text=syntax.doc.text[start:end],
            first=words[0],
            last=words[-1] + 1,
            head=token,
            how="generic",
            label=label,
            kind="GenericActor",
            entity=iri,
            plural=self.syntax.feature(token, "Number") == _PLURAL,
            rule="source",
        )

    def _spell(self, word: int) -> str:
        """A word as it stands, in small letters where only its place in the sentence gives it a capital."""
        syntax = self.syntax
        text = str(syntax.doc[word].text)
        first = syntax.sentences[syntax.sentence[word]][0]
        if syntax.pos[word] == "PROPN" or self.fillers.at(word, demonym=True) or word != first:
            return text
        return text.lower()
