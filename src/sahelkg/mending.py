"""Attachments that the parser gets wrong again and again, set right where the words themselves decide.

Each mend holds for a construction, not for a word: it moves a token to another head in the columns of
`sahelkg.syntax.Syntax` and changes nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sahelkg.syntax import Syntax

ASKED = "xcomp:asked"
"""The relation of an infinitive to the verb that somebody is asked with to do it: "called on X to leave"."""

_PERSONAL = frozenset({"who", "whom"})
_ACTED = frozenset({"ccomp", "xcomp", "advcl", "acl"})
_WORDS_BEFORE_WHO = 8
_BEGINS = frozenset({"after", "as", "before", "since", "until"})  # a phrase or a clause alike


def mend_attachments(syntax: Syntax) -> None:
    """Moves what the words show to hang elsewhere."""
    for index, pos in enumerate(syntax.pos):
        if syntax.low[index] == "between" and syntax.base[index] == "case":
            _complete_between(syntax, syntax.head[syntax.head[index]])
        if pos == "PROPN" and syntax.base[index] == "nmod":
            _release_name(syntax, index)
        if pos == "NOUN" and syntax.base[index] == "conj":
            _lower_described(syntax, index)
        if pos in {"VERB", "AUX"} or syntax.kids(index, "cop"):
            _raise_coordinated(syntax, index)
            _lower_coordinated(syntax, index)
            _lower_relative(syntax, index)
            _return_subject(syntax, index)
            _name_speaker(syntax, index)
            _return_object(syntax, index)
            _lower_participle(syntax, index)
            _raise_charge(syntax, index)
            _demote_subject(syntax, index)
            _lower_title(syntax, index)
            _release_subject(syntax, index)
            _return_person(syntax, index)
            _lower_subject(syntax, index)
            _take_subject(syntax, index)
            _raise_relative(syntax, index)
            _lower_led(syntax, index)
            _claim_subject(syntax, index)
        if pos == "VERB" or (pos == "ADJ" and syntax.kids(index, "aux")):
            _raise_subject(syntax, index)


def _complete_between(syntax: Syntax, noun: int) -> None:
    """What is between one alone is between it and the next that is joined further up ("a deal between X and Y | of Z")."""
    for first in syntax.kids(noun, "nmod", "obl"):
        if "between" not in syntax.markers(first) or syntax.kids(first, "conj"):
            continue
        beside = [child for child in syntax.kids(noun, "conj") if child > first]
        inner = [] if syntax.feature(first, "Number") == "Plur" else [c for c in syntax.kids(first, "nmod") if c > first]
        beside += [joined for child in inner for joined in syntax.kids(child, "conj")]
        if beside and not syntax.marker(beside[0]):
            syntax.move(beside[0], first)
            syntax.relabel(beside[0], "conj")


def _release_name(syntax: Syntax, name: int) -> None:
    """A person named behind "the president of the transition" is no part of its "of": the noun before the name is."""
    title = syntax.head[name]
    case = next((child for child in syntax.kids(name, "case") if syntax.low[child] == "of"), None)
    if case is None or not syntax.is_person(name):
        return
    bare = [child for child in syntax.kids(title, "nmod") if case < child < name and not syntax.kids(child, "case")]
    if bare and syntax.dep[bare[0]] != "nmod:poss":
        for word in (case, *(child for child in syntax.kids(name, "det") if case < child < bare[0])):
            syntax.move(word, bare[0])
        syntax.relabel(name, "appos")


def _lower_described(syntax: Syntax, noun: int) -> None:
    """What a name is, too, is joined to what it is before, not to the name, as in "X, Y's neighbour and rival, left"."""
    name = syntax.head[noun]
    if syntax.pos[name] != "PROPN" or syntax.kids(noun, "det", "nmod", "nummod") or not syntax.kids(noun, "cc"):
        return
    before = [child for child in syntax.kids(name, "appos") if name < child < noun and syntax.pos[child] == "NOUN"]
    if before and "," not in syntax.low[before[-1] : noun]:
        syntax.move(noun, before[-1])


def _lower_subject(syntax: Syntax, verb: int) -> None:
    """Who stands between "for" and "to" is the subject of the infinitive, as in "Called for X to leave"."""
    marks = {syntax.low[mark]: mark for mark in syntax.kids(verb, "mark")}
    if not {"for", "to"} <= set(marks) or syntax.kids(verb, "nsubj", "csubj"):
        return
    between = range(marks["for"] + 1, marks["to"])
    for child in syntax.kids(syntax.head[verb], "nsubj", "obj", "iobj", "obl", "nmod"):
        if child in between and not syntax.kids(child, "case"):
            syntax.move(child, verb)
            syntax.relabel(child, "nsubj")


def _claim_subject(syntax: Syntax, verb: int) -> None:
    """Who stands between a conjunction and its finite verb is the subject of that, as in "Left days after X, who led Y, fell"."""
    if syntax.base[verb] != "advcl" or syntax.feature(verb, "VerbForm") != "Fin" or syntax.kids(verb, "nsubj", "csubj", "expl"):
        return
    for mark in syntax.kids(verb, "mark"):
        for word in range(mark + 1, verb):
            outside = syntax.head[word] < mark and syntax.base[word] in {"nmod", "obl", "obj", "appos"}
            if outside and syntax.pos[word] in {"NOUN", "PROPN"} and not syntax.kids(word, "case"):
                syntax.move(word, verb)
                syntax.relabel(word, "nsubj")
                return


def _raise_coordinated(syntax: Syntax, verb: int) -> None:
    """What repeats the outer verb's auxiliary is joined to that verb, as in "Has denied that its men fled, and has left"."""
    inner = syntax.head[verb]
    if syntax.base[verb] != "conj" or inner == verb or syntax.kids(verb, "nsubj"):
        return
    outer = syntax.head[inner]
    if syntax.base[inner] not in _ACTED or outer == inner or not outer < inner < verb:
        return
    own = [syntax.low[child] for child in syntax.kids(verb, "aux")]
    if not own or own == [syntax.low[child] for child in syntax.kids(inner, "aux")]:
        return
    if own == [syntax.low[child] for child in syntax.kids(outer, "aux")]:
        syntax.move(verb, outer)


