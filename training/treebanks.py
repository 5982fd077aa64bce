"""Treebank sentences as the trainer wants them: words, trees, features, lemmas and names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC"}
SYNTAX_TRAIN = ("en_ewt-train", "en_ewt-dev", "en_gum-train")
SYNTAX_CHOOSE = ("en_gum-dev", "en_gum-test", "en_ewt-test")
REPORT = "en_pud-test"
NEEDED = (*SYNTAX_TRAIN, *SYNTAX_CHOOSE, REPORT)
NEEDED_NAMES = ("en_ewt-dev", "en_ewt-test", "en_pud-test")


@dataclass
class Sentence:
    """One tree.  `heads` counts from 1, 0 is the root; `names` is None where nobody annotated names."""

    text: str
    words: list[str] = field(default_factory=list)
    spaced: list[bool] = field(default_factory=list)
    """Whether white space stands before the word."""
    lemmas: list[str] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    rels: list[str] = field(default_factory=list)
    misc: list[str] = field(default_factory=list)
    names: list[str] | None = None

    def __len__(self) -> int:
        return len(self.words)


def check_folder(folder: Path) -> None:
    """Exits with one message that says which files are missing and where they come from."""
    files = [f"{name}.conllu" for name in NEEDED] + [f"{name}.iob2" for name in NEEDED_NAMES]
    missing = [name for name in files if not (folder / name).is_file()]
    if missing:
        raise SystemExit(
            f"no {', '.join(missing)} in {folder}: put the .conllu files of Universal Dependencies' English-EWT, "
            "English-GUM and English-PUD and the .iob2 files of Universal NER there (training/README.md, Data), "
            "or name another folder: make model TREEBANKS=FOLDER"
        )


def read_treebank(folder: Path, name: str) -> list[Sentence]:
    """The sentences of `name`.conllu, with names from `name`.iob2 or from GUM's `Entity=`, where there are any."""
    sentences = list(_read_conllu(folder / f"{name}.conllu"))
    iob2 = folder / f"{name}.iob2"
    if iob2.exists():
        for sentence, tags in zip(sentences, _read_iob2(iob2), strict=True):
            sentence.names = None if "_" in tags else tags
            assert sentence.names is None or len(tags) == len(sentence)
    elif "gum" in name:
        for sentence in sentences:
            sentence.names = _gum_names(sentence)
    return sentences


def _read_conllu(path: Path) -> Iterator[Sentence]:
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows, text, glued = [], "", {}
        for line in block.splitlines():
            if line.startswith("# text = "):
                text = line[9:]
            elif line and line[0] != "#":
                cells = line.split("\t")
                if cells[0].isdigit():
                    rows.append(cells)
                elif "-" in cells[0]:
                    first, last = map(int, cells[0].split("-"))
                    for number in range(first, last):
                        glued[number] = True
                    glued[last] = "SpaceAfter=No" in cells[9]
        if not rows:
            continue
        sentence, spaced = Sentence(text), True
        for cells in rows:
            number = int(cells[0])
            sentence.words.append(cells[1])
            sentence.spaced.append(spaced)
            sentence.lemmas.append(cells[2])
            sentence.upos.append(cells[3])
            sentence.feats.append("" if cells[5] == "_" else cells[5])
            sentence.heads.append(int(cells[6]))
            sentence.rels.append(cells[7])
            sentence.misc.append(cells[9])
            spaced = not glued.get(number, "SpaceAfter=No" in cells[9])
        yield sentence


def _read_iob2(path: Path) -> Iterator[list[str]]:
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if not line.strip():
            if tags:
                yield tags
            tags = []
        elif not line.startswith("#"):
            tags.append(line.split("\t")[2])


def gum_mentions(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """The mentions of `Entity=` that open and close in the sentence: first word, last word, type."""
    opened: list[tuple[str, int, str]] = []
    for index, misc in enumerate(sentence.misc):
        value = next((item[7:] for item in misc.split("|") if item.startswith("Entity=")), "")
        position = 0
        while position < len(value):
            if value[position] == "(":
                end = (
                    min(found for mark in "()" if (found := value.find(mark, position + 1)) >= 0)
                    if any(mark in value[position + 1 :] for mark in "()")
                    else len(value)
                )
                key, kind = value[position + 1 : end].split("-")[:2]
                opened.append((key, index, kind))
                if end < len(value) and value[end] == ")":
                    opened.pop()
                    yield index, index, kind
                    end += 1
                position = end
            else:
                end = value.find(")", position)
                key = value[position:end]
                for place in range(len(opened) - 1, -1, -1):
                    if opened[place][0] == key:
                        yield opened[place][1], index, opened.pop(place)[2]
                        break
                position = end + 1


def _gum_names(sentence: Sentence) -> list[str]:
    """PER, ORG and LOC by a rule: the capitalised words round the mention's head, if that is a proper noun."""
    tags = ["O"] * len(sentence)
    for first, last, kind in sorted(gum_mentions(sentence), key=lambda mention: mention[0] - mention[1]):
        if kind not in NAME_TYPES:
            continue
        inside = range(first, last + 1)
        tops = [
            index for index in inside if not first < sentence.heads[index] <= last + 1 and sentence.heads[index] - 1 not in inside
        ]
        if len(tops) != 1 or sentence.upos[tops[0]] != "PROPN" or not sentence.words[tops[0]][0].isupper():
            continue
        if kind == "person" and (
            "Number=Plur" in sentence.feats[tops[0]]
            or sentence.words[tops[0] + 1 :][:1] == ["of"]
            or sentence.words[first].lower() in {"the", "a", "his", "her", "my"}
        ):
            continue  # peoples and offices: "Muslims", "Emperor of the United States", "the President"
        start, end = _name_bounds(sentence, tops[0], first, last, person=kind == "person")
        if any(tag != "O" for tag in tags[start : end + 1]):
            continue  # an outer name holds this one
        label = NAME_TYPES[kind]
        tags[start : end + 1] = [f"B-{label}"] + [f"I-{label}"] * (end - start)
    return tags


def _name_bounds(sentence: Sentence, top: int, first: int, last: int, *, person: bool) -> tuple[int, int]:
    def belongs(index: int) -> bool:
        if not first <= index <= last:
            return False
        if person and sentence.rels[index] == "nmod:desc":
            return False  # a title is no part of the name
        word = sentence.words[index]
        return (
            (word[0].isupper() or word[0].isdigit())
            and sentence.upos[index] in {"PROPN", "NOUN", "ADJ", "NUM", "VERB"}
            and (
                sentence.rels[index] != "nmod:poss"
                and sentence.rels[index] != "appos"
                and not (person and sentence.upos[index] == "ADJ")
            )
        )

    start = end = top
    while True:
        if belongs(start - 1):
            start -= 1
        elif (
            not person
            and sentence.words[start - 1] in {"-", "of", "de", "al", "&", "'"}
            and belongs(start - 2)
            and start - 2 >= first
        ):
            start -= 2
        else:
            break
    while True:
        if belongs(end + 1):
            end += 1
        elif (
            end + 2 <= last
            and sentence.words[end + 1].lower() in {"-", "of", "de", "al", "el", "&", "'", "for", "and", "von", "van"}
            and belongs(end + 2)
        ):
            if sentence.words[end + 1] == "and" and (
                person or (sentence.rels[end + 2] == "conj" and sentence.upos[end + 2] == "PROPN")
            ):
                break
            end += 2
        elif end + 3 <= last and sentence.words[end + 1] in {"of", "for"} and sentence.words[end + 2] == "the" and belongs(end + 3):
            end += 3
        else:
            break
    return start, end
