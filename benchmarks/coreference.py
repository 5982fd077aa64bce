"""Coreference against documents whose mentions are marked: MUC, B³ and CEAF-e by head match.

    python benchmarks/coreference.py FILE.conllu … [--genres news,bio,interview] [--worst N]

The files are Universal Dependencies with ``Entity=`` in MISC, as UD_English-GUM has them. Text, tokens, trees and
mentions are the program's own: a mention is right where its head begins at the same character as the marked one's, a
name of several words also where one of its words does. Types person, organization and place are compared. What is
learnt (`sahelkg.nominals`, `sahelkg.salience`) has seen GUM's training part, so the dev and test parts tell more.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sahelkg.annotate import annotate_text, load_reader
from sahelkg.coreference import resolve_mentions
from sahelkg.gazetteer import find_parser_names
from sahelkg.mentions import find_mentions
from sahelkg.ontology import load_ontology
from sahelkg.quoting import find_quotations
from sahelkg.records import Article
from sahelkg.statements import StatementFinder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

TYPES = frozenset({"person", "organization", "place"})
KINDS = "Person", "Organisation", "Place", "GenericActor", "State"
_OPEN = re.compile(r"\((\d+)(?:\[\d+/\d+\])?-([a-z]+)-")
_CLOSE = re.compile(r"(\d+)(?:\[\d+/\d+\])?\)")

Clusters = dict[str, set[int]]


@dataclass
class Document:
    """A text and its marked mentions: chain → the characters at which the heads begin."""

    name: str
    text: str = ""
    chains: Clusters = field(default_factory=lambda: defaultdict(set))


def read_documents(path: Path, genres: Sequence[str]) -> Iterator[Document]:
    """The documents of a CoNLL-U file, paragraphs divided by blank lines."""
    document: Document | None = None
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.splitlines()
        for line in lines:
            if line.startswith("# newdoc id = "):
                if document is not None:
                    yield document
                name = line.rpartition(" ")[2]
                document = Document(name) if name.split("_")[1] in genres else None
        if document is None:
            continue
        if document.text:
            document.text += "\n\n" if any(line.startswith("# newpar") for line in lines) else " "
        _add_sentence(document, [line.split("\t") for line in lines if line[:1].isdigit()])
    if document is not None:
        yield document


def _add_sentence(document: Document, rows: list[list[str]]) -> None:
    rows = [row for row in rows if "-" not in row[0] and "." not in row[0]]
    starts = []
    for row in rows:
        starts.append(len(document.text))
        document.text += row[1] + ("" if "SpaceAfter=No" in row[9] else " ")
    document.text = document.text.rstrip(" ")
    opened: list[tuple[str, str, int]] = []
    for place, row in enumerate(rows):
        value = next((part[7:] for part in row[9].split("|") if part.startswith("Entity=")), "")
        for found in re.finditer(r"\(\d+(?:\[\d+/\d+\])?-[a-z]+-[^()]*\)?|\d+(?:\[\d+/\d+\])?\)", value):
            begin = _OPEN.match(found[0])
            if begin:
                opened.append((begin[1], begin[2], place))
            if found[0].endswith(")"):
                number = begin[1] if begin else (_CLOSE.match(found[0]) or [""])[1]
                last = next((n for n in range(len(opened) - 1, -1, -1) if opened[n][0] == number), None)
                if last is not None:
                    chain, kind, first = opened.pop(last)
                    if kind in TYPES:
                        document.chains[chain].add(starts[_head(rows, first, place)])


def _head(rows: list[list[str]], first: int, last: int) -> int:
    inside = {rows[place][0] for place in range(first, last + 1)}
    return next((place for place in range(first, last + 1) if rows[place][6] not in inside), last)


def predict(text: str, heads: set[int]) -> Clusters:
    """The program's chains of a text: entity → the characters at which the heads of its mentions begin."""
    ontology = load_ontology()
    return find_chains(annotate_text(text, load_reader(), lambda part: find_parser_names(part, ontology)), heads)