def _lower_coordinated(syntax: Syntax, verb: int) -> None:
    """What has the tense of the clause told, not of the telling, is told too, as in "He says how X sent men, attacked Y"."""
    outer = syntax.head[verb]
    if syntax.base[verb] != "conj" or outer == verb or syntax.kids(verb, "nsubj", "aux"):
        return
    tense = syntax.feature(verb, "Tense")
    told = [child for child in syntax.kids(outer, "ccomp") if outer < child < verb and syntax.kids(child, "nsubj")]
    if not told or tense != "Past" or syntax.feature(outer, "Tense") != "Pres" or syntax.kids(outer, "aux"):
        return
    if syntax.feature(told[0], "Tense") == tense and syntax.feature(verb, "VerbForm") == "Fin":
        syntax.move(verb, told[0])


def _lower_relative(syntax: Syntax, verb: int) -> None:
    """A relative "who" takes up the person named right before it, as in "signed by General X, who chairs"."""
    if syntax.dep[verb] != "acl:relcl":
        return
    subject = next((c for c in syntax.kids(verb, "nsubj", "obj") if syntax.low[c] in _PERSONAL), None)
    if subject is None:
        return
    noun = syntax.head[verb]
    nearest = _name_before(syntax, subject)
    if nearest is None or nearest == noun or not noun < nearest or syntax.pos[noun] == "PROPN":
        return
    if nearest in syntax.kids(noun, "appos", "flat", "conj"):
        return
    syntax.move(verb, nearest)


def _lower_participle(syntax: Syntax, verb: int) -> None:
    """A participle behind a clause of its own subject belongs to that, as in "X is poor since Y seized power, ousting Z"."""
    if syntax.base[verb] != "advcl" or syntax.feature(verb, "VerbForm") not in {"Ger", "Part"} or syntax.kids(verb, "mark"):
        return
    outer = syntax.head[verb]
    inner = [
        clause
        for clause in syntax.kids(outer, "advcl")
        if outer < clause < verb and syntax.pos[clause] == "VERB" and syntax.kids(clause, "nsubj")
    ]
    if inner and not syntax.kids(verb, "nsubj"):
        syntax.move(verb, inner[-1])


def _raise_charge(syntax: Syntax, verb: int) -> None:
    """A gerund with "of" on those accused is what they are accused of, as in "Accused X and his men of killing Y"."""
    noun = syntax.head[verb]
    if syntax.base[verb] != "acl" or not any(syntax.low[mark] == "of" for mark in syntax.kids(verb, "mark", "case")):
        return
    if syntax.dep[noun] == "obl:agent":  # "accused by X | of killing Y"
        syntax.move(verb, syntax.head[noun])
        syntax.relabel(verb, "advcl")
        return
    acting = syntax.pos[noun] == "PROPN" or syntax.feature(noun, "Number") == "Plur"
    first = syntax.head[noun] if syntax.base[noun] == "conj" else noun
    above = syntax.head[first]
    if acting and syntax.base[first] == "obj" and syntax.pos[above] == "VERB" and (first != noun or syntax.pos[noun] == "PROPN"):
        syntax.move(verb, above)
        syntax.relabel(verb, "advcl")


