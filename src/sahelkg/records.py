"""The values that pass from stage to stage: frozen, hashable, of the standard library only.

Offsets are code points of the article's text, half open: ``[start, end)``. IRIs are prefixed names (``ent:jnim``)
whose prefixes :mod:`sahelkg.vocabulary` expands. Tokens are indices into the article's spaCy ``Doc``.
"""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class Status(enum.StrEnum):
    """How sure a passage is of what it says; one per evidence."""

    ASSERTED = "asserted"
    CLAIMED = "claimed"
    DENIED = "denied"
    PLANNED = "planned"
    POSSIBLE = "possible"


@dataclass(frozen=True, kw_only=True)
class Article:
    """One news article as it was read.

    ``text`` is the decoded body that every offset points into. ``path`` is where it came from, for messages only: it
    never reaches the graph.
    """

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    path: str | None = None
    line: int | None = None  # of a file that holds one article a line, from 1; for messages, like ``path``
    notes: tuple[str, ...] = ()  # what was odd in reading it ("date 'soon' left out"), for the report only
    file_state: str | None = field(default=None, compare=False)  # of the file that holds it alone, before it was read

    @cached_property
    def text_sha256(self) -> str:
        """SHA-256 of the text's UTF-8 bytes, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def iri(self) -> str:
        """``art:`` and the percent-encoded id."""
        from sahelkg.vocabulary import article_iri

        return article_iri(self.id)


@dataclass(frozen=True, kw_only=True)
class Skipped:
    """An input that gave no article, and why.

    ``reason_code`` is the word under which it is counted ("missing", "encoding", "language", …); ``message`` says what,
    where and what to do, in one line. ``count`` is more than 1 only for the files of other kinds that a folder holds.
    """

    path: str
    article_id: str | None
    reason_code: str
    message: str
    line: int | None = None
    count: int = 1


@dataclass(frozen=True, kw_only=True)
class Unread:
    """A file that was not read, since the article in it is known and the file is as it was."""

    path: str
    article_id: str


@dataclass(frozen=True, kw_only=True)
class Entity:
    """An actor or a place: one that the ontology knows, one composed by rule, or one that this article introduces."""

    iri: str
    label: str
    kind: str  # local name of a class of the ontology, "ArmedGroup"
    names: tuple[str, ...] = ()  # further names: alternative labels of the ontology, or forms that the article uses
    country: str | None = None  # ent: of the state that it belongs to or is a part of
    known: bool = False  # whether the ontology holds it


@dataclass(frozen=True, kw_only=True)
class Mention:
    """The words of an article that stand for an actor or a place, and the entity that they were taken for.

    ``how`` is the way it was found: name (gazetteer), tagged (the model's tagger), composed (demonym + role),
    description (definite description), generic (a group without a name), pronoun, implicit (a role that is understood
    from the construction, such as the state whose power was seized). ``rule`` names the decision that gave it its entity.
    ``head`` is the syntactic head, ``first``/``last`` the tokens ``[first, last)``. The label is the observed one.
    """

    start: int
    end: int
    text: str
    first: int
    last: int
    head: int
    how: str
    label: str
    kind: str | None = None
    entity: str | None = None
    country: str | None = None
    plural: bool = False
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Time:
    """A date or an interval as the text gives it, normalised as far as the text goes and no further.

    ``edtf`` is the precise expression (EDTF level 1); ``earliest`` and ``latest`` are ISO days, ``None`` where open;
    ``value`` is an ISO day, month or year for reading, ``None`` for an interval. ``anchor`` says what it was reckoned
    from: ``None`` where the text gives it in full, ``"published"`` the day of publication, ``"text"`` a date before it.
    """

    start: int
    end: int
    text: str
    edtf: str
    earliest: str | None
    latest: str | None
    value: str | None = None
    anchor: str | None = None


@dataclass(frozen=True, kw_only=True)
class Toll:
    """A number of people, as told: "at least 30" is ``min=30, max=None``; "30" is both, "dozens" is neither.

    "More than 30" has ``min=30``, the number that is named.
    """

    min: int | None
    max: int | None
    text: str


@dataclass(frozen=True, kw_only=True)
class TollMention:
    """A toll where the text tells it, and the tokens that join it to a clause.

    ``kind`` is "deaths", "wounded" or "hostages". ``start``/``end`` are the span of the number with what limits it ("at
    least 30"), ``first``/``last`` its tokens ``[first, last)``; ``counted`` is the token of the noun that is counted, the
    number's own where there is none ("killing five"), and ``trigger`` that of the word that makes it a toll.
    """

    kind: str
    toll: Toll
    start: int
    end: int
    first: int
    last: int
    counted: int
    trigger: int


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One passage of one article that tells a statement; the statement is its (subject, predicate, object)."""

    article: str  # the article's id
    subject: Mention
    predicate: str  # local name of a relation, "attacked"
    object: Mention
    status: Status
    rule: str  # prefixed name of the lexical unit or of the component that found it, "lex:seize-v"
    start: int  # the quote's span
    end: int
    quote: str
    sources: tuple[Mention, ...] = ()  # who says so, from the outermost source to the innermost
    cue: str | None = None  # the word that shows it
    time: Time | None = None
    place: Mention | None = None
    deaths: Toll | None = None
    wounded: Toll | None = None
    hostages: Toll | None = None
    accusation: bool = False
    confidence: float | None = None
    plover: str | None = None  # the PLOVER type of the unit or as the learnt component reads it, where not the relation's
    second: str | None = None  # the rule that says what the learnt component saw beside a lexical unit, "lex:learnt"
    triggers: tuple[tuple[int, int], ...] = ()  # spans of the words that evoke the relation, within the quote, by start


@dataclass(frozen=True, kw_only=True)
class Extraction:
    """All that one article says. Depends on the article, the ontology, the model and the options alone."""

    article: Article
    evidence: tuple[Evidence, ...] = ()
    mentions: tuple[Mention, ...] = ()  # those that play a role in the evidence, by start, end, entity
    entities: tuple[Entity, ...] = ()  # those that the mentions refer to, by IRI
    sentences: int = 0
    skipped: tuple[tuple[str, int], ...] = ()  # reason, how often
    agencies: tuple[str, ...] = field(default=())  # ent: of news agencies that the article's evidence names
