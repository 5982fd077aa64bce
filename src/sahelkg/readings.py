"""The parsed articles of a store: for what looks at the texts again, and not at what was made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.parses import Parses
from sahelkg.tokens import restore_doc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from sahelkg.store import Store


def read_kept(store: Store) -> Iterator[tuple[str, Doc]]:
    """The id and the parse of each article whose parse is kept, by id; nothing after ``build --no-parses``.

    Raises:
        StoreError: the store is broken.
    """
    shelf = Parses(store.path)
    for article, key in store.read_parse_keys().items():
        content = shelf.get(key)
        if content is not None:
            yield article, restore_doc(content)
