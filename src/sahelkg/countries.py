"""Descriptions of states and of what lies around them: "the country", "the West African state", "the continent"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.appositions import describe
from sahelkg.composed import find_demonym
from sahelkg.focus import find_state
from sahelkg.phrases import longest_noun, singulars, word_of

if TYPE_CHECKING:
    from sahelkg.discourse import Discourse

_SENTENCES = 8


def resolve_country(discourse: Discourse, number: int) -> bool:
    """The state in focus, within the area that an adjective tells ("West African"); described ones by their words."""
    words = list_words(discourse, number)
    if not words <= {word for form in singulars(discourse.doc[discourse.mentions[number].head]) for word in form.split()}:
        told = [entity for entity, known in discourse.described.items() if words <= known]
        if len(told) == 1:
            discourse.give(number, told[0], "description")
            return True
    area = _area_of(discourse, number)
    description = describe(discourse, number)
    if description is not None and description.relational and area is None:
        return False  # "the neighbour", "the former colonial power": somebody's, and not who is in focus
    if list_extra_words(discourse, number) & discourse.roles.qualifiers and area is None:
        return False  # "the African state" among others needs an area that is known
    barred = discourse.coarguments(number)
    state = find_state(
        discourse,
        number,
        lambda state: state not in barred and (area is None or _lies_in(discourse, state, area)),
        by_subject=True,
    )
    if state is None:
        return False
    discourse.give(number, state, "description")
    return True


def resolve_outermost(discourse: Discourse, number: int) -> bool:
    """The continent: the outermost area around the place that is in focus."""
    triples = discourse.ontology.triples
    for _, numbers in discourse.before(number, _SENTENCES):
        told = [
            discourse.mentions[n].entity or "" for n in numbers if discourse.kind_of(discourse.mentions[n].entity) == "WorldRegion"
        ]
        outer = [area for area in told if not triples.resources(area, "schema:containedInPlace")]
        if outer:
            discourse.give(number, outer[-1], "description")
            return True
    state = find_state(discourse, number, by_subject=True)
    if state is None:
        return False
    area = state
    seen: set[str] = set()
    while area not in seen:
        seen.add(area)
        area = next(iter(triples.resources(area, "schema:containedInPlace")), area)
    if area == state:
        return False
    discourse.give(number, area, "description")
    return True


def _lies_in(discourse: Discourse, place: str, area: str) -> bool:
    triples = discourse.ontology.triples
    queue, seen = [place], set[str]()
    while queue:
        current = queue.pop()
        if current == area:
            return True
        if current not in seen:
            seen.add(current)
            queue += triples.resources(current, "schema:containedInPlace")
    return False


def _area_of(discourse: Discourse, number: int) -> str | None:
    """The area of "the West African country", "the Sahel state"."""
    doc, phrase = discourse.doc, discourse.phrase(number)
    for first in range(phrase.start, phrase.head):
        text = " ".join(word_of(doc[place]) for place in range(first, phrase.head))
        if text in discourse.roles.areas:
            return discourse.roles.areas[text]
    return None


def list_extra_words(discourse: Discourse, number: int) -> set[str]:
    """The words before the noun that are neither a part of it nor a demonym."""
    phrase = discourse.phrase(number)
    found = longest_noun(phrase, discourse.roles.kinds)
    first = found[1] if found else phrase.head
    return {
        word_of(discourse.doc[place])
        for place in phrase.modifiers
        if place < first and find_demonym(discourse.doc, place, discourse.ontology) is None
    }


def list_words(discourse: Discourse, number: int) -> set[str]:
    """The words of a description: its noun and those before it."""
    phrase = discourse.phrase(number)
    return {word_of(discourse.doc[place]) for place in (*phrase.modifiers, phrase.head)}
