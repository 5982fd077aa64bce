"""What a build did, in figures and in lines for its user."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sahelkg.records import Skipped, Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sahelkg.extracts import Extracted

_SHOWN = 8  # names and messages of a kind; the rest is counted
_SEPARATE = frozenset({"other-files"})  # files that were never meant to be articles


@dataclass
class Report:
    """What a build did.

    ``statements`` counts each article's statements by status; ``unknown`` names what the ontology lacks, with the
    number of articles that name it; ``files`` is what was written.
    """

    store: Path
    built: int = 0
    unchanged: int = 0
    removed: int = 0
    sentences: int = 0
    cut_sentences: int = 0
    statements: Counter[str] = field(default_factory=Counter)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    skipped: list[Skipped] = field(default_factory=list)
    passages_skipped: Counter[str] = field(default_factory=Counter)
    notes: list[tuple[str, str]] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    def add(self, done: Extracted | Skipped) -> None:
        """Counts one article."""
        if isinstance(done, Skipped):
            self.skipped.append(done)
            return
        self.built += 1
        self.sentences += done.sentences
        self.cut_sentences += done.cut_sentences
        self.statements.update(dict(done.statuses))
        self.unknown.update({(label, kind) for _, label, kind in done.unknown})
        self.passages_skipped.update(dict(done.skipped))
        self.notes += [(done.article.path or done.article.id, note) for note in done.article.notes]

    @property
    def articles_skipped(self) -> int:
        """Inputs that gave no article, without the files of other kinds that a folder holds."""
        return sum(skipped.count for skipped in self.skipped if skipped.reason_code not in _SEPARATE)

    @property
    def failed(self) -> bool:
        """Whether a path that was named does not exist, or nothing was built, unchanged or removed."""
        missing = any(skipped.reason_code in {"missing", "unknown-id"} for skipped in self.skipped)
        return missing or not (self.built or self.unchanged or self.removed)

    def lines(self) -> Iterator[str]:
        """The report, a few lines; what has no end is cut and counted."""
        yield (
            f"articles    {self.built} built, {self.unchanged} unchanged, {self.removed} removed, "
            f"{self.articles_skipped} skipped"
        )
        if self.built:
            cut = f" ({self.cut_sentences} too long, read in parts)" if self.cut_sentences else ""
            yield f"sentences   {self.sentences} read{cut}"
            counts = ", ".join(f"{self.statements[status]} {status}" for status in Status if self.statements[status])
            yield f"statements  {self.statements.total()}" + (f": {counts}" if counts else "")
            yield f"actors      {self._describe_unknown()}"
        for reason, count in sorted(self.passages_skipped.items()):
            yield f"left out    {count} {reason.replace(':', ' ')}"
        yield from self._list("skipped", [f"{skip.message} [{skip.reason_code}]" for skip in self.skipped])
        yield from self._list("note", [f"{where}: {note}" for where, note in self.notes])

    def _describe_unknown(self) -> str:
        if not self.unknown:
            return "none that the ontology did not know"
        often = sorted(self.unknown.items(), key=lambda item: (-item[1], item[0]))
        names = ", ".join(f"{label} ({kind})" for (label, kind), _ in often[:_SHOWN])
        more = f" and {len(often) - _SHOWN} more" if len(often) > _SHOWN else ""
        return f"{len(often)} not known before: {names}{more}"

    def _list(self, head: str, messages: list[str]) -> Iterator[str]:
        for message in messages[: _SHOWN * 3]:
            yield f"{head:<11} {message}"
        if len(messages) > _SHOWN * 3:
            yield f"{head:<11} … and {len(messages) - _SHOWN * 3} more"
