"""What nouns stand for: whoever plays a role is seen, things and matters are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sahelkg.annotate import annotate_text, load_reader
from sahelkg.errors import ModelError
from sahelkg.nominals import FILE, KINDS, SPANS, NominalKinds

if TYPE_CHECKING:
    from pathlib import Path


def kinds_in(text: str) -> dict[str, str]:
    doc = annotate_text(text, load_reader())
    return {span.text: span.label_ for span in doc.spans[SPANS]}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The beekeepers of Ségou blamed a veterinarian from the capital.", {"beekeepers": "person", "veterinarian": "person"}),
        ("A dredging company sued the parliament over the contract.", {"company": "organisation", "parliament": "organisation"}),
        ("Troops searched the mosque and the market of the old town.", {"mosque": "place", "market": "place"}),
    ],
)
def test_who_and_where_are_seen(text: str, kinds: dict[str, str]) -> None:
    found = kinds_in(text)
    assert {noun: found.get(noun) for noun in kinds} == kinds


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("The budget rose after a long debate about inflation.", ["budget", "debate", "inflation"]),
        ("Rain and heat ruined the harvest and the price of millet doubled.", ["Rain", "heat", "harvest", "price", "millet"]),
    ],
)
def test_things_and_matters_are_not(text: str, nouns: list[str]) -> None:
    assert not set(nouns) & set(kinds_in(text))


def test_no_noun_is_no_kind() -> None:
    from sahelkg.reader import MODEL_FOLDER

    kinds = NominalKinds(MODEL_FOLDER)
    assert kinds.tell(np.zeros((2, 768), np.float32), ["VERB", "ADP"]) == ["", ""]
    assert set(kinds.tell(np.ones((1, 768), np.float32), ["NOUN"])) <= set(KINDS)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no archive")
    with pytest.raises(ModelError, match=FILE):
        NominalKinds(tmp_path)
    with pytest.raises(ModelError, match=FILE):
        NominalKinds(tmp_path / "nowhere")
