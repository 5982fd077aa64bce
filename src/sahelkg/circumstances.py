"""When and where a clause's event was, and how many it hit: what stands in the clause beside its participants."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sahelkg.marks import asks
from sahelkg.quantities import find_tolls
from sahelkg.records import Status
from sahelkg.subjects import find_subjects, is_passive
from sahelkg.times import find_times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sahelkg.fillers import Fillers
    from sahelkg.matching import Match
    from sahelkg.ontology import Ontology, Relation
    from sahelkg.records import Evidence, Mention, Time, Toll
    from sahelkg.syntax import Syntax

_BEFORE = frozenset({"amod", "compound", "nmod", "nummod"})  # how a date hangs on the noun that it stands before
_WAKE = frozenset({"after", "as", "during", "in"})
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
        tolls = self._find_tolls(tops, relation, subject, obj)
        return self._time(tops, relation), self._place(match, relation, subject, obj), tolls

    def _time(self, tops: set[int], relation: Relation) -> Time | None:
        """The time that hangs on the predicate or on what it carries, not on another verb between; else one that it shares."""
        for index, time in self.times:
            if self._governor(index, time, tops) in tops:
                return time
        for top in tops if self.times else ():
            if (found := self._shared_time(top, relation)) is not None:
                return found
        return None

    def _shared_time(self, top: int, relation: Relation) -> Time | None:
        """The time of the verb before, of one that is joined to it or tells what it brought about.

        That is the one in front of both ("On Monday X attacked Y and killed Z"), and that of an event in whose wake a gerund
        tells of another ("attacked Y on Monday, killing Z").
        """
        syntax, verb, apart = self.syntax, top, False
        while not syntax.kids(verb, "nsubj", "mark"):
            if syntax.base[verb] == "advcl" and syntax.low[verb].endswith("ing") and syntax.head[verb] < verb:
                apart = True
            elif syntax.base[verb] != "conj" or syntax.pos[verb] != "VERB":
                break
            verb = syntax.head[verb]
        if verb == top or (apart and relation.event_class is None):
            return None
        first = min(syntax.kids(verb, "nsubj"), default=verb)
        for index, time in self.times:
            if (apart or index < first) and self._governor(index, time, {verb}) == verb:
                return time
        return None

    def _governor(self, index: int, time: Time, tops: set[int]) -> int:
        """The nearest predicate above a time: a verb, a copular word, one of the wanted ones; -1 where it dates another thing."""
        syntax, below = self.syntax, index
        for above in syntax.ancestors(index):
            if above in tops or syntax.pos[above] in _PREDICATES or syntax.kids(above, "cop"):
                return above
            if not time.start <= syntax.start[above] < time.end and self._is_of_another(below, above, index):
                return -1
            below = above
        return -1

    def _is_of_another(self, below: int, above: int, index: int) -> bool:
        """Whether a noun's date is not its verb's: "after the coup of 2020", "denounced the 2015 accord"."""
        syntax, cues_of = self.syntax, self.fillers.lexicon.cues_of
        cases = [case for case in syntax.kids(above, "case") if case != index]
        told = [cue for word in (*cases, above) for _, cue in cues_of("TimeCue", "other", syntax.low[word])]
        if any(cue.gives == "nothing" for cue in told):
            return True
        own = syntax.kids(below, "case")
        dated = any(syntax.low[case] == "of" for case in own) or (below < above and not own and syntax.base[below] in _BEFORE)
        acts = syntax.base[above] == "nsubj" and syntax.lemma[above] in self.fillers.lexicon.acts
        return dated and not told and not acts and syntax.pos[above] == "NOUN" and syntax.dep[above] != "obl:unmarked"

    def _place(self, match: Match, relation: Relation, subject: Mention, obj: Mention) -> Mention | None:
        """The place of the clause's phrases of place, or of its object's ("the military in the city of X")."""
        syntax = self.syntax
        tokens = [argument.head for argument in (*match.clause.obliques, *match.more) if argument.markers & _PLACE_MARKERS]
        if match.carrier:
            tokens += [a.head for a in match.carrier.obliques if a.markers & _PLACE_MARKERS]
        tokens += self._find_places_beside(match, relation)
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

    def _find_places_beside(self, match: Match, relation: Relation) -> list[int]:
        """Places one step off the clause: "on Sunday in X", "ten miles north of X", "taken from a school in X"."""
        syntax, verb = self.syntax, match.clause.predicate
        found = []
        for argument in match.clause.obliques:
            dated = any(index == argument.head for index, _ in self.times)
            if dated or (relation.name == "detained" and "from" in argument.markers):
                inner = [child for child in syntax.kids(argument.head, "nmod") if syntax.markers(child) & _PLACE_MARKERS - {"of"}]
                found += inner
        for beside in syntax.kids(verb, "advmod"):
            for child in syntax.kids(beside, "nmod", "obl"):
                if "of" in syntax.markers(child) and any(self._is_site(mention) for mention in self.fillers.find(child)):
                    found.append(child)
        return found

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

    def _find_tolls(self, tops: set[int], relation: Relation, subject: Mention, obj: Mention) -> dict[str, Toll]:
        """Tolls counted on the object or told by a predicate of the same clause or its participles."""
        if relation.event_class is None:
            return {}
        syntax = self.syntax
        found: dict[str, Toll] = {}
        first = obj.head
        while syntax.base[first] == "conj":
            first = syntax.head[first]
        beside = {one for one in syntax.conjuncts(first) if one != obj.head} if relation.name != "attacked" else set()
        for toll in sorted(self.tolls, key=lambda toll: toll.counted != obj.head):
            if toll.counted in beside:
                continue  # of "killed ten soldiers and two guides" each has their own
            if toll.kind == "deaths" and relation.name not in {"killed", "attacked", "fought", "overthrew"}:
                continue
            if toll.kind == "wounded" and relation.name not in {"killed", "attacked", "fought"}:
                continue
            if toll.kind == "hostages" and relation.name not in {"detained", "attacked"}:
                continue
            near = {toll.counted, toll.trigger}
            own = near & (tops | {obj.head})
            own |= {token for token in near if syntax.head[token] in tops and not self._is_aside(token, tops)}
            if own or (relation.name == "attacked" and any(self._is_brought_about(token, tops, subject) for token in near)):
                found.setdefault(toll.kind, toll.toll)
        return found

    def _is_aside(self, token: int, tops: set[int]) -> bool:
        """Whether a verb stands in a clause of its own time: "after bandits had killed ten", "and killed ten on Friday"."""
        syntax = self.syntax
        if syntax.base[token] == "conj":
            dated = {self._governor(index, time, {token, *tops}) for index, time in self.times}
            return token in dated and not dated.isdisjoint(tops)
        marked = syntax.kids(token, "mark") and not syntax.has_mark(token, "with")
        return syntax.base[token] == "advcl" and (bool(marked) or asks(syntax, token))

    def _is_brought_about(self, token: int, tops: set[int], subject: Mention) -> bool:
        """Whether what is told of those hit is the outcome of an attack.

        So of a gerund behind it ("attacked X, leaving six dead"), of a verb that the attack is the subject or the occasion of
        ("the attack on X left ten dead", "ten were hurt when Y shelled X", "ten died in an attack on X"); not of what others
        did on that occasion ("Z killed ten after Y shelled X").
        """
        syntax = self.syntax
        path = [token, *syntax.ancestors(token)]
        for place, word in enumerate(path):
            if word in tops:
                return place > 1
            if any(syntax.head[top] == word and self._is_occasion(top) for top in tops):
                suffered = any(child in path or is_passive(syntax, word) for child in syntax.kids(word, "nsubj"))
                return suffered or any(syntax.head[top] == word and syntax.base[top] == "nsubj" for top in tops) or (
                    subject.head in find_subjects(syntax, word)
                )
            gerund = syntax.base[word] == "advcl" and syntax.low[word].endswith("ing") and syntax.head[word] < word
            within = gerund or syntax.base[word] in {"obj", "nsubj", "xcomp", "conj"}
            if not within or syntax.kids(word, "mark") or self._is_aside(word, tops):
                return False
        return False

    def _is_occasion(self, top: int) -> bool:
        """Whether an attack is what its verb tells the outcome of: as its subject, in a clause of time, or after "in"."""
        syntax = self.syntax
        if syntax.base[top] == "advcl":
            later = any(syntax.low[mark] in _WAKE for mark in syntax.kids(top, "mark"))
            return later or asks(syntax, top)
        return syntax.base[top] == "nsubj" or (syntax.base[top] == "obl" and bool(syntax.markers(top) & _WAKE))
