"""When and where a clause's event was, and how many it hit: what stands in the clause beside its participants."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sahelkg.quantities import find_tolls
from sahelkg.records import Status
from sahelkg.times import find_times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sahelkg.fillers import Fillers
    from sahelkg.matching import Match
    from sahelkg.ontology import Ontology, Relation
    from sahelkg.records import Evidence, Mention, Time, Toll
    from sahelkg.syntax import Syntax

_PREDICATES = frozenset({"VERB", "AUX"})
_NOUNS = frozenset({"NOUN", "PROPN", "NUM"})
_SITES = ("City", "Village", "Base")
UNSURE = frozenset({Status.DENIED, Status.PLANNED, Status.POSSIBLE})
_PLACE_MARKERS = frozenset({"in", "at", "near", "on", "around", "outside", "inside", "across", "of", "there"})


class Circumstances:
    """Times and tolls of a document, and the way from a clause to its own."""

    def __init__(self, syntax: Syntax, fillers: Fillers, ontology: Ontology, published: date | None) -> None:
        self.syntax = syntax
        self.fillers = fillers
        self.ontology = ontology
        starts = {start: index for index, start in enumerate(syntax.start)}
        self.times = [(starts[time.start], time) for time in find_times(syntax.doc, published) if time.start in starts]
        self.tolls = find_tolls(syntax.doc)

    def find(
        self, match: Match, relation: Relation, subject: Mention, obj: Mention
    ) -> tuple[Time | None, Mention | None, Mapping[str, Toll]]:
        """Time, place and tolls (by "deaths", "wounded", "hostages") of a match, each from its own clause."""
        tops = {match.top, match.clause.predicate}
        return self._time(tops), self._place(match, subject, obj), self._find_tolls(tops, relation, obj)

    def _time(self, tops: set[int]) -> Time | None:
        """The time that hangs on the predicate or on what it carries, not on another verb between."""
        for index, time in self.times:
            if self._governor(index, tops) in tops:
                return time
        return None

    def _governor(self, index: int, tops: set[int]) -> int:
        """The nearest predicate above a token: a verb, a copular word, or one of the wanted ones."""
        syntax = self.syntax
        for above in syntax.ancestors(index):
            if above in tops or syntax.pos[above] in _PREDICATES or syntax.kids(above, "cop"):
                return above
        return -1

    def _place(self, match: Match, subject: Mention, obj: Mention) -> Mention | None:
        """The place of the clause's phrases of place, or of its object's ("the military in the city of X")."""
        syntax = self.syntax
        tokens = [argument.head for argument in (*match.clause.obliques, *match.more) if argument.markers & _PLACE_MARKERS]
        if match.carrier:
            tokens += [a.head for a in match.carrier.obliques if a.markers & _PLACE_MARKERS]
        for noun in self._find_phrase(obj.head, match.clause.predicate):
            tokens += [child for child in syntax.kids(noun, "nmod") if syntax.markers(child) & _PLACE_MARKERS]
            for beside in syntax.kids(noun, "advmod"):  # "south of the town"
                tokens += [child for child in syntax.kids(beside, "nmod", "obl") if "of" in syntax.markers(child)]
        for token in tokens:
            for mention in self.fillers.find(token):
                if mention.entity == subject.entity or mention.kind is None or mention.head == obj.head:
                    continue
                if mention.entity == obj.entity and mention.first < obj.last:
                    continue  # the object itself, not the town that a post is named for
                if self.ontology.is_kind(mention.kind, "Place"):
                    return mention
        return None

    def _find_phrase(self, head: int, predicate: int) -> list[int]:
        """The nouns of an object, with what it is a part of and what is coordinated with it ("a column of X and Y")."""
        syntax = self.syntax
        found = syntax.conjuncts(head)
        for above in syntax.ancestors(head):
            if above == predicate or syntax.pos[above] not in _NOUNS:
                break
            found += [noun for noun in syntax.conjuncts(above) if noun not in found]
        return found

    def recall_place(
        self, relation: Relation, subject: Mention, obj: Mention, time: Time | None, found: Sequence[Evidence]
    ) -> Mention | None:
        """The place of the event of one type just told of the same two or of one of them, here or in the sentence before.

        What names another time is another event; a state is no place of an event.
        """
        here = self.syntax.sentence[subject.head]
        for evidence in reversed(found):
            if not 0 <= here - self.syntax.sentence[evidence.subject.head] <= 1:
                continue
            if self.ontology.relations[evidence.predicate].plover != relation.plover or evidence.status in UNSURE:
                continue
            if time is not None and evidence.time is not None and time.edtf != evidence.time.edtf:
                continue
            if {subject.entity, obj.entity}.isdisjoint({evidence.subject.entity, evidence.object.entity}):
                continue
            for place in (evidence.place, evidence.object):
                if place is not None and self._is_site(place) and place.entity not in {subject.entity, obj.entity}:
                    return replace(place)
        return None

    def _is_site(self, mention: Mention) -> bool:
        return mention.kind is not None and any(self.ontology.is_kind(mention.kind, kind) for kind in _SITES)

    def _find_tolls(self, tops: set[int], relation: Relation, obj: Mention) -> dict[str, Toll]:
        """Tolls counted on the object or told by a predicate of the same clause or its participles."""
        if relation.event_class is None:
            return {}
        syntax = self.syntax
        found: dict[str, Toll] = {}
        for toll in self.tolls:
            if toll.kind == "deaths" and relation.name not in {"killed", "attacked", "fought", "overthrew"}:
                continue
            if toll.kind == "wounded" and relation.name not in {"killed", "attacked", "fought"}:
                continue
            if toll.kind == "hostages" and relation.name not in {"detained", "attacked"}:
                continue
            near = {toll.counted, toll.trigger}
            if near & (tops | {obj.head}) or any(syntax.head[token] in tops for token in near):
                found.setdefault(toll.kind, toll.toll)
        return found
