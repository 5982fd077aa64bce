"""Names and the descriptions beside them: "the mercenary group Wagner", "Wagner, a group", "the town of Gao"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.phrases import longest_noun, relation, word_of

if TYPE_CHECKING:
    from sahelkg.discourse import Discourse
    from sahelkg.roles import Description

_QUOTES = frozenset({'"', "'", "“", "”", "‘", "’", "(", "–", "-", "—"})


def link_appositions(discourse: Discourse) -> None:
    """Gives each description that stands beside a name of a fitting kind the entity of that name.

    An unknown name takes its kind from the description; the description's words are kept as words for the entity.
    """
    for number in range(len(discourse.mentions)):
        mention = discourse.mentions[number]
        if mention.how not in {"description", "generic", "composed"} or mention.rule in {
            "members",
            "base",
            "group-adjective",
        }:
            continue
        name = _find_name(discourse, number)
        if name is not None:
            _join(discourse, number, name)


def describe(discourse: Discourse, number: int) -> Description | None:
    """What the noun of a mention may stand for."""
    head = discourse.mentions[number].head
    if head not in discourse.descriptions:
        found = longest_noun(discourse.phrase(number), discourse.roles.kinds)
        discourse.descriptions[head] = discourse.roles.kinds[found[0]] if found else None
    return discourse.descriptions[head]


def _find_name(discourse: Discourse, number: int) -> int | None:
    """The name in apposition to a description, before or after it."""
    candidates = [
        _name_after(discourse, number),
        _name_of(discourse, number),
        _name_before(discourse, number),
        _name_by_tree(discourse, number),
    ]
    for candidate in candidates:
        if candidate is not None and candidate != number and _agree(discourse, number, candidate):
            return candidate
    return None


def _name_after(discourse: Discourse, number: int) -> int | None:
    """The name right after the noun: "the news agency AFP", "its leader, Yevgeny Prigozhin,"."""
    doc, mention = discourse.doc, discourse.mentions[number]
    place = _skip_naming(discourse, mention.last)
    named = place > mention.last
    comma = False
    while place < doc[mention.head].sent.end and (doc[place].is_space or word_of(doc[place]) in _QUOTES | {","}):
        comma = comma or word_of(doc[place]) == ","
        place += 1
    while place < doc[mention.head].sent.end and word_of(doc[place]).rstrip(".") in discourse.title_words:
        place += 1
    if place < len(doc) and doc[place].pos_ == "DET":
        place += 1
    name = _name_at(discourse, place)
    if name is None or not comma or named:
        return name
    after = doc[discourse.mentions[name].last] if discourse.mentions[name].last < len(doc) else None
    head = doc[discourse.mentions[name].head]
    # after a comma the words alone do not tell an apposition from a list or a subject of its own
    if relation(head) == "appos" and head.head.i == mention.head:
        return name
    own = doc[mention.head]
    if relation(head) == relation(own) == "nsubj" and head.head.i == own.head.i:
        return name  # a verb has one subject: "the same group, JNIM, said"
    if relation(head) in {"nsubj", "conj"} and head.head.i != mention.head:
        return None
    return name if after is None or word_of(after) in {",", ".", ";", "–", "—", ")"} else None


def _skip_naming(discourse: Discourse, place: int) -> int:
    """Behind "known as", "called", where such words stand at ``place``."""
    doc = discourse.doc
    for length in (4, 3, 2, 1):
        if " ".join(word_of(token) for token in doc[place : place + length]) in discourse.roles.naming:
            return place + length
    return place


def _name_of(discourse: Discourse, number: int) -> int | None:
    """The name after "of" where the noun is a place's: "the town of Boulikessi"."""
    doc, mention = discourse.doc, discourse.mentions[number]
    if mention.last + 1 >= len(doc) or word_of(doc[mention.last]) != "of":
        return None
    description = describe(discourse, number)
    if description is None or description.relational:
        return None  # "an ally of France" is another
    if not any(discourse.ontology.is_kind(kind, "Place") for kind in description.kinds):
        return None
    place = mention.last + 1
    return _name_at(discourse, place + 1 if doc[place].pos_ == "DET" else place)


def _name_before(discourse: Discourse, number: int) -> int | None:
    """The name right before the noun: "Namentenga province", "the Yelema party", but not "al-Qaeda affiliate"."""
    description = describe(discourse, number)
    if description is None or description.relational:
        return None
    mention = discourse.mentions[number]
    name = _name_ending(discourse, mention.head - 1)
    if name is None or discourse.doc[discourse.mentions[name].head].dep_ == "nmod:poss":
        return None
    return name


def _name_by_tree(discourse: Discourse, number: int) -> int | None:
    """The name that the description is an apposition of ("Wagner, Russia's best-known group,"), or its own."""
    doc, mention = discourse.doc, discourse.mentions[number]
    head = doc[mention.head]
    if relation(head) == "appos":
        name = _name_at(discourse, head.head.i)
        if name is not None and discourse.mentions[name].first < mention.first:
            return name
    for child in head.children:
        if relation(child) == "appos" and child.i > head.i:
            return _name_at(discourse, child.i)
    start = discourse.phrase(number).start
    if start >= 2 and word_of(doc[start - 1]) in {",", "–", "—"} and discourse.phrase(number).determiner != "no":
        name = _name_ending(discourse, start - 2 if not doc[start - 2].is_punct else start - 3)
        own = relation(head) in {"nsubj", "root"} and head.head.i >= head.i
        if name is not None and not own and _closes(discourse, number):
            return name
    return None


def _closes(discourse: Discourse, number: int) -> bool:
    """Whether nothing makes a list of what would be an apposition: no "and" before it or before what follows."""
    head = discourse.doc[discourse.mentions[number].head]
    if any(relation(child) in {"cc", "conj"} for child in head.children):
        return False
    if relation(head) != "conj":
        return True
    return not any(
        relation(c) == "cc" for other in head.head.children if relation(other) == "conj" for c in other.children
    )


def _name_at(discourse: Discourse, place: int) -> int | None:
    """The name that covers a token."""
    return discourse.names.get(place)


def _name_ending(discourse: Discourse, place: int) -> int | None:
    number = _name_at(discourse, place)
    return number if number is not None and discourse.mentions[number].last == place + 1 else None


def _agree(discourse: Discourse, number: int, name: int) -> bool:
    """Whether the noun may stand for the name: by kind, by number, by state."""
    description = describe(discourse, number)
    mention, named = discourse.mentions[number], discourse.mentions[name]
    if description is None:
        return mention.how == "generic" and named.kind == "Person" and not mention.plural
    if discourse.phrase(number).plural or not description.kinds:
        return False
    kind = discourse.kind_of(named.entity) or named.kind
    if kind in {"Organisation", "Place", None} and named.how == "tagged":
        wanted = description.makes
        return wanted is not None and (kind is None or discourse.ontology.is_kind(wanted, kind) or kind == wanted)
    return any(discourse.ontology.is_kind(kind, wanted) for wanted in (*description.kinds, *description.rare))


def _join(discourse: Discourse, number: int, name: int) -> None:
    named = discourse.mentions[name]
    description = describe(discourse, number)
    if (
        named.how == "tagged"
        and named.entity
        and description
        and description.makes
        and named.kind in {"Organisation", "Place"}
    ):
        discourse.set_kind(named.entity, description.makes)
    if named.entity is not None:
        discourse.give(number, named.entity, "apposition")
        discourse.described.setdefault(named.entity, set()).update(discourse.text_of(number).split())