def find_chains(doc: Doc, heads: set[int]) -> Clusters:
    """The program's chains of a parsed text.

    The parser takes a known name as one word, so that its head may be another word of it than the marked one's:
    ``heads`` are those. Left out is what GUM does not mark apart: relative pronouns, and the noun right before a name
    ("Professor"). First persons have the entity of who says the words where that is found; where it is not, those of
    one quotation, or of the article's own words, are one chain for each number.
    """
    ontology = load_ontology()
    mentions, entities = resolve_mentions(doc, find_mentions(doc, ontology), ontology)
    finder = StatementFinder(doc, Article(id="text", text=doc.text), mentions, entities, ontology)
    spoken = {mention.head: mention for mention in finder.speakers.resolve(mentions, finder.judge.speeches)}
    quotations = [range(quotation.first, quotation.last) for quotation in find_quotations(doc)]
    names = {mention.first for mention in mentions if mention.how in {"name", "tagged"}}
    chains: Clusters = defaultdict(set)
    taken: set[int] = set()
    for mention in mentions:
        if mention.how == "demonym" or mention.rule in {"group-adjective", "relative"}:
            continue
        if mention.rule == "apposition" and mention.last in names:
            continue
        entity = mention.entity or (spoken[mention.head].entity if mention.head in spoken else None)
        if entity is None:
            voice = next((number for number, said in enumerate(quotations) if mention.head in said), "article")
            entity = f"voice {voice} {mention.plural}"
        elif not any(ontology.is_kind(entities[entity].kind, kind) for kind in KINDS):
            continue
        start = doc[mention.head].idx
        if start not in heads and mention.how in {"name", "tagged"}:
            inside = [doc[place].idx for place in range(mention.first, mention.last) if doc[place].idx in heads]
            start = inside[-1] if inside else start
        if start not in taken:
            taken.add(start)
            chains[entity].add(start)
    return chains


def score_muc(gold: Clusters, found: Clusters) -> tuple[float, float]:
    """Vilain et al. (1995): links kept, of the gold chains and of the found ones."""

    def kept(chains: Clusters, others: Clusters) -> float:
        where = {mention: name for name, chain in others.items() for mention in chain}
        links = sum(len(chain) - 1 for chain in chains.values())
        parts = sum(len({where[m] for m in chain if m in where}) + sum(m not in where for m in chain) for chain in chains.values())
        size = sum(map(len, chains.values()))
        return (size - parts) / links if links else 0.0

    return kept(gold, found), kept(found, gold)


def score_b3(gold: Clusters, found: Clusters) -> tuple[float, float]:
    """Bagga and Baldwin (1998): of each mention's chain, how much it shares with its other chain."""

    def shared(chains: Clusters, others: Clusters) -> float:
        where = {mention: chain for chain in others.values() for mention in chain}
        total = sum(map(len, chains.values()))
        right = sum(len(chain & where.get(m, set())) / len(chain) for chain in chains.values() for m in chain)
        return right / total if total else 0.0

    return shared(gold, found), shared(found, gold)


def score_ceaf(gold: Clusters, found: Clusters) -> tuple[float, float]:
    """Luo (2005), entity-based: the best one-to-one pairing of chains by their overlap."""
    import networkx as nx

    graph = nx.Graph()
    for name, chain in gold.items():
        for other, told in found.items():
            both = len(chain & told)
            if both:
                graph.add_edge(("gold", name), ("found", other), weight=2 * both / (len(chain) + len(told)))
    best = sum(graph.edges[pair]["weight"] for pair in nx.max_weight_matching(graph))
    return best / len(gold) if gold else 0.0, best / len(found) if found else 0.0


def main() -> None:
    """Prints recall, precision and F of each measure over all documents, with and without chains of one."""
    parser = argparse.ArgumentParser(description="coreference by head match")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--genres", default="news,bio,interview")
    parser.add_argument("--worst", type=int, default=0, help="print the documents with the lowest B³")
    options = parser.parse_args()
    gold: Clusters = {}
    found: Clusters = {}
    base, each = 0, []
    for path in options.files:
        for document in read_documents(path, options.genres.split(",")):
            told = predict(document.text, {head for chain in document.chains.values() for head in chain})
            each.append((sum(score_b3(document.chains, told)), document.name))
            gold |= {f"{document.name} {name}": {base + m for m in chain} for name, chain in document.chains.items()}
            found |= {f"{document.name} {name}": {base + m for m in chain} for name, chain in told.items()}
            base += len(document.text) + 1
    marked, seen = ({m for chain in chains.values() for m in chain} for chains in (gold, found))
    print(f"{len(each)} documents, {len(marked)} mentions marked, {len(seen)} found, {len(marked & seen)} in both")
    for label, least in (("all chains", 1), ("chains of two or more", 2)):
        chains = {name: chain for name, chain in gold.items() if len(chain) >= least}
        told = {name: chain for name, chain in found.items() if len(chain) >= least}
        for name, measure in (("MUC", score_muc), ("B³", score_b3), ("CEAF-e", score_ceaf)):
            recall, precision = measure(chains, told)
            whole = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
            print(f"{label:22} {name:7} recall {recall:.3f}  precision {precision:.3f}  F {whole:.3f}")
    for _, name in sorted(each)[: options.worst]:
        print(name)


if __name__ == "__main__":
    main()
