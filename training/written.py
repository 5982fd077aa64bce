"""Read the sentences that were written to teach relations between two mentions.

A line of `training/relations/*.tsv` is a sentence whose mentions stand in square brackets, a tab, and what the sentence
says of them::

    [Malian troops] killed [two fighters] near [Kidal], [the army] said.<TAB>1 killed 2 claimed

Mentions are numbered by their opening bracket, from 1; brackets may lie in each other (``[[Mali]'s army]``). Several
facts are parted by semicolons; a sentence that says nothing about any two of its mentions has ``-``. Every pair that
isn't named holds no relation. The status is one of the graph's five, or ``open``: a question, a hypothesis, neither
confirmed nor denied. A line that starts with ``#`` and an empty line are left out.

    python training/written.py            # says what is wrong, or how much of what there is
"""

from __future__ import annotations

import collections
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent / "relations"
STATUSES = ("asserted", "claimed", "denied", "planned", "possible", "open")
RELATIONS = frozenset(
    re.findall(
        r"^skg:(\w+) a owl:[^;]*\bskg:Relation\b",
        (Path(__file__).parents[1] / "ontology" / "sahelkg.ttl").read_text("utf8"),
        re.MULTILINE,
    )
)
_FACT = re.compile(r"(\d+) (\w+) (\d+) (\w+)")


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation between two mentions of a sentence, both counted from 0."""

    subject: int
    relation: str
    object: int
    status: str


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence, its mentions as offsets in characters (end exclusive) in the order they open, and its facts."""

    text: str
    mentions: tuple[tuple[int, int], ...]
    facts: tuple[Fact, ...]


def read_line(line: str) -> Written:
    """The sentence of one line.

    Raises:
        ValueError: The line breaks the form above; the message says how.
    """
    marked, tab, said = line.rstrip("\n").partition("\t")
    if not tab:
        raise ValueError("no tab between the sentence and its facts")
    text: list[str] = []
    spans: list[list[int]] = []
    opened: list[int] = []
    for char in marked:
        if char == "[":
            opened.append(len(spans))
            spans.append([len(text), -1])
        elif char == "]":
            if not opened:
                raise ValueError("a bracket closes that was not opened")
            spans[opened.pop()][1] = len(text)
        else:
            text.append(char)
    if opened:
        raise ValueError("a bracket is left open")
    if any(start == end for start, end in spans):
        raise ValueError("an empty mention")
    facts = []
    for part in said.split(";") if said.strip() != "-" else ():
        match = _FACT.fullmatch(part.strip())
        if not match:
            raise ValueError(f"not a fact: {part.strip()!r}")
        fact = Fact(int(match[1]) - 1, match[2], int(match[3]) - 1, match[4])
        if fact.relation not in RELATIONS:
            raise ValueError(f"no such relation: {fact.relation}")
        if fact.status not in STATUSES:
            raise ValueError(f"no such status: {fact.status}")
        if fact.subject == fact.object or not 0 <= min(fact.subject, fact.object) <= max(fact.subject, fact.object) < len(spans):
            raise ValueError(f"mentions {match[1]} and {match[3]} are not two of the {len(spans)} there are")
        facts.append(fact)
    return Written("".join(text), tuple((start, end) for start, end in spans), tuple(facts))


def read_written(folder: Path = HERE) -> Iterator[tuple[str, Written]]:
    """Each line's address (``file:line``) and sentence, in the order of file names.

    Raises:
        ValueError: As `read_line`, with the address before it.
    """
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text("utf8").splitlines(), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            try:
                yield f"{path.name}:{number}", read_line(line)
            except ValueError as error:
                raise ValueError(f"{path.name}:{number}: {error}") from None


def main() -> int:
    """Say what is wrong (exit code 1), or count sentences by relation and status."""
    seen: dict[str, str] = {}
    counts: collections.Counter[tuple[str, str]] = collections.Counter()
    none = total = 0
    try:
        for address, written in read_written():
            total += 1
            shape = written.text
            for start, end in sorted(written.mentions, reverse=True):
                if not any(s <= start and end <= e and (s, e) != (start, end) for s, e in written.mentions):
                    shape = shape[:start] + "_" + shape[end:]
            if shape in seen:
                raise ValueError(f"{address}: the same as {seen[shape]} but for its names")
            seen[shape] = address
            none += not written.facts
            counts.update((fact.relation, fact.status) for fact in written.facts)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for relation in sorted(RELATIONS):
        row = [f"{counts[relation, status]:5}" for status in STATUSES]
        if any(counts[relation, status] for status in STATUSES):
            print(f"{relation:20}", *row)
    print(f"{total} sentences, {none} without a fact; columns: {' '.join(STATUSES)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
