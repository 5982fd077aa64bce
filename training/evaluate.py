"""Measures the shipped model from raw text: `python training/evaluate.py TREEBANKS [NAME] [--model FOLDER]`.

Prints one JSON line. Each sentence's text is annotated alone, as one paragraph of body text; spaCy's scorer aligns
what comes back with the treebank's words. `uas` and `las` leave punctuation out, as spaCy's own evaluation of a parser
does; `uas_punct` and `las_punct` count it. (PUD hangs commas on other words than EWT and GUM do.)
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from spacy.scorer import Scorer
from spacy.tokens import Doc, Token
from spacy.training import Example
from spacy.vocab import Vocab
from treebanks import REPORT, Sentence, check_folder, read_treebank

from sahelkg.annotate import annotate_text, load_reader
from sahelkg.paragraphs import Paragraph


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("name", nargs="?", default=REPORT)
    parser.add_argument("--model")
    options = parser.parse_args()
    check_folder(options.treebanks)
    sentences = read_treebank(options.treebanks, options.name)
    reader = load_reader(options.model)
    annotate_text("Loading does not count.", reader)
    begun = time.perf_counter()
    docs = [annotate_text(s.text, reader, paragraphs=[Paragraph(0, len(s.text))]) for s in sentences]
    seconds = time.perf_counter() - begun
    print(json.dumps(score(sentences, docs) | {"words_per_second": round(sum(map(len, sentences)) / seconds)}))


def score(sentences: list[Sentence], docs: list[Doc]) -> dict[str, float]:
    """The figures, by spaCy's scorer."""
    vocab = Vocab()
    examples = [Example(doc, reference(sentence, vocab)) for sentence, doc in zip(sentences, docs, strict=True)]
    named = [example for example, sentence in zip(examples, sentences, strict=True) if sentence.names is not None]
    deps = Scorer.score_deps(examples, "dep", getter=_label)
    words = Scorer.score_deps(examples, "dep", getter=_label, ignore_labels=("punct",))
    figures = {
        "upos": Scorer.score_token_attr(examples, "pos")["pos_acc"],
        "lemma": Scorer.score_token_attr(examples, "lemma")["lemma_acc"],
        "uas": words["dep_uas"],
        "las": words["dep_las"],
        "names": Scorer.score_spans(named, "ents", labeled=False)["ents_f"] if named else None,
        "names_typed": Scorer.score_spans(named, "ents")["ents_f"] if named else None,
        "uas_punct": deps["dep_uas"],
        "las_punct": deps["dep_las"],
        "feats": Scorer.score_token_attr(examples, "morph", getter=lambda token, _: token.morph.key)["morph_acc"],
        "tokens": Scorer.score_tokenization(examples)["token_f"],
    }
    return {name: None if value is None else round(value, 4) for name, value in figures.items()}


def _label(token: Token, attribute: str) -> str:
    return token.vocab.strings[getattr(token, attribute)]


def reference(sentence: Sentence, vocab: Vocab) -> Doc:
    """The treebank's sentence as a `Doc`."""
    return Doc(
        vocab,
        words=sentence.words,
        spaces=[*sentence.spaced[1:], False],
        pos=sentence.upos,
        lemmas=sentence.lemmas,
        morphs=sentence.feats,
        heads=[place if head == 0 else head - 1 for place, head in enumerate(sentence.heads)],
        deps=sentence.rels,
        ents=sentence.names,
    )


if __name__ == "__main__":
    main()
