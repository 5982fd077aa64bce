"""Why a gold statement was missed, or an extracted one is wrong: the class of each mistake.

The classes tell where in the program the mistake was made, so that the next improvement can be chosen by figures. A
mistake is looked at beside what was extracted, or was to be extracted, from the same passage:

* ``direction``: the relation is right, its ends are exchanged;
* ``relation``: both ends are right, another relation was seen between them;
* ``actor`` and ``coreference``: relation and one end are right; the other end's name was not known for what it is,
  or a pronoun or a description was taken for somebody else or for nobody;
* ``clause``: both ends were seen, and nothing was read between them;
* ``unfounded``: extracted where gold has nothing like it;
* ``status`` and ``attribution``: the statement is right, but not how sure it is, or who says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sahelkg.gold import fold_name, fold_names
from sahelkg.roles import read_roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sahelkg.gold import GoldStatement
    from sahelkg.ontology import Ontology
    from sahelkg.sights import Sight

    Row = Mapping[str, Any]

CLASSES = ("actor", "coreference", "clause", "relation", "direction", "status", "attribution", "unfounded")
_RUN = 4  # words that two quotes share where they are of one passage


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """One mistake. ``side`` is "missed", "wrong", or "told" of a statement that is right but for status or source."""

    kind: str  # one of CLASSES
    side: str
    article: str
    relation: str
    shown: str


class Inspector:
    """Finds the class of a mistake among what an article's gold and extraction hold.

    Args:
        ontology: tells symmetry, parents and pronouns.
        golds: the article's gold statements.
        wrong: the rows that match none of them.
        sight: what is to be seen in the article's text; without it a statement that nothing like was extracted from
            counts as a missed clause.
    """

    def __init__(
        self, ontology: Ontology, golds: Sequence[GoldStatement], wrong: Sequence[Row], sight: Sight | None = None
    ) -> None:
        self._ontology = ontology
        self._pronouns = read_roles(ontology).pronouns
        self._golds = golds
        self._wrong = wrong
        self._sight = sight

    def explain_missed(self, gold: GoldStatement) -> str:
        """The class of a gold statement that no row matches."""
        near = [row for row in self._wrong if _is_near(gold.quote, row["evidence"]["quote"])]
        if any(self._is_reversed(gold, row) for row in self._wrong):
            return "direction"
        if any(_has_both_ends(gold, row) and not self._tells(gold, row) for row in near):
            return "relation"
        for row in near:
            if other := self._find_other_end(gold, row):
                return self._explain_end(other)
        return self._look_for_ends(gold)

    def explain_wrong(self, row: Row) -> str:
        """The class of a row that matches no gold statement."""
        if any(self._is_reversed(gold, row) for gold in self._golds):
            return "direction"
        if any(_has_both_ends(gold, row) and not self._tells(gold, row) for gold in self._golds):
            return "relation"
        for gold in self._golds:
            if _is_near(gold.quote, row["evidence"]["quote"]) and (other := self._find_other_end(gold, row)):
                return self._explain_end(other)
        return "unfounded"

    def _tells(self, gold: GoldStatement, row: Row) -> bool:
        relation = self._ontology.relations.get(row["predicate"])
        return not gold.predicates.isdisjoint({row["predicate"], relation.parent if relation else None})

    def _is_reversed(self, gold: GoldStatement, row: Row) -> bool:
        return self._tells(gold, row) and _bears(row["subject"], gold.objects) and _bears(row["object"], gold.subjects)

    def _find_other_end(self, gold: GoldStatement, row: Row) -> Row | None:
        """The row's end that is wrong, where the relation and the other end are right."""
        if not self._tells(gold, row):
            return None
        subject, obj = row["subject"], row["object"]
        pairs = [(subject, gold.subjects, obj), (obj, gold.objects, subject)]
        relation = self._ontology.relations.get(row["predicate"])
        if relation is not None and relation.symmetric:
            pairs += [(subject, gold.objects, obj), (obj, gold.subjects, subject)]
        return next((other for end, names, other in pairs if _bears(end, names)), None)

    def _explain_end(self, actor: Row) -> str:
        """Whether the wrong actor was named by a name, or by words that stand for one told of before."""
        text = (actor.get("mention") or {}).get("text") or ""
        folded = fold_name(text)
        labels = list(actor.get("names") or ())
        own = fold_names(labels if labels[:1] == [text] else [label for label in labels if label != text])
        if not folded or folded in own:
            return "actor"
        words = text.split()
        if len(words) == 1:
            return "actor" if text[:1].isupper() and folded not in self._pronouns else "coreference"
        shared = {word for label in own for word in label.split()}
        names = [word for word in words if word[:1].isupper() and fold_name(word)]
        if any(fold_name(word) in shared for word in names) or any(word in names for word in words[1:]):
            return "actor"
        return "coreference"

    def _look_for_ends(self, gold: GoldStatement) -> str:
        """What is missing in the sentences of the gold quote: an actor, a reference, or what is said of them."""
        if self._sight is None:
            return "clause"
        passage = self._sight.find_passage(gold.quote)
        if passage is None:
            return "clause"
        for names in (gold.subjects, gold.objects):
            if not names & passage.names:
                written = f" {fold_name(passage.text)} "
                return "actor" if any(f" {name} " in written for name in names) else "coreference"
        return "clause"


def _bears(actor: Row, names: frozenset[str]) -> bool:
    return bool(fold_names(actor.get("names")) & names)


def _has_both_ends(gold: GoldStatement, row: Row) -> bool:
    subject, obj = row["subject"], row["object"]
    return (_bears(subject, gold.subjects) and _bears(obj, gold.objects)) or (
        _bears(subject, gold.objects) and _bears(obj, gold.subjects)
    )


def _is_near(first: str, second: str) -> bool:
    """Whether two quotes are of one passage: the shorter in the longer, or a run of words in both."""
    short, long = sorted((fold_name(first).split(), fold_name(second).split()), key=len)
    length = min(_RUN, len(short))
    return bool(length) and not _list_runs(short, length).isdisjoint(_list_runs(long, length))


def _list_runs(words: Sequence[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def count_mistakes(mistakes: Iterable[Mistake]) -> dict[str, dict[str, int]]:
    """How many there are of each class on each side: ``{"actor": {"missed": 2, "wrong": 1, "told": 0}, …}``."""
    counts = {kind: {"missed": 0, "wrong": 0, "told": 0} for kind in CLASSES}
    for mistake in mistakes:
        counts[mistake.kind][mistake.side] += 1
    return counts