def _demote_subject(syntax: Syntax, verb: int) -> None:
    """The first of two subjects is none where a preposition stands before it, as in "Under X, the council ended Y"."""
    subjects = syntax.kids(verb, "nsubj")
    if len(subjects) > 1 and any(case < subjects[0] for case in syntax.kids(subjects[0], "case")):
        syntax.relabel(subjects[0], "obl")


def _lower_title(syntax: Syntax, verb: int) -> None:
    """The first of two subjects is the title of the name right after it, as in "Prime ministers X and Y | met"."""
    subjects = syntax.kids(verb, "nsubj")
    if len(subjects) > 1 and subjects[1] == subjects[0] + 1 and subjects[1] < verb:
        title, name = subjects[:2]
        if syntax.pos[title] == "NOUN" and syntax.pos[name] == "PROPN" and syntax.is_person(name):
            syntax.move(title, name)  # whose "of Mali" says nothing of the others: "Prime ministers X of Mali and Y of Niger"
            syntax.relabel(title, "dep" if syntax.kids(name, "nmod") else "nmod:desc")


def _release_subject(syntax: Syntax, verb: int) -> None:
    """A name between a phrase and a verb without a subject is that, as in "After the flood Niger closed the road"."""
    if syntax.pos[verb] != "VERB" or syntax.kids(verb, "nsubj", "csubj", "expl", "mark"):
        return
    helpers = syntax.kids(verb, "aux", "advmod")
    if syntax.feature(verb, "VerbForm") != "Fin" and not syntax.kids(verb, "aux"):
        return
    for phrase in syntax.kids(verb, "obl"):
        for name in syntax.kids(phrase, "appos", "flat"):
            words = list(syntax.subtree(name))
            first, last = min(words), max(words)
            follows = all(word in helpers for word in range(last + 1, verb)) and last < verb
            plain = syntax.pos[name] == "PROPN" and syntax.pos[phrase] == "NOUN" and syntax.pos[first - 1] == "NOUN"
            if follows and plain:
                syntax.move(name, verb)
                syntax.relabel(name, "nsubj:pass" if any(syntax.dep[child] == "aux:pass" for child in helpers) else "nsubj")
                return


def _return_person(syntax: Syntax, verb: int) -> None:
    """A person's name is no predicate of an active verb without an object, as in "X called President Y to explain"."""
    if syntax.pos[verb] != "VERB" or syntax.kids(verb, "obj", "iobj") or not syntax.kids(verb, "nsubj"):
        return
    said = syntax.kids(verb, "xcomp")
    passive = any(syntax.dep[child].endswith(":pass") for child in syntax.children[verb])
    named = [word for word in said if syntax.pos[word] == "PROPN" and syntax.is_person(word) and not syntax.marker(word)]
    if len(said) == 1 and named and not passive:
        syntax.relabel(named[0], "obj")


def _return_subject(syntax: Syntax, verb: int) -> None:
    """The first of two subjects of "said" is that of what is said before it, as in "X killed Y, Z said"."""
    subjects = syntax.kids(verb, "nsubj")
    contents = [child for child in syntax.kids(verb, "ccomp", "parataxis") if child < verb]
    if len(subjects) > 1 and contents and subjects[0] < contents[0] and not syntax.kids(contents[0], "nsubj", "csubj"):
        syntax.move(subjects[0], contents[0])


def _return_object(syntax: Syntax, verb: int) -> None:
    """The second of two subjects is the object of the verb right before it, as in "Those who threw out X turned on Y"."""
    subjects = syntax.kids(verb, "nsubj")
    if len(subjects) != 2 or not subjects[0] < subjects[1] < verb:
        return
    second = subjects[1]
    before = min(syntax.subtree(second)) - 1
    if before > 0 and syntax.dep[before] == "compound:prt":
        before = syntax.head[before]
    if not subjects[0] < before < second or syntax.pos[before] != "VERB" or syntax.kids(before, "obj", "ccomp", "xcomp"):
        return
    passive = any(syntax.dep[child].endswith(":pass") for child in syntax.children[before])
    if subjects[0] in syntax.ancestors(before) and not passive:
        syntax.move(second, before)
        syntax.relabel(second, "obj")


