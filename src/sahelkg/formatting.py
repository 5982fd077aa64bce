"""One way to write a Turtle file of ``ontology/``, so that a change shows as what it is.

    python -m sahelkg.formatting [--check] FILE…

The leading comment block is kept, comments further down are not. Subjects are sorted, an ``owl:Ontology`` before all
others; predicates come labels first, then by name; objects are sorted by how they are written. Blank nodes stand
where they are used, lists keep their order. Neither the order of the input nor the labels of blank nodes matter.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from sahelkg.errors import OntologyError, SahelKGError
from sahelkg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Node = ox.NamedNode | ox.BlankNode
    Term = Node | ox.Literal

WIDTH = 120
_RDF, _XSD = PREFIXES["rdf"], PREFIXES["xsd"]
_FIRST_PREDICATES = [
    PREFIXES[prefix] + local
    for prefix, local in (
        ("rdf", "type"),
        ("rdfs", "label"),
        ("skos", "prefLabel"),
        ("skos", "altLabel"),
        ("skos", "hiddenLabel"),
        ("skg", "caseSensitiveLabel"),
        ("skos", "definition"),
        ("rdfs", "comment"),
    )
]
_LOCAL_NAME = re.compile(r"[A-Za-z_](?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9_-]))*")
_BARE = {
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    _XSD + "double": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    _XSD + "boolean": re.compile(r"true|false"),
}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def format_turtle(text: str, *, where: str = "Turtle") -> str:
    """The same triples and leading comments in the one canonical form, ending in one newline.

    ``where`` names the file in an error's message. Formatting twice changes nothing more.

    Raises:
        OntologyError: the text is no Turtle, or a blank node in it is used twice or in a circle and so needs a name.

    Examples:
        >>> print(format_turtle("@prefix e: <http://e.org/> . e:b e:q 1 ; a e:C . e:a e:p e:z, e:y ."))
        @prefix e: <http://e.org/> .
        <BLANKLINE>
        e:a e:p e:y , e:z .
        <BLANKLINE>
        e:b a e:C ;
            e:q 1 .
        <BLANKLINE>
    """
    parser = ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)
    try:
        triples = {quad.triple for quad in parser}
    except SyntaxError as error:
        raise OntologyError(f"{where}:{error.lineno}: not Turtle: {error.msg}; mend that line") from error
    body, used = _Writer(triples, {**parser.prefixes, **PREFIXES}, where).write()
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(used.items()))
    return "\n".join(part for part in (_leading_comments(text), head, body) if part)


def _leading_comments(text: str) -> str:
    """The comment lines before the first other line, blank lines among them kept as one."""
    lines: list[str] = []
    for line in text.splitlines():
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            break
        if stripped or (lines and lines[-1]):
            lines.append(stripped)
    return "\n".join(lines).strip() + "\n" if any(lines) else ""


class _Writer:
    """The state of one serialisation: triples by subject, how often a blank node is used, prefixes that were used."""

    def __init__(self, triples: Iterable[ox.Triple], prefixes: dict[str, str], where: str) -> None:
        self.where = where
        self.namespaces = sorted(((n, p) for p, n in prefixes.items()), key=lambda item: (-len(item[0]), item[1]))
        self.used: dict[str, str] = {}
        self.properties: dict[Node, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self.references: dict[Term, int] = defaultdict(int)
        for triple in triples:
            if isinstance(triple.subject, ox.Triple) or isinstance(triple.object, ox.Triple):
                raise OntologyError(f"{where}: holds a triple term of RDF 1.2; write RDF 1.1")
            self.properties[triple.subject][triple.predicate.value].append(triple.object)
            self.references[triple.object] += 1
        self.written: set[Node] = set()

    def write(self) -> tuple[str, dict[str, str]]:
        """All subjects as blocks with a blank line between, and the prefixes that they use."""
        blocks: list[tuple[tuple[bool, str], str]] = []
        for subject in self.properties:
            anonymous = isinstance(subject, ox.BlankNode)
            if anonymous and self.references[subject]:
                continue  # stands where it is used
            types = self.properties[subject].get(_RDF + "type", [])
            name = "[]" if anonymous else self.term(subject, 0)
            block = f"{name} {self.predicates(subject, 4)} .\n"
            header = any(t.value == PREFIXES["owl"] + "Ontology" for t in types)
            blocks.append(((not header, block if anonymous else name), block))
        anonymous_nodes = {node for node in self.properties if isinstance(node, ox.BlankNode) and self.references[node]}
        if anonymous_nodes - self.written:
            raise OntologyError(f"{self.where}: blank nodes refer to each other in a circle; give one of them a name")
        return "\n".join(block for _, block in sorted(blocks)), self.used

    def predicates(self, subject: Node, indent: int) -> str:
        """Predicates and objects of a subject, the later ones on lines of their own."""
        lines = []
        pad = " " * indent
        for predicate in sorted(self.properties[subject], key=self.order):
            verb = "a" if predicate == _RDF + "type" else self.iri(predicate)
            terms = self.properties[subject][predicate]
            apart = len(terms) > 1 and any(isinstance(term, ox.BlankNode) for term in terms)
            objects = sorted(self.term(term, indent + 4 if apart else indent) for term in terms)
            line = f"{verb} " + " , ".join(objects)
            if apart or (len(objects) > 1 and len(pad + line) > WIDTH - 2):
                line = f"{verb}\n{pad}    " + f" ,\n{pad}    ".join(objects)
            lines.append(line)
        return f" ;\n{pad}".join(lines)

    def order(self, predicate: str) -> tuple[int, str]:
        """Labels first, then by prefixed name."""
        if predicate in _FIRST_PREDICATES:
            return _FIRST_PREDICATES.index(predicate), ""
        return len(_FIRST_PREDICATES), self.iri(predicate)

    def term(self, term: Term, indent: int) -> str:
        """A term as Turtle writes it, on a line indented so far; a blank node with all its properties."""
        if isinstance(term, ox.Literal):
            return self.literal(term)
        if isinstance(term, ox.NamedNode):
            return self.iri(term.value)
        if self.references[term] > 1 or term in self.written:
            raise OntologyError(f"{self.where}: a blank node is used more than once; give it a name")
        self.written.add(term)
        items = self.items(term)
        if items is not None:
            return "( " + " ".join(self.term(item, indent) for item in items) + " )"
        if term not in self.properties:
            return "[]"
        pad = " " * indent
        return f"[\n{pad}    {self.predicates(term, indent + 4)}\n{pad}]"

    def items(self, node: Node) -> list[Term] | None:
        """The items of the list that starts here; nothing where it is no well-formed list."""
        found: list[Term] = []
        cells: list[Node] = []
        while node != ox.NamedNode(_RDF + "nil"):
            cell = self.properties.get(node, {})
            firsts, rests = cell.get(_RDF + "first", []), cell.get(_RDF + "rest", [])
            if not isinstance(node, ox.BlankNode) or len(cell) != 2 or len(firsts) != 1 or len(rests) != 1:
                return None
            if self.references[node] > 1 or node in cells or isinstance(rests[0], ox.Literal):
                return None
            cells.append(node)
            found.append(firsts[0])
            node = rests[0]
        self.written.update(cells)
        return found

    def iri(self, iri: str) -> str:
        """A prefixed name where a known prefix fits, else the IRI in angle brackets."""
        if iri == _RDF + "nil":
            return "()"
        for namespace, prefix in self.namespaces:
            if iri.startswith(namespace) and _LOCAL_NAME.fullmatch(iri[len(namespace) :]):
                self.used[prefix] = namespace
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    def literal(self, literal: ox.Literal) -> str:
        """Bare numbers and truth values; strings on one line, escaped where Turtle asks for it."""
        datatype = literal.datatype.value
        if datatype in _BARE and _BARE[datatype].fullmatch(literal.value):
            return literal.value
        quoted = '"' + "".join(_escape(c) for c in literal.value) + '"'
        if literal.language:
            return f"{quoted}@{literal.language}"
        return quoted if datatype == _XSD + "string" else f"{quoted}^^{self.iri(datatype)}"


def _escape(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    return f"\\u{ord(character):04X}" if ord(character) < 32 or ord(character) == 127 else character


def main(arguments: Sequence[str]) -> int:
    """Rewrite the named files; with ``--check`` only name those that would change, and give 1 if there are any."""
    check = "--check" in arguments
    different = 0
    for name in (argument for argument in arguments if argument != "--check"):
        path = Path(name)
        try:
            text = path.read_text(encoding="utf-8")
            wanted = format_turtle(text, where=name)
        except (OSError, UnicodeDecodeError) as error:
            raise OntologyError(f"{name}: cannot be read ({error}); give a Turtle file in UTF-8") from error
        if text == wanted:
            continue
        different += 1
        if check:
            sys.stderr.write(f"{name}: not canonical; run python -m sahelkg.formatting {name}\n")
        else:
            path.write_text(wanted, encoding="utf-8")
    return int(check and different > 0)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SahelKGError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
