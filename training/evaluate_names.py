"""Names of the field, as the shipped model reads them: `python training/evaluate_names.py [--model FOLDER]`.

On tests/data/names.txt, as JSON lines: without any help, and with the sentences' names handed over as known ones
(`joined`), which shows what handing does to the tree and not how well names are found. `whole` is the share of the
names of several words of which exactly one word hangs on something outside.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sahelkg.annotate import annotate_text, load_reader
from sahelkg.paragraphs import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
MARKED = re.compile(r"\[(PER|ORG|LOC) ([^\]]+)\]")
Span = tuple[int, int, str]


def read_marked(path: Path) -> Iterator[tuple[str, list[Span]]]:
    """Each sentence's text and the names in it."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, spans, place = "", [], 0
        for match in MARKED.finditer(line):
            text += line[place : match.start()]
            spans.append((len(text), len(text) + len(match[2]), match[1]))
            text += match[2]
            place = match.end()
        yield text + line[place:], spans


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model")
    parser.add_argument("--show", action="store_true", help="print what was read otherwise")
    options = parser.parse_args()
    reader = load_reader(options.model)
    seen = {line.split("\t")[2] for line in (HERE / "names.tsv").read_text(encoding="utf-8").splitlines()}
    for how in ("plain", "joined"):
        right = typed = guessed = wanted = whole = several = new = new_right = 0
        for text, spans in read_marked(HERE.parent / "tests" / "data" / "names.txt"):

            def known(_: str, spans: list[Span] = spans) -> list[tuple[int, int, str | None]]:
                return [*spans]

            doc = annotate_text(text, reader, known if how == "joined" else None, [Paragraph(0, len(text))])
            found = {(ent.start_char, ent.end_char): ent.label_ for ent in doc.ents}
            guessed += len(found)
            wanted += len(spans)
            right += sum((start, end) in found for start, end, _ in spans)
            typed += sum(found.get((start, end)) == kind for start, end, kind in spans)
            for start, end, _ in spans:
                span = doc.char_span(start, end)
                if text[start:end] not in seen:
                    new += 1
                    new_right += (start, end) in found
                if span is not None and len(span) > 1:
                    several += 1
                    outside = sum(not (span.start <= token.head.i < span.end) or token.head == token for token in span)
                    whole += outside == 1
            missed = [text[start:end] for start, end, _ in spans if (start, end) not in found]
            if options.show and how == "plain" and missed:
                print(
                    missed,
                    "|",
                    [ent.text for ent in doc.ents if (ent.start_char, ent.end_char) not in {s[:2] for s in spans}],
                )
        print(
            json.dumps({
                "how": how,
                "names": wanted,
                "f": round(2 * right / (guessed + wanted), 3),
                "f_typed": round(2 * typed / (guessed + wanted), 3),
                "whole": round(whole / several, 3),
                "recall_of_unseen": round(new_right / new, 3),
            })
        )


if __name__ == "__main__":
    main()
