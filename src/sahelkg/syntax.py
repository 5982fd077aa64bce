"""A ``Doc`` as plain columns: what the find stages look at a thousand times, without the cost of token objects."""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING

from sahelkg.asides import mend_with_lexicon
from sahelkg.mending import mend_attachments
from sahelkg.mendtellings import mend_tellings
from sahelkg.plain import copy_plainly, list_column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from sahelkg.lexicon import Lexicon

_RECIPROCAL = frozenset({("each", "other"), ("one", "another")})
_NOMINAL = frozenset({"nmod", "nsubj", "obj", "obl"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})


class Syntax:
    """Heads, relations, parts of speech and lemmas of a parsed text, by token index.

    ``dep`` holds the full relation ("nsubj:pass"), ``base`` the universal one ("nsubj"). A root is its own head.
    ``body`` tells the sentences that may state something: those of body paragraphs.
    """

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        self.doc = doc = copy_plainly(doc)
        self.head: list[int] = list(list_column(doc, "head"))
        self.dep: list[str] = list(map(str.lower, list_column(doc, "dep_")))
        universal = {dep: dep.partition(":")[0] for dep in set(self.dep)}
        self.base = [universal[dep] for dep in self.dep]
        self.pos: list[str] = list(list_column(doc, "pos_"))
        words = zip(list_column(doc, "norm_"), list_column(doc, "text"), strict=True)
        self.low: list[str] = [(norm or text).lower() for norm, text in words]
        self.lemma = list(map(lexicon.lemma_of, self.low, map(str.lower, list_column(doc, "lemma_"))))
        self.start: list[int] = list_column(doc, "idx")
        self.end = list(map(add, self.start, list_column(doc, "length")))
        self.children: list[list[int]] = [[] for _ in doc]
        for index, head in enumerate(self.head):
            if head != index and self.base[index] != "space":
                self.children[head].append(index)
        self.sentence = [0] * len(self.head)
        self.sentences: list[tuple[int, int]] = []
        for number, sentence in enumerate(doc.sents):
            self.sentences.append((sentence.start, sentence.end))
            for index in range(sentence.start, sentence.end):
                self.sentence[index] = number
        self.body = self._find_body()
        self._join_halves(lexicon)
        mend_attachments(self)
        mend_with_lexicon(self, lexicon)
        mend_tellings(self, lexicon)

    def move(self, index: int, head: int) -> None:
        """Hangs a token on another head of its sentence, with the relation that it had."""
        self.children[self.head[index]].remove(index)
        self.head[index] = head
        self.children[head] = sorted([*self.children[head], index])

    def relabel(self, index: int, dep: str) -> None:
        """Gives a token another relation to its head."""
        self.dep[index], self.base[index] = dep, dep.partition(":")[0]

    def _join_halves(self, lexicon: Lexicon) -> None:
        """Gives a word that was cut at its hyphen the lemma of the whole, where the lexicon has that: "a sit-in", "cease-fire"."""
        for index, word in enumerate(self.low[1:-1], 1):
            if word != "-" or self.end[index - 1] != self.start[index] or self.end[index] != self.start[index + 1]:
                continue
            first, last = index - 1, index + 1
            spelt = (f"{self.low[first]}{mark}{self.low[last]}" for mark in ("-", ""))  # "sit-in", and "re-open" for "reopen"
            lemma = next((known for word in spelt if (known := lexicon.lemma_of(word, word)) in lexicon.heads), None)
            if lemma is not None and self.sentence[first] == self.sentence[last]:
                outer = last if self.head[first] in {index, last} else first
                self.lemma[outer] = lemma
                if self.base[outer] in _NOMINAL and self.pos[outer] not in {"NOUN", "PROPN"}:
                    self.pos[outer] = "NOUN"

    def _find_body(self) -> list[bool]:
        body = [False] * len(self.sentences)
        for span in self.doc.spans.get("paragraphs", ()):
            if span.label_ == "body":
                for number in {self.sentence[index] for index in range(span.start, span.end)}:
                    body[number] = True
        return body

    def kids(self, index: int, *bases: str) -> list[int]:
        """The dependents of a token with one of the universal relations, in the text's order."""
        children, base = self.children[index], self.base
        return [child for child in children if base[child] in bases] if children else []

    def marker(self, index: int) -> str:
        """The preposition of a phrase ("from", "according to"), or an empty string."""
        cases = [child for child in self.children[index] if self.base[child] == "case" and self.low[child] != "'s"]
        cases = [child for child in cases if self.low[child] not in {"’s", "'", "’"}]
        if not cases:
            return ""
        first = cases[0]
        return " ".join([self.low[first], *(self.low[child] for child in self.kids(first, "fixed"))])

    def markers(self, index: int) -> set[str]:
        """All prepositions of a phrase: "out of" is both and their compound."""
        cases = [child for child in self.children[index] if self.base[child] == "case"]
        return {self.low[child] for child in cases} | {self.marker(index)}

    def has_mark(self, index: int, *words: str) -> bool:
        """Whether one of the words marks a clause ("that", "against") or a phrase."""
        return any(self.low[child] in words for child in self.kids(index, "mark", "case"))

    def is_question(self, index: int) -> bool:
        """A sentence that ends in a question mark, unless the question is in somebody's quoted words elsewhere."""
        first, last = self.sentences[self.sentence[index]]
        words = [i for i in range(first, last) if self.base[i] != "space"]
        return any(self.low[i] == "?" for i in words[-3:])

    def is_infinitive(self, index: int) -> bool:
        """Whether a verb has "to" before it."""
        return any(self.low[child] == "to" for child in self.kids(index, "mark"))

    def subtree(self, index: int) -> Iterator[int]:
        """The token and all that hangs on it, in no order."""
        stack = [index]
        while stack:
            current = stack.pop()
            yield current
            stack += self.children[current]

    def ancestors(self, index: int) -> Iterator[int]:
        """The heads above a token, nearest first, up to the sentence's root."""
        while self.head[index] != index:
            index = self.head[index]
            yield index

    def conjuncts(self, index: int) -> list[int]:
        """A token and those that are coordinated with it as its conjuncts, in order."""
        found = [index]
        for child in self.kids(index, "conj"):
            found += self.conjuncts(child)
        return found

    def feature(self, index: int, name: str) -> str:
        """A morphological feature's value, or an empty string."""
        values = self.doc[index].morph.get(name, [])
        return values[0] if values else ""

    def is_person(self, index: int) -> bool:
        """Whether the tagger takes a token for a part of a person's name."""
        return self.doc[index].ent_type_ == "PER"

    def is_reciprocal(self, index: int) -> bool:
        """Whether a token is one of "each other" or "one another"."""
        return any(tuple(self.low[first : first + 2]) in _RECIPROCAL for first in (index - 1, index) if first >= 0)

    def is_relative(self, index: int) -> bool:
        """Whether a token is a relative pronoun of its clause."""
        return self.low[index] in _RELATIVE and self.pos[index] in {"PRON", "DET", "SCONJ"}
