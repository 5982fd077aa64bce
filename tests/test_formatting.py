"""The canonical form of Turtle: same triples, one text, whatever the input looked like."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from sahelkg.errors import OntologyError
from sahelkg.formatting import format_turtle, main

FOLDER = Path(__file__).parent.parent / "ontology"
HEAD = (
    "@prefix e: <http://e.org/> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
)
SAMPLES = {
    "labels": 'e:a e:z 1 ; skos:altLabel "b"@en , "a"@fr ; a e:C ; skos:prefLabel "p"@en .',
    "numbers": 'e:a e:p -1.50 , 3 , 2e0 , true , "x"^^e:odd , "01"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    "strings": r'e:a e:p "quote \" slash \\ line \n tab \t bell \u0007 é 𐍈" .',
    "nested": "e:s a sh:NodeShape ; sh:property [ sh:path e:p ; sh:minCount 1 ] , [ sh:or ( [ e:c e:A ] e:b 1 ) ] .",
    "lists": "e:s e:empty () ; e:one ( e:a ) ; e:deep ( ( 1 2 ) ( e:b [] ) ) .",
    "anonymous": "[] a e:C ; e:p [ e:q [] ] .",
    "iris": "e:a e:p <http://e.org/a(b)> , <http://e.org/> , <http://e.org/x.> , <http://e.org/é> , <http://e.org/1> .",
    "many": "e:a e:p " + " , ".join(f"e:object-number-{i}" for i in range(30)) + " .",
    "header": "e:a a e:C . e:z a owl:Ontology .",
}


@pytest.mark.parametrize("name", SAMPLES)
def test_formatting_keeps_the_triples_and_is_stable(name: str) -> None:
    text = HEAD + SAMPLES[name]
    done = format_turtle(text)
    assert isomorphic(Graph().parse(data=text, format="turtle"), Graph().parse(data=done, format="turtle"))
    assert format_turtle(done) == done
    assert done.endswith(" .\n")
    assert all(line == line.rstrip() for line in done.splitlines())


def test_order_of_input_and_names_of_blank_nodes_do_not_matter() -> None:
    one = HEAD + "e:b e:p _:x . _:x e:q 1 . e:b e:p _:y . _:y e:q 2 . e:a a e:C , e:B ."
    other = HEAD + "e:a a e:B . _:r e:q 2 . e:b e:p _:r , _:s . e:a a e:C . _:s e:q 1 ."
    assert format_turtle(one) == format_turtle(other)


def test_only_used_prefixes_and_leading_comments_stay() -> None:
    done = format_turtle("# What it is.\n#\n# More.\n\n" + HEAD + "e:a a e:C . # gone\n# gone too\ne:b a e:C .")
    assert done == ("# What it is.\n#\n# More.\n\n@prefix e: <http://e.org/> .\n\ne:a a e:C .\n\ne:b a e:C .\n")


def test_labels_come_first_and_the_ontology_leads() -> None:
    assert format_turtle(HEAD + SAMPLES["labels"]).split("\n\n")[-1] == (
        'e:a a e:C ;\n    skos:prefLabel "p"@en ;\n    skos:altLabel "a"@fr , "b"@en ;\n    e:z 1 .\n'
    )
    assert format_turtle(HEAD + SAMPLES["header"]).split("\n\n")[1] == "e:z a owl:Ontology ."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("e:a e:p", "not Turtle"),
        (HEAD + "e:a e:p _:x . e:b e:p _:x . _:x e:q 1 .", "more than once"),
        (HEAD + "_:x e:p _:y . _:y e:p _:x .", "circle"),
    ],
)
def test_what_cannot_be_written_is_said(text: str, words: str) -> None:
    with pytest.raises(OntologyError, match=words) as caught:
        format_turtle(text, where="some.ttl")
    assert str(caught.value).startswith("some.ttl")


def test_command_checks_and_rewrites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(HEAD + "e:b a e:C . e:a a e:C .", encoding="utf-8")
    before = path.read_bytes()
    assert main(["--check", str(path)]) == 1
    assert str(path) in capsys.readouterr().err
    assert path.read_bytes() == before
    assert main([str(path)]) == 0
    assert main(["--check", str(path)]) == 0
    with pytest.raises(OntologyError, match="cannot be read"):
        main([str(tmp_path / "missing.ttl")])


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ttl")), ids=lambda path: path.name)
def test_the_ontology_is_canonically_formatted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == format_turtle(text, where=path.name), f"run python -m sahelkg.formatting ontology/{path.name}"
