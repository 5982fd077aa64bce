"""Any name of an actor or a place → its IRI in the store, by the store's labels and those of its ontology."""

from __future__ import annotations

import difflib
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Protocol

import pyoxigraph as ox

from sahelkg.errors import QueryError
from sahelkg.tables import strip_controls
from sahelkg.vocabulary import PREFIXES, expand, normalise_name, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMING = "skos:prefLabel", "skos:altLabel", "skg:caseSensitiveLabel", "skos:hiddenLabel"
_ROWS = """SELECT ?entity ?property ?name WHERE {{
    VALUES ?property {{ {properties} }} {names}
    {{ ?entity ?property ?name }} UNION {{ GRAPH <https://w3id.org/sahelkg/ontology> {{ ?entity ?property ?name }} }}
    FILTER(STRSTARTS(STR(?entity), "{base}"))
}}"""
_OCCURS = "ASK {{ {{ ?s rdf:subject|rdf:object <{iri}> }} UNION {{ ?e skg:attributedTo|skg:place <{iri}> }} }}"
_KINDS = """SELECT DISTINCT ?kind ?above WHERE {{
    {{ <{iri}> a ?kind }} UNION {{ GRAPH <https://w3id.org/sahelkg/ontology> {{ <{iri}> a ?kind }} }}
    GRAPH <https://w3id.org/sahelkg/ontology> {{ ?kind rdfs:subClassOf* ?above }}
}}"""
_MOST_LISTED = 8


class Queryable(Protocol):
    """Whatever answers SPARQL as pyoxigraph's ``Store`` does."""

    def query(self, query: str, /, *, prefixes: dict[str, str] | None = None) -> Any:  # noqa: D102
        ...


def find_entity(store: Queryable, name: str, kind: str | None = None) -> str:
    """The full IRI of the actor or place that a user names.

    A name is matched as it is written, then without case, accents, punctuation and articles. A preferred label wins
    over an alternative one, and what occurs in a statement over what the ontology only knows.

    Args:
        store: where to look.
        name: any name or alias, ``ent:jnim``, or a full IRI, with or without angle brackets.
        kind: a class that it has to be of (``"Actor"``, ``"Place"``) where a name has several bearers.

    Raises:
        QueryError: nothing has that name (near names are listed), or several have (all are listed).
    """
    written = name.strip().encode(errors="replace").decode()  # a terminal may give half characters
    iri = expand(written.removeprefix("<").removesuffix(">"))
    if iri.startswith(PREFIXES["ent"]) and "<" not in iri[1:] and not any(c in iri for c in ' <>"{}|\\^`'):
        if next(
            _select(
                store, f"SELECT ?p WHERE {{ {{ <{iri}> ?p ?o }} UNION {{ GRAPH ?g {{ <{iri}> ?p ?o }} }} }} LIMIT 1"
            ),
            None,
        ):
            return iri
        raise QueryError(f"{strip_controls(written)}: no such actor or place in this store: give its name")
    found = _match(list(_read_names(store, written)), lambda label: label == written)
    if not found:
        plain = normalise_name(written)
        everything = list(_read_names(store))
        found = _match(everything, lambda label: bool(plain) and normalise_name(label) == plain)
        if not found:
            raise QueryError(_say_unknown(written, everything))
    if len(found) > 1 and kind:
        found = [iri for iri in found if expand(f"skg:{kind}") in _kinds_of(store, iri)] or found
    if len(found) > 1:
        found = [iri for iri in found if store.query(_OCCURS.format(iri=iri), prefixes=PREFIXES)] or found
    if len(found) > 1:
        listed = ", ".join(shorten(iri) for iri in found[:_MOST_LISTED])
        raise QueryError(f"{strip_controls(written)!r} may be any of {listed}: give one of these instead of the name")
    return found[0]


def label_entities(store: Queryable, iris: set[str]) -> dict[str, str]:
    """The preferred label of each actor or place, its prefixed name where it has none."""
    labels = {iri: shorten(iri) for iri in iris}
    wanted = sorted(iris)
    for first in range(0, len(wanted), 500):
        terms = " ".join(f"<{iri}>" for iri in wanted[first : first + 500])
        for row in _select(store, f"SELECT ?e ?l WHERE {{ VALUES ?e {{ {terms} }} ?e skos:prefLabel ?l }}"):
            labels[row["e"].value] = row["l"].value
    return labels


def _select(store: Queryable, query: str) -> Iterator[Any]:
    return iter(store.query(query, prefixes=PREFIXES))


def _read_names(store: Queryable, written: str | None = None) -> Iterator[tuple[str, int, str]]:
    """Entity, rank of the property and name: all there are, or those written just so."""
    properties = [expand(name) for name in _NAMING]
    names = ""
    if written is not None:
        forms = ox.Literal(written, language="en"), ox.Literal(written, language="fr"), ox.Literal(written)
        names = f"VALUES ?name {{ {' '.join(map(str, forms))} }}"
    query = _ROWS.format(properties=" ".join(_NAMING), names=names, base=PREFIXES["ent"])
    for row in _select(store, query):
        yield row["entity"].value, properties.index(row["property"].value), row["name"].value


def _match(rows: list[tuple[str, int, str]], fits: Any) -> list[str]:
    """The entities whose name fits by the best property that any has, by IRI."""
    best: dict[int, set[str]] = defaultdict(set)
    for iri, rank, label in rows:
        if fits(label):
            best[rank].add(iri)
    return sorted(best[min(best)]) if best else []


def _kinds_of(store: Queryable, iri: str) -> set[str]:
    return {row["above"].value for row in _select(store, _KINDS.format(iri=iri))}


def _say_unknown(written: str, rows: list[tuple[str, int, str]]) -> str:
    plain = {normalise_name(label): label for _, _, label in sorted(rows, key=lambda row: (-row[1], row[2]))}
    near = difflib.get_close_matches(normalise_name(written), plain, n=3, cutoff=0.6)
    hint = f": did you mean {' or '.join(plain[name] for name in near)}?" if near else ": try another of its names"
    return strip_controls(f"no actor or place named {written!r}{hint}")
