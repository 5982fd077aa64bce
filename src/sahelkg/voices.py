"""Interviews: whom "I" and "you" stand for where nobody sets the words in quotation marks.

Questions are paragraphs that end in a question mark and speak to "you"; what stands between them is the answer of the
one who is asked. With several who answer, only a name with a colon before a paragraph says whose it is.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sahelkg.marking import paragraphs_of
from sahelkg.phrases import word_of

if TYPE_CHECKING:
    from spacy.tokens import Span

    from sahelkg.discourse import Discourse

RULE = "interview"

_LEAST_QUESTIONS = 2
_LEAST_ANSWERS = 3  # paragraphs in which the one who is asked says "I"
_LABEL_TOKENS = 4
_HEADLINES = frozenset({"headline", "caption"})


def link_voices(discourse: Discourse) -> None:
    """Gives "I" in the answers and "you" in the questions of an interview the person who is asked.

    A paragraph that begins with a person's name and a colon is that person's, as are those after it up to the next such
    name. Plural pronouns stay open: those who are "we" have seldom been named.
    """
    pronouns = _open_pronouns(discourse)
    if not pronouns:
        return
    voices = _labelled_voices(discourse)
    if voices:
        for number in pronouns:
            speaker = voices.get(discourse.paragraph(discourse.mentions[number].head))
            if speaker is not None and _person_of(discourse, number) == "1":
                discourse.give(number, speaker, RULE)
        return
    questions = {discourse.paragraph(p.start) for p in paragraphs_of(discourse.doc) if _is_question(discourse, p, pronouns)}
    answers = {discourse.paragraph(discourse.mentions[n].head) for n in pronouns if _person_of(discourse, n) == "1"} - questions
    if len(questions) < _LEAST_QUESTIONS or len(answers) < _LEAST_ANSWERS:
        return
    asked = _find_asked(discourse, min(questions))
    if asked is None:
        return
    for number in pronouns:
        place = discourse.paragraph(discourse.mentions[number].head)
        if place >= min(questions) and (place in questions) == (_person_of(discourse, number) == "2"):
            discourse.give(number, asked, RULE)


def _open_pronouns(discourse: Discourse) -> list[int]:
    """The singular pronouns of the first and second person outside quotation marks."""
    return [
        number
        for number, mention in enumerate(discourse.mentions)
        if mention.how == "pronoun"
        and mention.entity is None
        and not mention.plural
        and _person_of(discourse, number) in {"1", "2"}
        and discourse.quotation(mention.head) is None
    ]


def _person_of(discourse: Discourse, number: int) -> str:
    return discourse.roles.pronouns[word_of(discourse.doc[discourse.mentions[number].head])].person


def _is_question(discourse: Discourse, paragraph: Span, pronouns: list[int]) -> bool:
    """Whether a paragraph asks somebody something: it ends in a question mark and holds a "you"."""
    if not paragraph.text.rstrip().endswith("?"):
        return False
    return any(
        paragraph.start <= discourse.mentions[number].head < paragraph.end and _person_of(discourse, number) == "2"
        for number in pronouns
    )


def _labelled_voices(discourse: Discourse) -> dict[int, str]:
    """The speaker of each paragraph where names with a colon tell: paragraph → person."""
    speaker: str | None = None
    found: dict[int, str] = {}
    labels = 0
    for paragraph in paragraphs_of(discourse.doc):
        if paragraph.label_ in _HEADLINES:
            continue
        name = discourse.names.get(paragraph.start)
        last = discourse.mentions[name].last if name is not None else paragraph.end
        colon = last < paragraph.end and last - paragraph.start <= _LABEL_TOKENS and discourse.doc[last].text == ":"
        if name is not None and colon:
            entity = discourse.mentions[name].entity
            speaker = entity if discourse.fits(entity, ["Person"]) else None
            labels += 1
        if speaker is not None:
            found[discourse.paragraph(paragraph.start)] = speaker
    return found if labels >= _LEAST_QUESTIONS else {}


def _find_asked(discourse: Discourse, question: int) -> str | None:
    """The person told of most before the first question, the headline counting too; None where two are as likely."""
    told = Counter(
        mention.entity
        for mention in discourse.mentions
        if mention.entity and discourse.paragraph(mention.head) < question and discourse.fits(mention.entity, ["Person"])
    )
    best = told.most_common(2)
    if not best or (len(best) == 2 and best[0][1] == best[1][1]):
        return None
    return best[0][0]
