"""Extracted statements held against gold statements: precision, recall, and the shares of right statuses and sources.

What is held against gold are the lines of ``export --format jsonl``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sahelkg.gold import fold_name, fold_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sahelkg.gold import GoldArticle, GoldStatement
    from sahelkg.ontology import Ontology

Row = dict[str, Any]
"""One line of ``export --format jsonl``."""

FIELDS = ("status", "by", "when", "where", "deaths")
_BARE = frozenset({"asserted", "claimed"})


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """The totals over all articles. ``bare`` is the share of bare triples that gold holds as asserted or claimed.

    ``fields`` has, for each of status, by, when, where and deaths, how many of the matched statements were right and
    how many there were to be right about. ``missed`` and ``wrong`` are (article, statement) pairs to print.
    """

    articles: int
    gold: int
    extracted: int
    precision: float
    recall: float
    f1: float
    bare: float
    fields: Mapping[str, tuple[int, int]]
    missed: tuple[tuple[str, str], ...]
    wrong: tuple[tuple[str, str], ...]

    def as_dict(self) -> dict[str, float | int | None]:
        """The figures under flat names; the share of a field without any statement is None."""
        figures: dict[str, float | int | None] = {
            name: getattr(self, name) for name in ("articles", "gold", "extracted", "precision", "recall", "f1", "bare")
        }
        for name, (right, of) in self.fields.items():
            figures[name] = right / of if of else None
            figures[f"{name}_of"] = of
        return figures


def evaluate(
    gold: Sequence[GoldArticle], rows: Iterable[Row], ontology: Ontology, *, apart: Sequence[frozenset[str]] = ()
) -> Evaluation:
    """The totals of extracted statements against gold.

    A statement is right when its subject, property and object each bear one of gold's names; for a symmetric relation
    the order is free, and a more special property stands for its parent. Relations of ``skg:furtherRelations`` are
    left out, as gold statements need not list them.

    Args:
        gold: the articles to look at; rows of others are passed over.
        rows: lines of ``export --format jsonl``, in any order.
        ontology: tells symmetric relations, parents, and what is left out.
        apart: names of actors that a reader keeps apart; an actor with the labels of two of them matches nothing.
    """
    further = set(ontology.triples.resources("skg:furtherRelations", "skos:member"))
    judge = _Judge(ontology, apart)
    by_article: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if "skg:" + row["predicate"] not in further:
            by_article[row["article"]].append(row)
    for article in gold:
        judge.take(article, by_article.get(article.article, []))
    return judge.result(len(gold))


@dataclass
class _Judge:
    ontology: Ontology
    apart: Sequence[frozenset[str]]
    counts: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    def take(self, article: GoldArticle, rows: Sequence[Row]) -> None:
        """Counts one article."""
        counts = self.counts
        triples: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in rows:
            triples[self._triple(row)].append(row)
        found: dict[int, list[Row]] = defaultdict(list)
        for group in triples.values():
            hits = [
                place
                for place, statement in enumerate(article.statements)
                if any(self._matches(statement, row) for row in group)
            ]
            counts["extracted"] += 1
            counts["right"] += bool(hits)
            if any(row["status"] in _BARE for row in group):
                counts["bare"] += 1
                counts["bare_right"] += any(article.statements[place].status in _BARE for place in hits)
            if not hits:
                self.wrong.append((article.article, _show(group[0])))
            for place in hits:
                found[place] += group
        for place, statement in enumerate(article.statements):
            if statement.optional:
                continue
            counts["gold"] += 1
            if place in found:
                counts["found"] += 1
                self._compare_fields(statement, found[place])
            else:
                self.missed.append((article.article, statement.shown))

    def result(self, articles: int) -> Evaluation:
        """The shares over all that was counted."""
        counts = self.counts
        precision = counts["right"] / counts["extracted"] if counts["extracted"] else 0.0
        recall = counts["found"] / counts["gold"] if counts["gold"] else 0.0
        return Evaluation(
            articles=articles,
            gold=counts["gold"],
            extracted=counts["extracted"],
            precision=precision,
            recall=recall,
            f1=2 * precision * recall / (precision + recall) if precision + recall else 0.0,
            bare=counts["bare_right"] / max(1, counts["bare"]),
            fields={name: (counts[name], counts[f"{name}_of"]) for name in FIELDS},
            missed=tuple(self.missed),
            wrong=tuple(self.wrong),
        )

    def _symmetric(self, predicate: str) -> bool:
        relation = self.ontology.relations.get(predicate)
        return relation is not None and relation.symmetric

    def _triple(self, row: Row) -> tuple[str, ...]:
        pair = [row["subject"]["iri"], row["object"]["iri"]]
        if self._symmetric(row["predicate"]):
            pair.sort()
        return (*pair, row["predicate"])

    def _matches(self, gold: GoldStatement, row: Row) -> bool:
        relation = self.ontology.relations.get(row["predicate"])
        parent = relation.parent if relation else None
        if gold.predicates.isdisjoint({row["predicate"], parent}):
            return False
        if self._is_conflated(row["subject"]) or self._is_conflated(row["object"]):
            return False
        subject, obj = _names(row["subject"]), _names(row["object"])
        if subject & gold.subjects and obj & gold.objects:
            return True
        return self._symmetric(row["predicate"]) and bool(subject & gold.objects and obj & gold.subjects)

    def _is_conflated(self, actor: Row) -> bool:
        labels = _names(actor) - {fold_name((actor.get("mention") or {}).get("text") or "")}
        return sum(not labels.isdisjoint(names) for names in self.apart) > 1

    def _compare_fields(self, gold: GoldStatement, rows: Sequence[Row]) -> None:
        statuses = {row["status"] for row in rows}
        self._count("status", gold.status in statuses and len(statuses) < 3)
        sources = [row.get("attributed_to") for row in rows]
        self._count("by", any(gold.by & _all_names(by) for by in sources) if gold.by else not all(sources))
        if gold.when:
            begin = gold.when.split("/")[0]
            self._count("when", any((row.get("time") or "").startswith(begin) for row in rows))
        if gold.where:
            self._count("where", any(_all_names(row.get("place")) & gold.where for row in rows))
        if gold.deaths is not None:
            self._count("deaths", any((row.get("deaths") or {}).get("min") == gold.deaths for row in rows))

    def _count(self, name: str, right: bool) -> None:
        self.counts[name] += right
        self.counts[f"{name}_of"] += 1


def _names(actor: Row) -> frozenset[str]:
    return fold_names(actor.get("names"))


def _all_names(actors: Iterable[Row] | None) -> frozenset[str]:
    return frozenset().union(*(_names(actor) for actor in actors or ()))


def _show(row: Row) -> str:
    subject, obj = ((row[slot].get("names") or [row[slot]["iri"]])[0] for slot in ("subject", "object"))
    quote = row["evidence"]["quote"][:110]
    return f"{subject} {row['predicate']} {obj} [{row['status']}] “{quote}”"
