"""Extractions built by hand: what an article says, without a reader, a model or the files of ``ontology/``.

    extract("a1", tell("ent:jnim", "attacked", "ent:boulikessi", when="2025-06-01", by=["ent:afp"]), publisher="Post")

Each :func:`tell` becomes one sentence of the article's text, and its mentions, its quote and their offsets are true.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sahelkg.ontology import Literal, Name, Ontology, Relation, Triples
from sahelkg.records import Article, Entity, Evidence, Extraction, Mention, Status, Time, Toll
from sahelkg.vocabulary import shorten, unknown_entity_iri

if TYPE_CHECKING:
    from collections.abc import Sequence

KNOWN = {
    "ent:jnim": ("JNIM", "ArmedGroup", {"skos:altLabel": ["Group for the Support of Islam and Muslims"]}),
    "ent:isgs": ("ISGS", "ArmedGroup", {}),
    "ent:wagner-group": ("Wagner Group", "MercenaryCompany", {"schema:sameAs": ["https://example.org/wiki/Wagner"]}),
    "ent:africa-corps": ("Africa Corps", "MercenaryCompany", {}),
    "ent:afp": ("AFP", "MediaOrganisation", {}),
    "ent:reuters": ("Reuters", "MediaOrganisation", {}),
    "ent:assimi-goita": ("Assimi Goita", "Person", {}),
    "ent:malian-armed-forces": ("Malian armed forces", "ArmedForces", {"skg:ofState": ["ent:mali"]}),
    "ent:malian-junta": ("Malian junta", "Junta", {"skg:ofState": ["ent:mali"]}),
    "ent:russia": ("Russia", "State", {}),
    "ent:mali": ("Mali", "State", {"schema:containedInPlace": ["ent:west-africa"]}),
    "ent:west-africa": ("West Africa", "WorldRegion", {}),
    "ent:mopti-region": ("Mopti Region", "Region", {"schema:containedInPlace": ["ent:mali"]}),
    "ent:boulikessi": ("Boulikessi", "Village", {"schema:containedInPlace": ["ent:mopti-region"]}),
    "ent:kidal": ("Kidal", "City", {"schema:containedInPlace": ["ent:mali"]}),
}
CLASSES = {
    "Participant": [],
    "Actor": ["Participant"],
    "Place": ["Participant"],
    "State": ["Actor", "Place"],
    "Organisation": ["Actor"],
    "Person": ["Actor"],
    "GenericActor": ["Actor"],
    "StateBody": ["Organisation"],
    "ArmedForces": ["StateBody"],
    "Junta": ["StateBody"],
    "ArmedGroup": ["Organisation"],
    "MercenaryCompany": ["Organisation"],
    "MediaOrganisation": ["Organisation"],
    "WorldRegion": ["Place"],
    "Region": ["Place"],
    "City": ["Place"],
    "Village": ["Place"],
}
RELATIONS = (
    Relation(name="attacked", label="attacked", domain="Actor", range="Participant", event_class="Attack"),
    Relation(name="killed", label="killed", domain="Actor", range="Actor", event_class="Killing"),
    Relation(name="captured", label="captured", domain="Actor", range="Place", event_class="Capture"),
    Relation(
        name="negotiatedWith",
        label="negotiated with",
        domain="Actor",
        range="Actor",
        symmetric=True,
        event_class="Negotiation",
        plover="CONSULT",
    ),
    Relation(name="alliedWith", label="allied with", domain="Actor", range="Actor", symmetric=True),
    Relation(name="supports", label="supports", domain="Actor", range="Actor", plover="AID"),
    Relation(name="trains", label="trains", domain="Actor", range="Actor", parent="supports"),
    Relation(name="operatesIn", label="operates in", domain="Actor", range="Place"),
    Relation(name="memberOf", label="member of", domain="Actor", range="Actor"),
)


def build_ontology(**entries: dict[str, list[str]]) -> Ontology:
    """A small ontology of the entities, classes and relations above.

    Args:
        entries: further triples by local name of an entity: ``jnim={"skg:distinctFrom": ["ent:isgs"]}``.
    """
    by_subject: dict[str, dict[str, list[str | Literal]]] = {}
    for name, parents in CLASSES.items():
        by_subject[f"skg:{name}"] = {
            "rdf:type": ["owl:Class"],
            "rdfs:subClassOf": [f"skg:{parent}" for parent in parents],
        }
    for relation in RELATIONS:
        properties: dict[str, list[str | Literal]] = {
            "rdf:type": ["skg:Relation", "owl:ObjectProperty"],
            "rdfs:label": [Literal(relation.label, "en")],
        }
        if relation.symmetric:
            properties["rdf:type"].append("owl:SymmetricProperty")
        if relation.parent:
            properties["rdfs:subPropertyOf"] = [f"skg:{relation.parent}"]
        if relation.plover:
            properties["skg:ploverType"] = [Literal(relation.plover)]
        by_subject[f"skg:{relation.name}"] = properties
    entities: dict[str, Entity] = {}
    for iri, (label, kind, more) in KNOWN.items():
        subject: dict[str, list[str | Literal]] = {
            "rdf:type": [f"skg:{kind}"],
            "skos:prefLabel": [Literal(label, "en")],
        }
        for name, values in more.items():
            subject[name] = [Literal(value, "en") if name == "skos:altLabel" else value for value in values]
        by_subject[iri] = subject
        entities[iri] = Entity(
            iri=iri,
            label=label,
            kind=kind,
            names=tuple(more.get("skos:altLabel", ())),
            country=next(iter(more.get("skg:ofState", ())), None),
            known=True,
        )
    for name, more in entries.items():
        target = by_subject.setdefault("ent:" + name.replace("_", "-"), {})
        for key, values in more.items():
            target.setdefault(key, []).extend(values)
    return Ontology(
        triples=Triples(by_subject),
        entities=entities,
        relations={relation.name: relation for relation in RELATIONS},
        names=tuple(Name(entity.label, entity.iri) for entity in entities.values()),
        parents={name: parents[0] if parents else "" for name, parents in CLASSES.items()},
        version="test-" + repr(sorted(entries.items())),
    )


@dataclass(frozen=True)
class Unknown:
    """An actor or place that the ontology does not hold, with the further names that its article uses."""

    label: str
    kind: str = "ArmedGroup"
    names: tuple[str, ...] = ()
    country: str | None = None

    @property
    def iri(self) -> str:
        return unknown_entity_iri(self.label)


Participant = str | Unknown


@dataclass(frozen=True, kw_only=True)
class Told:
    """One thing that an article tells."""

    subject: Participant
    predicate: str
    object: Participant
    status: Status = Status.ASSERTED
    by: tuple[Participant, ...] = ()
    when: str | None = None
    where: Participant | None = None
    deaths: Toll | None = None
    accusation: bool = False
    rule: str = "lex:test-v"
    confidence: float | None = None


def tell(
    subject: Participant,
    predicate: str,
    obj: Participant,
    status: str | Status = Status.ASSERTED,
    *,
    by: Sequence[Participant] = (),
    when: str | None = None,
    where: Participant | None = None,
    deaths: int | None = None,
    accusation: bool = False,
    rule: str = "lex:test-v",
    confidence: float | None = None,
) -> Told:
    """What an article tells, for :func:`extract`.

    Args:
        when: an ISO day, a month, a year, or an interval ``"2021/.."``, ``"2021-03/2022"``.
    """
    return Told(
        subject=subject,
        predicate=predicate,
        object=obj,
        status=Status(status),
        by=tuple(by),
        when=when,
        where=where,
        deaths=None if deaths is None else Toll(min=deaths, max=deaths, text=str(deaths)),
        accusation=accusation,
        rule=rule,
        confidence=confidence,
    )


def read_time(edtf: str) -> Time:
    """The Time of a day, month, year or interval of these."""
    first, _, last = edtf.partition("/")

    def bound(part: str, *, end: bool) -> str | None:
        if part in {"", ".."}:
            return None
        numbers = [int(number) for number in part.split("-")]
        if len(numbers) == 3:
            return part
        year, month = numbers[0], numbers[1] if len(numbers) == 2 else (12 if end else 1)
        if not end:
            return date(year, month, 1).isoformat()
        following = date(year + month // 12, month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1).isoformat()

    return Time(
        start=0,
        end=0,
        text=edtf,
        edtf=edtf,
        earliest=bound(first, end=False),
        latest=bound(last or first, end=True),
        value=None if last else first,
    )


def extract(
    article_id: str,
    *told: Told,
    publisher: str | None = "Sahel Post",
    text: str | None = None,
    agencies: Sequence[str] = (),
    published: str | None = "2025-06-08",
    url: str | None = None,
    title: str | None = None,
    authors: Sequence[str] = (),
) -> Extraction:
    """The extraction of an article that tells these things, one sentence each.

    Args:
        text: stands before the sentences; what makes the texts of two articles alike or unlike.
    """
    body = (text if text is not None else f"{article_id} {article_id} reports.") + "\n\n"
    mentions: dict[Mention, None] = {}
    entities: dict[str, Entity] = {}
    evidence: list[Evidence] = []

    def mention(who: Participant) -> Mention:
        nonlocal body
        if isinstance(who, Unknown):
            iri, label, kind = who.iri, who.label, who.kind
            entities[iri] = Entity(iri=iri, label=label, kind=kind, names=who.names, country=who.country)
        else:
            label, kind, _ = KNOWN[who]
            iri = who
            names = KNOWN[who][2].get("skos:altLabel", [])
            entities[iri] = Entity(iri=iri, label=label, kind=kind, names=tuple(names), known=True)
        start = len(body)
        body += label
        made = Mention(
            start=start,
            end=len(body),
            text=label,
            first=0,
            last=1,
            head=0,
            how="tagged" if isinstance(who, Unknown) else "name",
            label=label,
            kind=kind,
            entity=iri,
        )
        mentions[made] = None
        body += " "
        return made

    for item in told:
        start = len(body)
        sources = tuple(mention(who) for who in item.by)
        cue = None
        if sources:
            cue = "said"
            body += "said "
        subject = mention(item.subject)
        trigger = len(body), len(body) + len(item.predicate)
        body += item.predicate + " "
        obj = mention(item.object)
        place = mention(item.where) if item.where else None
        body += f"{item.status} {item.when or ''}."
        end = len(body)
        evidence.append(
            Evidence(
                article=article_id,
                subject=subject,
                predicate=item.predicate,
                object=obj,
                status=item.status,
                rule=item.rule,
                start=start,
                end=end,
                quote=body[start:end],
                sources=sources,
                cue=cue,
                time=read_time(item.when) if item.when else None,
                place=place,
                deaths=item.deaths,
                accusation=item.accusation,
                confidence=item.confidence,
                triggers=(trigger,),
            )
        )
        body += "\n"
    return Extraction(
        article=Article(
            id=article_id,
            text=body,
            title=title or f"Title of {article_id}",
            published=date.fromisoformat(published) if published else None,
            publisher=publisher,
            url=url,
            authors=tuple(authors),
            language="en",
        ),
        evidence=tuple(evidence),
        mentions=tuple(sorted(mentions, key=lambda m: (m.start, m.end, m.entity or ""))),
        entities=tuple(sorted(entities.values(), key=lambda e: e.iri)),
        sentences=len(told),
        agencies=tuple(shorten(agency) for agency in agencies),
    )
