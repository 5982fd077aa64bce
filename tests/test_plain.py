"""The plain copy of a document answers as spaCy's own does."""

from __future__ import annotations

from sahelkg.annotate import annotate_text, load_reader
from sahelkg.plain import copy_plainly

TEXT = """ Boni falls

The army’s men, who had fled Boni, came back on Sunday; "nobody" stopped them.  Mali's ministers met.

Photo: AFP"""
SAME = "i", "idx", "text", "norm_", "lemma_", "pos_", "dep_", "ent_type_", "is_space", "whitespace_", "is_punct", "is_sent_start"
FIELDS = "Number", "Tense", "VerbForm", "Person", "Foreign"


def test_tokens_and_sentences_are_those_of_the_document() -> None:
    doc = annotate_text(TEXT, load_reader())
    plain = copy_plainly(doc)
    assert len(plain) == len(doc)
    assert plain.text == doc.text
    for token, own in zip(plain, doc, strict=True):
        assert [getattr(token, name) for name in SAME] == [getattr(own, name) for name in SAME]
        assert (token.head.i, len(token)) == (own.head.i, len(own))
        assert [child.i for child in token.children] == [child.i for child in own.children]
        assert [above.i for above in token.ancestors] == [above.i for above in own.ancestors]
        assert [token.morph.get(field, ["-"]) for field in FIELDS] == [own.morph.get(field, ["-"]) for field in FIELDS]
        sentence = token.sent
        assert (sentence.start, sentence.end, sentence.root.i) == (own.sent.start, own.sent.end, own.sent.root.i)
        assert sentence.end_char == own.sent.end_char
        assert token.is_ancestor(plain[3]) == own.is_ancestor(doc[3])
    assert [span.text for span in plain.sents] == [span.text for span in doc.sents]
    assert [span.label_ for span in plain.spans["paragraphs"]] == [span.label_ for span in doc.spans["paragraphs"]]


def test_spans_have_the_text_of_the_document() -> None:
    doc = annotate_text(TEXT, load_reader())
    plain = copy_plainly(doc)
    for first, last in ((0, 2), (2, 9), (5, 5), (-3, None), (4, 100)):
        assert plain[first:last].text == doc[first:last].text
        assert [token.i for token in plain[first:last]] == [token.i for token in doc[first:last]]
    assert plain[2:9][-1].i == doc[2:9][-1].i
    assert plain[-1].i == doc[-1].i


def test_a_plain_document_is_copied_no_further_and_an_empty_one_is_empty() -> None:
    plain = copy_plainly(annotate_text(TEXT, load_reader()))
    assert copy_plainly(plain) is plain
    empty = copy_plainly(annotate_text("", load_reader()))
    assert (len(empty), list(empty.sents), empty.text) == (0, [], "")
