"""Invented extractions for measuring the store without the reader: what articles would say, with true offsets.

As in :mod:`invent`, each is a function of its number and the seed, actors have a long tail, and neighbours share a story.
"""

from __future__ import annotations

import random
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from invent import STORY, Story, invent_name

from sahelkg.graph import build_graph
from sahelkg.records import Article, Entity, Evidence, Extraction, Mention, Status, Time, Toll
from sahelkg.vocabulary import unknown_entity_iri

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyoxigraph as ox

    from sahelkg.ontology import Ontology

# relation, kinds of names of its subject and object, their classes where the ontology does not know them
_TOLD = (
    ("attacked", "armed", "force"),
    ("attacked", "armed", "village"),
    ("killed", "armed", "official"),
    ("captured", "armed", "village"),
    ("withdrewFrom", "mercenaries", "place"),
    ("accused", "official", "armed"),
    ("supports", "body", "force"),
    ("alliedWith", "armed", "armed"),
    ("sanctioned", "body", "official"),
    ("controls", "armed", "village"),
    ("leads", "official", "armed"),
    ("trains", "mercenaries", "force"),
)
_CLASSES = {"armed": "ArmedGroup", "official": "Person", "village": "Village"}
_STATUSES = (*[Status.ASSERTED] * 14, *[Status.CLAIMED] * 4, Status.DENIED, Status.PLANNED, Status.POSSIBLE)


def invent_graph(number: int, ontology: Ontology, *, seed: int = 1, told: int = 6) -> list[ox.Quad]:
    """The quads of the graph of the article of that number, which tells so much."""
    return build_graph(invent_extraction(number, ontology, seed=seed, told=told), ontology)


def invent_extraction(number: int, ontology: Ontology, *, seed: int = 1, told: int = 6) -> Extraction:
    """What the article of that number says: so many passages, each a sentence of its text."""
    dice = random.Random(f"{seed} extraction {number}")
    story = Story(random.Random(f"{seed} story {number // STORY}"))
    article_id = f"invented-{number:07}"
    teller = _Teller(ontology, dice, article_id)
    for _ in range(told):
        teller.tell(story)
    return Extraction(
        article=Article(
            id=article_id,
            text=teller.text,
            title=f"Report {number} from {story.fixed['where']}",
            published=story.day + timedelta(days=number % 3),
            publisher=f"{invent_name(dice, 'place')} Gazette",
            language="en",
        ),
        evidence=tuple(teller.evidence),
        mentions=tuple(sorted(teller.mentions, key=lambda one: (one.start, one.end, one.entity or ""))),
        entities=tuple(sorted(teller.entities.values(), key=lambda one: one.iri)),
        sentences=told,
    )


class _Teller:
    """Writes the text of one article and keeps what it says."""

    def __init__(self, ontology: Ontology, dice: random.Random, article_id: str) -> None:
        self._ontology = ontology
        self._dice = dice
        self._article = article_id
        self.text = ""
        self.evidence: list[Evidence] = []
        self.mentions: list[Mention] = []
        self.entities: dict[str, Entity] = {}

    def tell(self, story: Story) -> None:
        """One more sentence."""
        dice = self._dice
        relation, first, second = dice.choice(_TOLD)
        status = dice.choice(_STATUSES)
        start = len(self.text)
        sources = ()
        if status in {Status.CLAIMED, Status.DENIED}:
            sources = (self._mention(invent_name(dice, "official"), "official"),)
            self.text += " said that "
        subject = self._mention(story.fixed["one"] if first == "armed" and dice.random() < 0.7 else invent_name(dice, first), first)
        self.text += f" {relation} "
        obj = self._mention(
            story.fixed["other"] if second == "force" and dice.random() < 0.7 else invent_name(dice, second), second
        )
        day = (story.day - timedelta(days=dice.randint(0, 9))).isoformat()
        time = None
        if dice.random() < 0.6:
            self.text += " on "
            time = _read_day(len(self.text), day)
            self.text += day
        deaths = dice.randint(2, 60) if relation == "killed" else None
        self.text += f", leaving {deaths} dead." if deaths else "."
        self.evidence.append(
            Evidence(
                article=self._article,
                subject=subject,
                predicate=relation,
                object=obj,
                status=status,
                rule="lex:invented-v",
                start=start,
                end=len(self.text),
                quote=self.text[start:],
                sources=sources,
                cue="said" if sources else None,
                time=time,
                deaths=Toll(min=deaths, max=deaths, text=f"{deaths} dead") if deaths else None,
            )
        )
        self.text += "\n"

    def _mention(self, name: str, kind: str) -> Mention:
        known = _by_label(self._ontology).get(name.removeprefix("the "))
        entity = known or Entity(iri=unknown_entity_iri(name), label=name, kind=_CLASSES.get(kind, "Organisation"))
        self.entities[entity.iri] = entity
        start = len(self.text)
        self.text += name
        made = Mention(
            start=start,
            end=len(self.text),
            text=name,
            first=0,
            last=1,
            head=0,
            how="name" if known else "tagged",
            label=entity.label,
            kind=entity.kind,
            entity=entity.iri,
        )
        self.mentions.append(made)
        return made


@cache
def _by_label(ontology: Ontology) -> Mapping[str, Entity]:
    return {entity.label: entity for entity in ontology.entities.values()}


def _read_day(start: int, day: str) -> Time:
    return Time(start=start, end=start + len(day), text=day, edtf=day, earliest=day, latest=day, value=day)