def _name_speaker(syntax: Syntax, verb: int) -> None:
    """Who stands behind the verb of speech that follows what is said speaks, as in "The town fell, warned the mayor"."""
    if syntax.pos[verb] != "VERB" or syntax.kids(verb, "nsubj", "csubj", "aux", "expl", "mark", "cc"):
        return
    contents = [child for child in syntax.kids(verb, "ccomp") if child < verb]
    behind = [child for child in syntax.kids(verb, "obj", "iobj") if child > verb]
    told = bool(syntax.kids(verb, "iobj")) and any(syntax.base[word] == "appos" for word in (verb - 2, *syntax.ancestors(verb - 2)))
    if contents and len(behind) == 1 and syntax.pos[verb - 1] == "PUNCT" and not told:  # "the mayor, X, told Reuters"
        syntax.relabel(behind[0], "nsubj")


def _name_before(syntax: Syntax, pronoun: int) -> int | None:
    """The head of the name that ends right before a pronoun, a comma between them or not."""
    place = pronoun - 1
    if place >= 0 and syntax.low[place] == ",":
        place -= 1
    if place < 0 or syntax.pos[place] != "PROPN":
        return None
    for _ in range(_WORDS_BEFORE_WHO):
        head = syntax.head[place]
        if syntax.base[place] not in {"flat", "compound"} or syntax.pos[head] != "PROPN" or head == place:
            break
        place = head
    return place


def _raise_subject(syntax: Syntax, verb: int) -> None:
    """The subject of a verb is no part of its object, as in "Said that | X was "undermining" peace by arming Y"."""
    if syntax.kids(verb, "nsubj", "csubj", "expl"):
        return
    for noun in syntax.kids(verb, "obj"):
        subject = next((child for child in syntax.kids(noun, "nsubj") if child < verb < noun), None)
        if subject is not None and not syntax.kids(noun, "cop"):
            passive = any(syntax.dep[child] == "aux:pass" for child in syntax.kids(verb, "aux"))
            syntax.move(subject, verb)
            syntax.relabel(subject, "nsubj:pass" if passive else "nsubj")


def _take_subject(syntax: Syntax, verb: int) -> None:
    """What stands between "since" and a finite verb is its subject, as in "Has been at war since | a revolt in 2011 toppled X"."""
    before = syntax.head[verb]
    if syntax.base[verb] != "advcl" or syntax.kids(verb, "nsubj", "csubj", "mark", "aux", "cop", "cc") or before > verb:
        return
    if syntax.feature(verb, "VerbForm") == "Ger" or not syntax.kids(verb, "obj"):
        return
    for phrase in syntax.kids(before, "obl"):
        cases = syntax.kids(phrase, "case")
        adjacent = before < phrase < verb and max(syntax.subtree(phrase)) == verb - 1
        if adjacent and len(cases) == 1 and syntax.low[cases[0]] in _BEGINS and syntax.pos[phrase] in {"NOUN", "PROPN"}:
            syntax.move(phrase, verb)
            syntax.relabel(phrase, "nsubj")
            syntax.move(cases[0], verb)
            syntax.relabel(cases[0], "mark")
            return


def _raise_relative(syntax: Syntax, verb: int) -> None:
    """A clause with "which" tells of a thing, not of the person right before it, as in "A deal with X, under which Y left"."""
    name = syntax.head[verb]
    if syntax.dep[verb] != "acl:relcl" or syntax.pos[name] != "PROPN" or not syntax.is_person(name):
        return
    noun = syntax.head[name]
    thing = syntax.base[name] in {"nmod", "obl"} and syntax.pos[noun] == "NOUN"
    if thing and any(syntax.low[child] == "which" for child in syntax.kids(verb, "nsubj", "obj", "obl")):
        syntax.move(verb, noun)


def _lower_led(syntax: Syntax, verb: int) -> None:
    """A participle with "by" tells of a thing, not of who did, as in "Saw two coups since May led by X"."""
    above = syntax.head[verb]
    if syntax.base[verb] != "advcl" or not above < verb or syntax.kids(verb, "nsubj", "mark", "aux", "cop"):
        return
    if syntax.low[verb - 1] == "," or not any(syntax.dep[child] == "obl:agent" for child in syntax.children[verb]):
        return
    if verb - 1 in syntax.kids(verb, "advmod") and syntax.pos[verb - 2] == "NOUN" and verb - 2 in syntax.kids(above, "obj", "obl"):
        syntax.move(verb, verb - 2)
        syntax.relabel(verb, "acl")
        return
    for noun in syntax.kids(above, "obj"):
        indefinite = not any(syntax.feature(child, "Definite") == "Def" for child in syntax.kids(noun, "det"))
        between = any(noun < child < verb for child in syntax.kids(above, "obl"))
        if noun < verb and between and indefinite and syntax.pos[noun] == "NOUN" and not syntax.kids(noun, "nmod"):
            syntax.move(verb, noun)
            syntax.relabel(verb, "acl")
