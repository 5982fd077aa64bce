"""Invented articles for measuring scale: any number, distinct, each a function of its number and the seed.

    python benchmarks/invent.py 1000 FOLDER [--seed 1] [--sentences 30]

Writes one Markdown file an article, a thousand to a sub-folder. Nothing in them happened. Actors follow Zipf's law without end: a
few are in most articles, and new names keep coming (some of the ontology's, most invented). A few articles in
a row tell one story from several outlets, and one in thirty reprints another, cut and under a title of its own.
"""

from __future__ import annotations

import argparse
import random
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sahelkg.ontology import Ontology

PHRASES = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))
FIRST_DAY = date(2021, 1, 4)
DAYS = 1800
STORY = 4  # articles in a row that tell one story
REPRINTS = 30  # one article of so many is a reprint
TAIL = 0.5  # of so many names the share of those that nobody else bears; of N uses some N ** (1 / 1.5) names differ
HEAD = 5  # the larger, the less the first name stands out

_STEMS = (
    "ba",
    "dou",
    "ka",
    "len",
    "mo",
    "na",
    "ri",
    "sa",
    "tin",
    "wa",
    "zo",
    "gal",
    "fi",
    "gue",
    "yo",
    "bor",
    "dja",
    "tam",
    "kel",
    "mi",
)
_FIRST_NAMES = (
    "Amadou",
    "Issa",
    "Mariam",
    "Oumar",
    "Fatou",
    "Ibrahim",
    "Salif",
    "Aïcha",
    "Boubacar",
    "Moussa",
    "Rahila",
    "Youssouf",
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_KINDS = {
    "armed": ("ArmedGroup",),
    "force": ("ArmedForces", "Mission", "MercenaryCompany"),
    "mercenaries": ("MercenaryCompany",),
    "body": ("InternationalOrganisation", "NonGovernmentalOrganisation"),
    "place": ("City",),
    "village": ("Village",),
    "leader": ("Person",),
}
_STATES = (
    "Mali",
    "Niger",
    "Burkina Faso",
    "Chad",
    "Mauritania",
    "Benin",
    "Togo",
    "Nigeria",
    "Senegal",
    "Guinea",
    "Sudan",
    "Cameroon",
)
_COUNTRIES = (
    "Russia",
    "France",
    "Turkey",
    "China",
    "the United States",
    "Algeria",
    "Morocco",
    "Germany",
    "Qatar",
    "Ukraine",
    "Iran",
    "Libya",
)


@dataclass(frozen=True, kw_only=True)
class Invented:
    """One invented article; ``id`` is a file name."""

    id: str
    title: str
    published: date
    publisher: str
    text: str

    def write(self) -> str:
        """The article as Markdown with front matter."""
        return (
            f'---\nid: {self.id}\ntitle: "{self.title}"\ndate: {self.published.isoformat()}\n'
            f'publisher: "{self.publisher}"\nlanguage: en\n---\n{self.text}'
        )


def invent_articles(count: int, *, seed: int = 1, sentences: int = 30) -> Iterator[Invented]:
    """The articles 0 to ``count`` - 1, each of about so many sentences (2 at least)."""
    return (invent_article(number, seed=seed, sentences=sentences) for number in range(count))


def invent_article(number: int, *, seed: int = 1, sentences: int = 30) -> Invented:
    """The article of that number; the same whatever others are made."""
    dice = random.Random(f"{seed} article {number}")
    if number >= REPRINTS and dice.randrange(REPRINTS) == 0:
        return _reprint(number, dice, seed=seed, sentences=sentences)
    return _write(number, dice, seed=seed, sentences=sentences)


def write_folder(folder: Path, count: int, *, seed: int = 1, sentences: int = 30) -> None:
    """The articles as files, a thousand to a sub-folder."""
    for number, article in enumerate(invent_articles(count, seed=seed, sentences=sentences)):
        inside = folder / f"{number // 1000:04}"
        inside.mkdir(parents=True, exist_ok=True)
        (inside / f"{article.id}.md").write_text(article.write(), encoding="utf-8")


def _write(number: int, dice: random.Random, *, seed: int, sentences: int) -> Invented:
    story = Story(random.Random(f"{seed} story {number // STORY}"))
    teller = _Teller(dice, story)
    lines = [teller.say("first")]
    lines += [
        teller.say("telling" if dice.random() < 0.3 else "between") for _ in range(max(1, sentences + dice.randint(-4, 4) - 1))
    ]
    paragraphs: list[list[str]] = [[]]
    for line in dict.fromkeys(lines):
        paragraphs[-1].append(line)
        if dice.random() < 0.5:
            paragraphs.append([])
    return Invented(
        id=f"invented-{number:07}",
        title=teller.say("titles"),
        published=story.day + timedelta(days=dice.randint(0, 2)),
        publisher=teller.say("publishers"),
        text="\n\n".join(" ".join(paragraph) for paragraph in paragraphs if paragraph) + "\n",
    )


def _reprint(number: int, dice: random.Random, *, seed: int, sentences: int) -> Invented:
    """An earlier article without its last paragraphs, under another title."""
    earlier = dice.randrange(max(0, number - 200), number)
    original = _write(earlier, random.Random(f"{seed} article {earlier}"), seed=seed, sentences=sentences)
    paragraphs = original.text.rstrip("\n").split("\n\n")
    kept = paragraphs[: max(1, len(paragraphs) - len(paragraphs) // 8)]
    teller = _Teller(dice, Story(random.Random(f"{seed} story {earlier // STORY}")))
    return Invented(
        id=f"invented-{number:07}",
        title=teller.say("titles"),
        published=original.published + timedelta(days=1),
        publisher=teller.say("publishers"),
        text="\n\n".join(kept) + "\n",
    )


class Story:
    """What the articles of one story have in common."""

    def __init__(self, dice: random.Random) -> None:
        self.day = FIRST_DAY + timedelta(days=dice.randrange(DAYS))
        self.fixed = {
            "one": invent_name(dice, "armed"),
            "other": invent_name(dice, "force"),
            "where": invent_name(dice, "place" if dice.random() < 0.5 else "village"),
            "state": dice.choice(_STATES),
            "country": dice.choice(_COUNTRIES),
            "body": invent_name(dice, "body"),
            "day": dice.choice(_WEEKDAYS),
        }


class _Teller:
    """Fills phrases for one article."""

    def __init__(self, dice: random.Random, story: Story) -> None:
        self._dice = dice
        self._story = story

    def say(self, phrases: str) -> str:
        text = self._fill(self._dice.choice(PHRASES[phrases]))
        dateline, dash, rest = text.partition(" — ")
        return dateline[0].upper() + dateline[1:] + dash + rest[:1].upper() + rest[1:]

    def _fill(self, phrase: str) -> str:
        parts = phrase.replace("}", "{").split("{")
        return "".join(self._choose(part) if place % 2 else part for place, part in enumerate(parts))

    def _choose(self, slot: str) -> str:
        dice = self._dice
        fixed = self._story.fixed
        if slot in fixed and dice.random() < 0.85:
            return fixed[slot]
        day = self._story.day
        match slot:
            case "who":
                return self._fill(dice.choice(PHRASES["speakers"]))
            case "few":
                return str(dice.randint(3, 19))
            case "many":
                return str(dice.randint(20, 90))
            case "day":
                return dice.choice(_WEEKDAYS)
            case "date":
                return f"{(day - timedelta(days=dice.randint(0, 20))):%-d %B}"
            case "month":
                return f"{(day - timedelta(days=dice.randint(40, 300))):%B %Y}"
            case "year":
                return str(day.year - dice.randint(1, 9))
            case "state":
                return dice.choice(_STATES)
            case "country":
                return dice.choice(_COUNTRIES)
            case "official":
                return invent_name(dice, "official")
            case "one" | "group":
                return invent_name(dice, "armed")
            case "other":
                return invent_name(dice, "force")
            case "where":
                return invent_name(dice, "place")
            case _:
                return invent_name(dice, slot)


def invent_name(dice: random.Random, kind: str) -> str:
    """One of endlessly many names of a kind; the first ones far more often than the others."""
    rank = int(HEAD * (dice.paretovariate(TAIL) - 1)) + 1
    known = _known(kind)
    if rank % 2 and rank // 2 < len(known):  # every other name is the ontology's, as long as it has some
        return known[rank // 2]
    if kind not in {"armed", "official", "village"}:
        return known[rank % len(known)]
    stem = _stem(kind, rank)
    if kind == "armed":
        groups = PHRASES["groups"]
        return str(groups[rank % len(groups)]).replace("{stem}", stem)
    if kind == "official":
        return f"{PHRASES['ranks'][rank % len(PHRASES['ranks'])]} {_FIRST_NAMES[rank // 7 % len(_FIRST_NAMES)]} {stem}"
    return stem


def _stem(kind: str, rank: int) -> str:
    """A name of three to five syllables, another one for nearly every number."""
    return "".join(random.Random(f"{kind} {rank}").choices(_STEMS, k=3 + (rank > 50) + (rank > 500))).capitalize()


@cache
def _known(kind: str) -> list[str]:
    """The ontology's names of a kind, in an order of no meaning that is always the same."""
    if kind not in _KINDS:
        return []
    from sahelkg.ontology import load_ontology

    ontology = load_ontology()
    names = []
    for iri, entity in ontology.entities.items():
        is_there = entity.kind not in {"City", "Village"} or _in_the_region(ontology, iri)
        if entity.kind in _KINDS[kind] and is_there and not set("(,") & set(entity.label):
            article = "the " if entity.kind in {"InternationalOrganisation", "Mission"} and " " in entity.label else ""
            names.append(article + entity.label)
    return sorted(names, key=lambda name: random.Random(name).random())


def _in_the_region(ontology: Ontology, place: str) -> bool:
    above = ontology.triples.resources(place, "schema:containedInPlace")
    return any(
        ((entity := ontology.entities.get(one)) and entity.label in _STATES) or _in_the_region(ontology, one) for one in above
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Write invented articles for measuring scale.")
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sentences", type=int, default=30, help="about so many in an article [30]")
    given = parser.parse_args()
    write_folder(given.folder, given.count, seed=given.seed, sentences=given.sentences)


if __name__ == "__main__":
    main()
