"""When: the dates and spans of time that a text tells, by a grammar of our own, no finer than they are told.

A time that can't be reckoned (a weekday in an undated article, "three days later" after nothing) is left out, and so is
every duration; no day is ever made up. The words of the grammar are ``ontology/times.ttl`` and ``numbers.ttl``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.dates import find_month
from sahelkg.moments import Moment, since, span, until, year_of
from sahelkg.points import find_point, is_bare_article
from sahelkg.records import Time
from sahelkg.relative import find_since_then
from sahelkg.scan import Found, Scan
from sahelkg.terminals import load_words, split_atoms

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from spacy.tokens import Doc

    from sahelkg.terminals import Words

_REACH_OF_SINCE = 6  # words between "since" and the time of what it names: "since the coup that took place in 2021"
_REACH_OF_TENSE = 30
_FIRST = (  # the roles of words that a time can begin with, apart from figures and number words
    *("every", "between", "from", "since", "until", "after", "around", "the", "article"),
    *("part", "half", "quarter", "weekOf", "dayWord", "overnight", "weekday", "weekdayShort", "month", "monthShort"),
    *("season", "selector", "past", "anchored", "earlierThis", "laterThis"),
)


def find_times(doc: Doc, published: date | None, *, words: Words | None = None, numbers: Words | None = None) -> list[Time]:
    """The times that the text tells, in its order, none overlapping another.

    Args:
        doc: The article. Only its text is needed; where the tokens have morphology, it tells past from future.
        published: The day of publication. Without it what is told from it ("on Sunday", "last week", "in June") is
            left out.
        words: The words of ``skg:TimeWord``, the built-in ones if None.
        numbers: The words of ``skg:NumberWord``, the built-in ones if None.

    Returns:
        The expressions with their bounds. "Since 2014" and "from March to June" are one each; a preposition that does
        not change the time ("in June") is no part of it.
    """
    words, numbers = words or load_words("skg:TimeWord"), numbers or load_words("skg:NumberWord")
    atoms = split_atoms(doc.text)
    scan = Scan(atoms, words, numbers, published, lambda start, end: _is_future(scan, finite, start, end))
    finite = _find_finite_past(doc)
    starts = words.starts(*_FIRST) | numbers.starts("unit", "ten", "article", "pair")
    no_times = words.starts("noTime")
    i = 0
    while i < len(atoms):
        lower = atoms[i].lower
        may_start = lower in starts or lower[0].isdecimal()
        if lower in no_times and (name := scan.match("noTime", i)):
            i = name[0]
            continue
        scan.here = i
        found = _find_expression(scan, i) if may_start else None
        if found is None:
            i += 1
            continue
        scan.found.append((i, found))
        i = max(found.end, i + 1)
    text = doc.text  # which the Doc puts together each time
    return [
        _to_time(text, atoms[start].start, atoms[found.end - 1].end, found.moment, found.anchor)
        for start, found in scan.found
        if found.moment
    ]


def _to_time(text: str, start: int, end: int, moment: Moment, anchor: str | None) -> Time:
    return Time(
        start=start,
        end=end,
        text=text[start:end],
        edtf=moment.edtf,
        earliest=moment.earliest.isoformat() if moment.earliest else None,
        latest=moment.latest.isoformat() if moment.latest else None,
        value=moment.value,
        anchor=anchor,
    )


def _find_expression(scan: Scan, i: int) -> Found | None:
    if every := scan.match("every", i):
        after = scan.match("unit", every[0]) or scan.match("weekday", every[0]) or scan.match("month", every[0])
        return Found(after[0], None) if after else None
    if is_bare_article(scan, i):
        return None
    begins = scan.begins(i)
    for first, find in _ATTEMPTS:
        if first in begins and (found := find(scan, i)):
            return found
    return _find_run(scan, i)


def _find_between(scan: Scan, i: int) -> Found | None:
    """Between March and June 2023."""
    word = scan.match("between", i)
    return _find_span(scan, word[0], ("and",)) if word else None


def _find_from(scan: Scan, i: int) -> Found | None:
    """From 2014 to 2022, from 2021 onwards."""
    word = scan.match("from", i)
    if word is None:
        return None
    if found := _find_span(scan, word[0], ("to",)):
        return found
    first = find_point(scan, word[0], licensed=True)
    onwards = scan.match("onwards", first.end) if first else None
    if first is None or onwards is None:
        return None
    return Found(onwards[0], since(first.moment) if first.moment else None, first.anchor)


def _find_run(scan: Scan, i: int) -> Found | None:
    """One time, or two that are joined to one: March to June 2023, 2020-2021, April-May."""
    point = find_point(scan, i)
    first = point or _find_bare_month(scan, i)
    return (_join(scan, i, first, ("to", "dash"), may_pair=True) if first else None) or point


def _find_span(scan: Scan, i: int, joints: tuple[str, ...]) -> Found | None:
    """Two times with one of the joints between them, where the words before want a time."""
    first = find_point(scan, i, licensed=True)
    return _join(scan, i, first, joints) if first else None


def _join(scan: Scan, i: int, first: Found, joints: tuple[str, ...], *, may_pair: bool = False) -> Found | None:
    """The time at atom ``i`` and the one behind it as one, if one of the joints is between them."""
    if first.end <= i:
        return None
    joint = next((match[0] for role in joints if (match := scan.match(role, first.end))), None)
    if joint is None:
        return _find_pair(scan, i, first) if may_pair else None
    second = _find_short_year(scan, first, joint) or find_point(scan, joint, licensed=True)
    if second is None:
        return None
    first = _with_year_of(scan, i, first, second)
    if first.moment is None or second.moment is None:
        return Found(second.end, None, second.anchor)
    moment = span(first.moment, second.moment)
    if moment is None and first.anchor == "published" and first.moment.earliest and first.moment.unit == "day":
        # From Friday to Monday: the Friday before that Monday.
        again = find_point(Scan(scan.atoms, scan.words, scan.numbers, second.moment.earliest, lambda *_: False), i)
        moment = span(again.moment, second.moment) if again and again.moment else None
    if moment is None:
        return None
    return Found(second.end, moment, first.anchor or second.anchor)


def _find_pair(scan: Scan, i: int, first: Found) -> Found | None:
    """The first of two times of which only the second has the year: August and September 2020."""
    joint = scan.match("and", first.end) or scan.match("or", first.end)
    second = find_point(scan, joint[0], licensed=True) if joint else None
    return _with_year_of(scan, i, first, second) if second else None


def _find_bare_month(scan: Scan, i: int) -> Found | None:
    """A month without anything that makes it a time, for what may come behind it."""
    return find_month(scan, i, licensed=True) if scan.match("month", i) else None


def _find_short_year(scan: Scan, first: Found, i: int) -> Found | None:
    """The second year of 2012-13."""
    text = scan.text(i)
    if first.moment is None or first.moment.unit != "year" or not first.moment.earliest or scan.text(i - 1) != "-":
        return None
    if len(text) != 2 or not text.isdecimal() or not scan.glued(i) or (scan.glued(i + 1) and scan.text(i + 1) == "-"):
        return None
    century = first.moment.earliest.year // 100 * 100
    follows = int(text) > first.moment.earliest.year % 100
    return Found(i + 1, year_of(century + int(text))) if follows else None


def _with_year_of(scan: Scan, i: int, first: Found, second: Found) -> Found:
    """The first time with the year of the second, if only the second told one."""
    is_yearless = first.anchor == "published" or first.moment is None
    told = second.moment.earliest if second.moment else None
    if not is_yearless or second.anchor is not None or told is None or second.moment is None:
        return first
    if second.moment.unit not in {"day", "month"}:
        return first
    for year in (told.year, told.year - 1):
        again = find_point(scan, i, licensed=True, year=year)
        if again and again.moment and again.moment.earliest and again.moment.earliest <= told:
            return Found(first.end, again.moment)
    return first


def _find_since(scan: Scan, i: int) -> Found | None:
    """Since 2014, since the coup in 2021, from the day of what is named on."""
    word = scan.match("since", i)
    if word is None:
        return None
    found = find_point(scan, word[0], licensed=True)
    if found is None:
        j = word[0]
        while j < word[0] + _REACH_OF_SINCE and scan.text(j).isalpha():
            if scan.match("in", j) and (found := find_point(scan, scan.skip("in", j), licensed=True)):
                break
            j += 1
    if found is None:
        return None
    return Found(found.end, since(found.moment) if found.moment else None, found.anchor)


def _find_until(scan: Scan, i: int) -> Found | None:
    """Until 2022, by June, before Sunday; "before the 2020 coup" names the coup's year."""
    word = scan.match("until", i)
    found = _find_bound(scan, word[0]) if word else None
    return Found(found.end, until(found.moment) if found.moment else None, found.anchor) if found else None


