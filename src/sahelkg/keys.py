"""What parses and statements depend on, as keys: equal keys, equal results, so that nothing is done twice.

The parse depends on the text, the model, the names handed to the parser and the modules that read; the statements on
the front matter, the ontology and all of the program as well.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sahelkg.vocabulary import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sahelkg.ontology import Ontology
    from sahelkg.records import Article

_PACKAGE = Path(__file__).parent
_IMPORTS = re.compile(r"^\s*from sahelkg\.(\w+) import", re.MULTILINE)


def key_parse(article: Article, names: Iterable[tuple[int, int, str | None]], model: str) -> str:
    """The key of an article's parse; ``model`` is what :func:`identify_model` gives."""
    handed = ";".join(f"{start},{end},{kind or ''}" for start, end, kind in names)
    return digest(article.text_sha256, handed, model, _hash_reading())


def key_statements(article: Article, ontology: Ontology, model: str, *, rules_only: bool = False) -> str:
    """The key of all that an article says; ``rules_only`` leaves out what is learnt."""
    issued = article.published.isoformat() if article.published else ""
    about = (article.id, article.title, issued, article.publisher, article.url, article.language, *article.authors)
    learnt = [] if not rules_only else ["rules only"]
    return digest(article.text_sha256, *map(repr, about), ontology.version, model, hash_program(), *learnt)


@lru_cache(maxsize=4)
def identify_model(name: str | None) -> str:
    """The SHA-256 of the model's files: the package's own, those of a folder, or an installed pipeline's."""
    import sahelkg

    folder = Path(name) if name is not None else Path(sahelkg.__file__).parent / "model"
    if not folder.is_dir() and name is not None:
        from importlib.util import find_spec

        found = find_spec(name) if name.isidentifier() else None
        folder = Path(found.origin).parent if found and found.origin else folder
    hashed = hashlib.sha256((name or "").encode() if not folder.is_dir() else b"")
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if file.is_file() and file.suffix not in {".md", ".pyc"}:
            hashed.update(f"{file.relative_to(folder).as_posix()}\0{file.stat().st_size}\0".encode())
            hashed.update(file.read_bytes())
    return hashed.hexdigest()


@lru_cache(maxsize=1)
def hash_program() -> str:
    """All modules of the package, and the weights that they go by with any model: what changes what is found."""
    return _hash_files([*sorted(_PACKAGE.rglob("*.py")), _PACKAGE / "model" / "antecedents.json"])


@lru_cache(maxsize=1)
def _hash_reading() -> str:
    """The modules that ``annotate`` is made of, and the cues that it reads."""
    from sahelkg.ontology import locate_ontology

    modules: set[str] = set()
    queue = ["annotate"]
    while queue:
        module = queue.pop()
        file = _PACKAGE / f"{module}.py"
        if module not in modules and file.is_file():
            modules.add(module)
            queue += _IMPORTS.findall(file.read_text(encoding="utf-8"))
    return _hash_files([*(_PACKAGE / f"{module}.py" for module in sorted(modules)), locate_ontology() / "layout.ttl"])


def _hash_files(files: Iterable[Path]) -> str:
    hashed = hashlib.sha256()
    for file in files:
        hashed.update(f"{file.name}\0".encode() + file.read_bytes() + b"\0")
    return hashed.hexdigest()
