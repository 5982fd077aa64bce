"""Who takes part in what somebody demands, refuses or threatens: the phrases of the clause that completes a verb."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sahelkg.addressees import ADDRESSEE, THREAT, Protests, find_addressees, find_conditions, find_destinations, place_letter
from sahelkg.arguments import Argument
from sahelkg.certainty import Judgement
from sahelkg.records import Status
from sahelkg.rolephrases import find_role_phrases
from sahelkg.subjects import find_subjects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sahelkg.arguments import Clause
    from sahelkg.factuality import Judge
    from sahelkg.matching import Match
    from sahelkg.statements import StatementFinder
    from sahelkg.syntax import Syntax

_TOPICS = frozenset({"about", "against", "on", "over"})  # "declined to comment on X" is aimed at nobody
_BELONGING = frozenset({"leads", "memberOf", "partOf", "speaksFor"})
_AFTER = frozenset({"after", "at", "following"})
_DURING = frozenset({"during"})
_BLAMED = "accused"
_GIVEN_IN = "conceded"
_DEMAND = "demandedOf"
_TENSES = frozenset({"has", "have", "had", "is", "are", "was", "were", "been"})
_COMING = frozenset({"will", "would", "'ll", "’ll"})
_FACTS = _TENSES | {"does", "do", "did", "can", "could", "not"}
_OPEN = frozenset({"whether", "if"})
_SPEAKER = "speaker"
_TALKS = "negotiatedWith"


def find_unit_phrases(match: Match, role: str, prepositions: frozenset[str], judge: Judge, *, subject: bool) -> Iterator[Argument]:
    """The phrases that may fill a role of a unit, also those outside its own clause; see `sahelkg.rolephrases`."""
    if role == "complement":
        asked = match.unit.relation == _BLAMED
        yield from find_suspects(match, judge) if asked else find_content_phrases(match, judge)
        if asked and match.unit.subject_words:
            yield from find_criticised(match, judge)
        return
    if role == "condition":
        yield from find_conditions(match, judge)
        return
    if role == "destination":
        yield from find_destinations(match, judge.finder)
        return
    if role == ADDRESSEE:
        yield from find_addressees(match)
        return
    if role == "jurisdiction":  # "was arrested in X", "expelled from X": by its authorities, where nobody else is said to have
        untold = match.clause.passive and not match.clause.agents
        yield from (phrase for phrase in match.clause.obliques if untold and phrase.markers & prepositions)
        return
    yield from find_role_phrases(match, role, prepositions, subject=subject)
    if role == "oblique" and match.unit.relation == _DEMAND:
        yield from find_holders(match, judge)
    if subject and role == "agent" and match.unit.relation == _TALKS:
        yield from find_present(match, judge)


def find_holders(match: Match, judge: Judge) -> Iterator[Argument]:
    """Who has those whose release is demanded: "called for the release of two teachers held by X"."""
    syntax = judge.syntax
    for word in match.words[1:]:
        for child in syntax.kids(word, "nmod"):
            for verb in syntax.kids(child, "acl") if "of" in syntax.markers(child) else ():
                if judge.finder.is_passive(verb):
                    yield from judge.finder.find(verb, "verb").agents


def find_suspects(match: Match, judge: Judge) -> Iterator[Argument]:
    """Whose act is looked into: "is investigating whether X fired", "opened an inquiry into claims that X had fired"."""
    syntax = judge.syntax
    for word in match.words:
        for child in syntax.kids(word, "ccomp", "advcl", "acl", "obj", "obl", "nmod"):
            told = judge.certainty.cue("ReportingCue", child, "noun") is not None
            for verb in [*syntax.kids(child, "acl", "ccomp"), child]:
                marks = {syntax.low[mark] for mark in syntax.kids(verb, "mark")}
                if syntax.pos[verb] == "VERB" and marks & (_OPEN if verb == child or not told else {*_OPEN, "that"}):
                    yield from judge.finder.find(verb, "verb").agents


def find_criticised(match: Match, judge: Judge) -> Iterator[Argument]:
    """Of whom those speak whose name says that they find fault: "critics say that X has closed its eyes", "X lies, critics say".

    Not of what they only wish ("say that X must go"), nor whom somebody else does it to.
    """
    syntax, verb = judge.syntax, match.clause.predicate
    contents = syntax.kids(verb, "ccomp") or ([syntax.head[verb]] if syntax.base[verb] == "parataxis" else [])
    for content in contents[:1]:
        passive = syntax.pos[content] == "VERB" and judge.finder.is_passive(content)
        told = all(syntax.low[aux] in _FACTS for aux in syntax.kids(content, "aux")) and not judge.certainty.is_wished(content)
        if told and not passive:
            yield from (Argument(subject) for subject in find_subjects(syntax, content)[:1])


def find_content_phrases(match: Match, judge: Judge) -> Iterator[Argument]:
    """The participants of a verb's or a noun's infinitive or clause that the act is aimed at, nearest first.

    Of a clause with a subject of its own, that subject ("demanded that X leave"), in a passive who acts ("that Y be freed
    by X"); of a threat, whom it is to happen to. Of an infinitive, whom it acts on ("refused to release X", "threatened to
    pull out of X"). Nothing where no clause completes the predicate.
    """
    finder, syntax, head = judge.finder, judge.syntax, match.clause.predicate
    told = judge.certainty.cue_of_predicate("ReportingCue", head) if syntax.pos[head] == "VERB" else None
    threat = match.unit.relation == THREAT
    for child in syntax.kids(head, "xcomp", "ccomp", "acl") + _find_pushed(syntax, head):
        if syntax.pos[child] not in {"VERB", "AUX"} or _is_asked(syntax, child):
            continue
        if told and syntax.base[child] == "ccomp" and not judge.certainty.is_wished(child):
            continue  # "insisted that X had left"
        if syntax.base[child] == "acl" and not _is_content_of(syntax, child, head):
            continue
        inner = finder.find(child, "verb")
        if subjects := _find_told(syntax, child, head):
            if threat and not inner.passive:
                yield from _find_hit(inner)
            elif threat or not inner.passive:
                yield from (Argument(subject) for subject in subjects)
            else:
                yield from inner.agents
        elif syntax.base[child] == "xcomp" and not inner.passive and not syntax.kids(head, "obj", "iobj"):
            yield from _find_hit(inner)


def _find_hit(inner: Clause) -> Iterator[Argument]:
    """Whom a clause says that it is to happen to: its object, who gets it, its phrases."""
    yield from inner.patients
    yield from inner.recipients
    yield from (phrase for phrase in inner.obliques if phrase.markers and not phrase.markers & _TOPICS)


def _is_content_of(syntax: Syntax, clause: int, noun: int) -> bool:
    """Whether a clause on a noun says what it names: "its demand that X leave", "the call for X to leave"."""
    marks = {syntax.low[mark] for mark in syntax.kids(clause, "mark")}
    return syntax.pos[noun] == "NOUN" and syntax.dep[clause] == "acl" and ("that" in marks or {"for", "to"} <= marks)


def _is_asked(syntax: Syntax, clause: int) -> bool:
    """Whether a clause is a question: "asked what X wants", "asked whether X left"."""
    marked = any(syntax.low[mark] in {"if", "whether"} for mark in syntax.kids(clause, "mark"))
    return marked or any(syntax.feature(child, "PronType") == "Int" for child in syntax.children[clause])


def _find_pushed(syntax: Syntax, verb: int) -> list[int]:
    """The clauses after "for" that the parser hung on a verb as a circumstance: "is pushing hard for X to leave"."""
    host = syntax.head[verb] if syntax.base[verb] == "obj" else verb  # "renewed its call | for X to leave"
    later = [child for child in syntax.kids(host, "advcl") if child > verb]
    return [child for child in later if {"for", "to"} <= {syntax.low[mark] for mark in syntax.kids(child, "mark")}]


def _find_told(syntax: Syntax, clause: int, head: int) -> list[int]:
    """Who is to do what a clause says: its subject, also one that the parser hung on the verb before it ("demanded X leave")."""
    if own := syntax.kids(clause, "nsubj"):
        return own[:1]
    if syntax.base[clause] != "ccomp" or syntax.kids(clause, "mark"):
        return []
    return [child for child in syntax.kids(head, "obj", "iobj") if head < child < clause][:1]


def place_demands(matches: Iterable[Match], finder: StatementFinder) -> Iterator[Match]:
    """The matches, those of words as "must" as what their speaker says of whom: "X said that Y must leave".

    So with what somebody is said to have done: "X said that Y was behind the raid". Such a word demands nothing, and blames
    nobody, where nobody is told to say it, of the speaker, of his own state, or of a pronoun.

    Args:
        matches: units in the text.
        finder: whose text it is.
    """
    protests = Protests(finder)
    matches = list(matches)
    demanded = {verb for match in matches if _SPEAKER in match.unit.subject_roles for verb in _find_demanded(match, finder.judge)}
    for match in matches:
        if match.unit.relation == _GIVEN_IN and match.clause.predicate in demanded:
            finder.over.append((_GIVEN_IN, match.clause.predicate))
            continue  # who must free somebody is not about to: it is a demand
        if _SPEAKER not in match.unit.subject_roles:
            yield protests.place(place_letter(match, finder))
        elif (demand := _place_demand(match, finder)) is not None:
            yield demand


def _find_demanded(match: Match, judge: Judge) -> Iterator[int]:
    """The verb of what a modal word asks for: "must | release", "ought to | release"."""
    syntax, modal = judge.syntax, match.clause.predicate
    verb = syntax.head[modal] if syntax.base[modal] == "aux" else modal
    if match.unit.relation != _BLAMED and _is_open(verb, modal, judge):
        yield from [verb] if verb != modal else syntax.kids(modal, "xcomp")


def _place_demand(match: Match, finder: StatementFinder) -> Match | None:
    judge, fillers = finder.judge, finder.fillers
    syntax, modal = judge.syntax, match.clause.predicate
    verb = syntax.head[modal] if syntax.base[modal] == "aux" else modal
    relation = match.unit.relation
    if relation == THREAT:
        fits = _is_foretold(match, judge)
    else:
        fits = _is_flat(match, judge) if relation == _BLAMED else _is_open(verb, modal, judge)
    if not fits:
        return None
    subjects = [child for child in syntax.kids(verb, "nsubj") if syntax.dep[child] == "nsubj"]
    said = _find_report(verb, judge)
    if said is None or not subjects or syntax.pos[subjects[0]] not in {"NOUN", "PROPN"}:
        return None
    clause = judge.finder.find(said, "verb")
    beside = [child for child in subjects[1:] if verb < child < said]  # where the parser hangs the speaker on what is said
    speakers = clause.agents or tuple(Argument(child) for child in beside)
    for mention in (mention for argument in speakers for mention in fillers.find(argument.head)):
        own = {mention.entity, mention.country, finder.ontology.state_of(mention.entity or "")}
        own |= {e.object.entity for e in finder.found if e.predicate in _BELONGING and e.subject.entity == mention.entity}
        if any(other.entity in own for other in fillers.find(subjects[0])):
            return None
    clause = replace(clause, passive=False, agents=speakers, patients=(Argument(subjects[0]),), recipients=())
    unit = replace(match.unit, subject_roles=("agent",))
    return replace(match, unit=unit, words=(said, *match.words), clause=clause, top=said, more=())


def _is_flat(match: Match, judge: Judge) -> bool:
    """Whether a unit is said of its subject outright, as what it is or did: not "may be", "is not", "is possibly", "was done"."""
    syntax, word = judge.syntax, match.clause.predicate
    is_verb, is_copular = syntax.pos[word] == "VERB", bool(syntax.kids(word, "cop"))
    if not is_copular and (not is_verb or len(match.words) == 1 or match.clause.passive):
        return False
    if not is_verb and len(match.words) == 1 and syntax.kids(word, "obl", "xcomp"):
        return False  # "is responsible for the roads" is no blame
    found = Judgement()
    judge.certainty.weigh(word, found, reported=False)
    plain = {Status.ASSERTED, Status.PLANNED} if is_verb and is_copular else {Status.ASSERTED}  # "is to blame" plans nothing
    return found.status in plain and not found.silent and all(syntax.low[aux] in _TENSES for aux in syntax.kids(word, "aux"))


def _is_foretold(match: Match, judge: Judge) -> bool:
    """Whether somebody is told what will befall them: "said that X would pay the price"; not "may pay", "will not pay"."""
    syntax, verb = judge.syntax, match.clause.predicate
    helpers = [syntax.low[aux] for aux in syntax.kids(verb, "aux")]
    found = Judgement()
    judge.certainty.weigh(verb, found, reported=False)
    return len(helpers) == 1 and helpers[0] in _COMING and found.status is Status.PLANNED and not match.clause.passive


def _is_open(verb: int, modal: int, judge: Judge) -> bool:
    """Whether a modal word leaves it to somebody to act: not "must have been", "must be one", "had to", "will have to"."""
    syntax = judge.syntax
    if verb != modal:
        hoped = syntax.pos[verb] == "VERB" and judge.certainty.cue_of_predicate("StanceCue", verb)
        if syntax.kids(verb, "aux") != [modal] or hoped:
            return False  # "X should expect worse" is no demand
        return syntax.pos[verb] == "VERB" or (syntax.pos[verb] == "ADJ" and bool(syntax.kids(verb, "xcomp", "advcl")))
    inner = [child for child in syntax.kids(verb, "xcomp") if any(syntax.low[m] == "to" for m in syntax.kids(child, "mark"))]
    active = any(syntax.pos[child] == "VERB" and not judge.finder.is_passive(child) for child in inner)
    bare = not syntax.kids(verb, "aux") and syntax.feature(verb, "Tense") != "Past"
    return active and bare and not judge.certainty.is_negated(verb)


def _find_report(verb: int, judge: Judge) -> int | None:
    """The verb by which somebody says a clause: the one above it, or one put beside it (", X said on Friday")."""
    syntax = judge.syntax
    while syntax.base[verb] == "conj":
        verb = syntax.head[verb]
    passing = {"that", "to"} if syntax.kids(verb, "cop") else {"that"}  # "is to blame"
    if any(syntax.low[mark] not in passing for mark in syntax.kids(verb, "mark")):
        return None
    above = [syntax.head[verb]] if syntax.base[verb] == "ccomp" else syntax.kids(verb, "parataxis")
    for said in above:
        cue = judge.certainty.cue_of_predicate("ReportingCue", said) if syntax.pos[said] == "VERB" else None
        if cue is not None and cue.gives == Status.CLAIMED and not cue.accusation:
            return said
    return None


def find_present(match: Match, judge: Judge) -> Iterator[Argument]:
    """Who takes part in talks that a clause is set in: the clause's subject ("In a meeting with X, Y said", "is in Z for talks").

    Nobody where the noun names its own ("between"), or where it is what the verb is about ("believes in talks").
    """
    syntax, noun = judge.syntax, match.clause.predicate
    head, markers = syntax.head[noun], syntax.markers(noun)
    if match.clause.kind != "noun" or match.carrier is not None or syntax.base[noun] != "obl":
        return
    if not any("with" in phrase.markers for phrase in match.clause.obliques):
        return
    if syntax.kids(head, "cop"):
        if "for" in markers and syntax.marker(head) and not syntax.kids(head, "aux"):
            yield from (Argument(subject) for subject in find_subjects(syntax, head))
        return
    if syntax.pos[head] != "VERB" or judge.certainty.cue_of_predicate("StanceCue", head):
        return  # "called for peace in a meeting with X" does not say that they are to meet
    told = judge.certainty.cue_of_predicate("ReportingCue", head)
    said = told is not None and bool(syntax.kids(head, "ccomp", "parataxis") or syntax.base[head] == "parataxis")
    set_in = bool(markers & _DURING) or ("in" in markers and (noun < head or said) and _is_counted(syntax, noun))
    clause = judge.finder.find(head, "verb")
    if not clause.passive and (set_in or (said and markers & _AFTER)):
        yield from clause.agents


def _is_counted(syntax: Syntax, noun: int) -> bool:
    return bool(syntax.kids(noun, "det", "nummod")) or syntax.feature(noun, "Number") == "Plur"
