"""A network of invented actors, as large as wanted, for tests and benchmarks of pages. Nothing in it happened."""

from __future__ import annotations

import random

from sahelkg.network import STATUS_ORDER, Actor, Edge, Mark, NetworkData, Passage, Relation, Source

KINDS = (
    "State",
    "Junta",
    "ArmedForces",
    "ArmedGroup",
    "MercenaryCompany",
    "Mission",
    "Person",
    "Village",
    "City",
    "GenericActor",
)
RELATIONS = {
    "attacked": "attacked",
    "supports": "supports",
    "alliedWith": "allied with",
    "accused": "accused",
    "operatesIn": "operates in",
}
SYLLABLES = ("ba", "dou", "ka", "len", "mo", "na", "ri", "sa", "tin", "wa", "zo", "gal")


def invent_network(actors: int, edges: int, *, passages: int = 2, seed: int = 1) -> NetworkData:
    """Actors of whom few have many edges, each edge with up to so many passages of some 200 characters."""
    dice = random.Random(seed)
    people = [
        Actor(
            iri=f"https://w3id.org/sahelkg/id/a{i:05}",
            label=" ".join("".join(dice.choices(SYLLABLES, k=3)).title() for _ in range(2)),
            kind=KINDS[i % len(KINDS)],
            names=(f"Alias {i}",),
            links=(f"https://example.org/{i}",) if i % 3 == 0 else (),
        )
        for i in range(actors)
    ]
    sources = [
        Source(
            iri=f"https://w3id.org/sahelkg/article/s{i:04}",
            title=f"Report number {i}",
            publisher=f"Paper {i % 7}",
            date=f"2031-{i % 12 + 1:02}-{i % 28 + 1:02}",
            url=f"https://news.example/{i}",
        )
        for i in range(max(2, edges // 12))
    ]
    chosen: dict[tuple[int, str, int], None] = {}
    while len(chosen) < edges:
        group = dice.randrange(0, max(1, actors // 25))
        one = min(actors - 1, group * 25 + int(25 * dice.random() ** 3))
        other = (
            min(actors - 1, group * 25 + dice.randrange(25))
            if dice.random() < 0.85
            else int(actors * dice.random() ** 2)
        )
        if one != other:
            chosen[one, dice.choice(sorted(RELATIONS)), other] = None
    told = []
    for number, (one, relation, other) in enumerate(sorted(chosen)):
        found = []
        for part in range(dice.randint(1, passages)):
            quote = (
                f"{people[one].label} {RELATIONS[relation]} {people[other].label} "
                + "and more words that fill a line of news, " * 3
            )
            day = f"2031-{number % 12 + 1:02}-{part + 1:02}"
            found.append(
                Passage(
                    iri=f"https://w3id.org/sahelkg/evidence/{number:06}{part}",
                    article=sources[(number + part) % len(sources)].iri,
                    quote=quote.strip(),
                    start=number,
                    status=dice.choice(STATUS_ORDER),
                    marks=(Mark(start=0, end=len(people[one].label), role="subject"),),
                    said_by=("a spokesman",) if part else (),
                    cue="said" if part else "",
                    date=day,
                    earliest=day,
                    latest=day,
                    rule="attack-v",
                )
            )
        statuses = {passage.status for passage in found}
        told.append(
            Edge(
                iri=f"https://w3id.org/sahelkg/statement/{number:06}",
                subject=people[one].iri,
                relation=relation,
                object=people[other].iri,
                passages=tuple(found),
                bare="asserted" in statuses,
                contested={"asserted", "denied"} <= statuses,
            )
        )
    return NetworkData(
        actors=tuple(people),
        edges=tuple(told),
        sources=tuple(sources),
        relations=tuple(
            Relation(name=name, label=label, symmetric=name == "alliedWith")
            for name, label in sorted(RELATIONS.items())
        ),
    )
