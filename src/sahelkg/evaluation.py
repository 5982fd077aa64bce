"""Extracted statements held against gold statements: precision, recall, and the shares of right statuses and sources.

What is held against gold are the lines of ``export --format jsonl``. Beside the totals there are the figures of each
relation, and each mistake with its class (:mod:`sahelkg.mistakes`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from sahelkg.gold import fold_name, fold_names
from sahelkg.mistakes import Inspector, Mistake, count_mistakes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sahelkg.gold import GoldArticle, GoldStatement
    from sahelkg.ontology import Ontology
    from sahelkg.sights import Sight

Row = dict[str, Any]
"""One line of ``export --format jsonl``."""

FIELDS = ("status", "by", "when", "where", "deaths")
_BARE = frozenset({"asserted", "claimed"})


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was found of one relation: gold statements and those found, extracted triples and those right."""

    gold: int
    found: int
    extracted: int
    right: int

    @property
    def precision(self) -> float:
        """The share of what was extracted that is right; 0 where nothing was."""
        return self.right / self.extracted if self.extracted else 0.0

    @property
    def recall(self) -> float:
        """The share of gold that was found; 0 where there is none."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """The totals over all articles. ``bare`` is the share of bare triples that gold holds as asserted or claimed.

    ``fields`` has, for each of status, by, when, where and deaths, how many of the matched statements were right and
    how many there were to be right about. ``relations`` has the figures of each relation, by its name; a gold statement
    counts under the first of its properties, an extracted one under its own.
    """

    articles: int
    gold: int
    extracted: int
    precision: float
    recall: float
    f1: float
    bare: float
    fields: Mapping[str, tuple[int, int]]
    relations: Mapping[str, Figures]
    mistakes: tuple[Mistake, ...]

    @property
    def missed(self) -> tuple[Mistake, ...]:
        """The gold statements that were not found."""
        return tuple(mistake for mistake in self.mistakes if mistake.side == "missed")

    @property
    def wrong(self) -> tuple[Mistake, ...]:
        """The extracted statements that gold does not hold."""
        return tuple(mistake for mistake in self.mistakes if mistake.side == "wrong")

    def as_dict(self) -> dict[str, Any]:
        """The totals under flat names, then ``relations`` and ``errors``; a share of nothing is None."""
        figures: dict[str, Any] = {
            name: getattr(self, name) for name in ("articles", "gold", "extracted", "precision", "recall", "f1", "bare")
        }
        for name, (right, of) in self.fields.items():
            figures[name] = right / of if of else None
            figures[f"{name}_of"] = of
        figures["relations"] = {
            name: {
                **asdict(one),
                "precision": one.precision if one.extracted else None,
                "recall": one.recall if one.gold else None,
                "f1": one.f1,
            }
            for name, one in self.relations.items()
        }
        figures["errors"] = count_mistakes(self.mistakes)
        by_relation: dict[str, Counter[str]] = defaultdict(Counter)
        for mistake in self.mistakes:
            by_relation[mistake.relation][mistake.kind] += 1
        figures["errors_by_relation"] = {name: dict(sorted(counts.items())) for name, counts in sorted(by_relation.items())}
        return figures


def evaluate(
    gold: Sequence[GoldArticle],
    rows: Iterable[Row],
    ontology: Ontology,
    *,
    apart: Sequence[frozenset[str]] = (),
    sights: Mapping[str, Sight] | None = None,
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
        sights: what is to be seen in an article, by its id; tells a missed actor or reference from a missed clause.
    """
    further = set(ontology.triples.resources("skg:furtherRelations", "skos:member"))
    judge = _Judge(ontology, apart)
    by_article: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if "skg:" + row["predicate"] not in further:
            by_article[row["article"]].append(row)
    for article in gold:
        judge.take(article, by_article.get(article.article, []), (sights or {}).get(article.article))
    return judge.result(len(gold))


@dataclass
class _Judge:
    ontology: Ontology
    apart: Sequence[frozenset[str]]
    counts: Counter[str] = field(default_factory=Counter)
    by_relation: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    mistakes: list[Mistake] = field(default_factory=list)

    def take(self, article: GoldArticle, rows: Sequence[Row], sight: Sight | None) -> None:
        """Counts one article."""
        counts = self.counts
        triples: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in rows:
            triples[self._triple(row)].append(row)
        found: dict[int, list[Row]] = defaultdict(list)
        wrong: list[Row] = []
        for group in triples.values():
            hits = [
                place
                for place, statement in enumerate(article.statements)
                if any(self._matches(statement, row) for row in group)
            ]
            self._note("extracted", group[0]["predicate"])
            if hits:
                self._note("right", group[0]["predicate"])
            if any(row["status"] in _BARE for row in group):
                counts["bare"] += 1
                counts["bare_right"] += any(article.statements[place].status in _BARE for place in hits)
            if not hits:
                wrong.append(group[0])
            for place in hits:
                found[place] += group
        inspector = Inspector(self.ontology, article.statements, wrong, sight)
        for place, statement in enumerate(article.statements):
            if statement.optional:
                continue
            self._note("gold", statement.relation)
            if place in found:
                self._note("found", statement.relation)
                self._compare_fields(article.article, statement, found[place])
            else:
                self._blame(inspector.explain_missed(statement), "missed", article.article, statement)
        for row in wrong:
            kind = inspector.explain_wrong(row)
            self.mistakes.append(
                Mistake(kind=kind, side="wrong", article=article.article, relation=row["predicate"], shown=_show(row))
            )

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
            relations={
                name: Figures(**{part: counted[part] for part in ("gold", "found", "extracted", "right")})
                for name, counted in sorted(self.by_relation.items())
            },
            mistakes=tuple(self.mistakes),
        )

    def _note(self, what: str, relation: str) -> None:
        self.counts[what] += 1
        self.by_relation[relation][what] += 1

    def _blame(self, kind: str, side: str, article: str, statement: GoldStatement) -> None:
        self.mistakes.append(
            Mistake(kind=kind, side=side, article=article, relation=statement.relation, shown=statement.shown)
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

    def _compare_fields(self, article: str, gold: GoldStatement, rows: Sequence[Row]) -> None:
        statuses = {row["status"] for row in rows}
        right = gold.status in statuses and len(statuses) < 3
        self._count("status", right)
        if not right:
            self._blame("status", "told", article, gold)
        sources = [row.get("attributed_to") for row in rows]
        right = any(gold.by & _all_names(by) for by in sources) if gold.by else not all(sources)
        self._count("by", right)
        if not right:
            self._blame("attribution", "told", article, gold)
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