def _find_after(scan: Scan, i: int) -> Found | None:
    """After 2022, after June 8."""
    word = scan.match("after", i)
    found = _find_bound(scan, word[0]) if word else None
    return Found(found.end, since(found.moment) if found.moment else None, found.anchor) if found else None


def _find_bound(scan: Scan, i: int) -> Found | None:
    if scan.match("determiner", i) and not scan.match("part", i):
        return None
    found = find_point(scan, i, licensed=True)
    if found is None or scan.text(found.end) == "'":
        return None
    is_name = scan.follows("agentBy", i) and scan.is_capital(found.end)  # signed by April Jones
    goes_on = any(scan.match(role, found.end) for role in ("determiner", "at", "in", "and", "or", "goesOn", "pastVerb"))
    return None if is_name or (scan.is_word(found.end) and not goes_on) else found


def _find_finite_past(doc: Doc) -> dict[int, bool]:
    """Where finite verbs begin, and whether they are in the past tense; empty for a text that was not parsed."""
    found = {}
    for token in doc:
        forms = token.morph.get("VerbForm", [])
        if "Fin" in forms and "Ind" in (token.morph.get("Mood", []) or ["Ind"]):
            found[token.idx] = "Past" in token.morph.get("Tense", [])
    return found


def _is_future(scan: Scan, finite: dict[int, bool], start: int, end: int) -> bool:
    """Whether the verb nearest to the words ``[start, end)`` looks ahead: first to their left, then to their right."""
    for positions in (range(start - 1, max(-1, start - _REACH_OF_TENSE), -1), range(end, end + _REACH_OF_TENSE)):
        for j in positions:
            if not 0 <= j < len(scan.atoms) or scan.text(j) in {".", "!", "?", ";"} or scan.atoms[j].is_break:
                break
            if scan.match("future", j):
                return True
            if finite.get(scan.atoms[j].start) or scan.match("pastVerb", j):
                return False
            if not finite and scan.is_word(j) and scan.text(j).endswith("ed") and not scan.follows("be", j):
                return False
    return False


# The words that an expression begins with, in the order in which they are tried, and what finds it there.
_ATTEMPTS: tuple[tuple[str, Callable[[Scan, int], Found | None]], ...] = (
    ("between", _find_between),
    ("from", _find_from),
    ("since", find_since_then),
    ("since", _find_since),
    ("until", _find_until),
    ("after", _find_after),
)
