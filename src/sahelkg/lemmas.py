"""Edit rules from a form to its lemma: what the model chooses from.

A rule is ``case|cut|add``: lower the form (``l``), keep it (``k``) or write it with a capital (``c``), cut so many
characters off its end, add what follows. ``=|be`` gives the whole lemma, for forms that share too little with it.
"""

from __future__ import annotations

from functools import lru_cache

_MAX_CUT = 5


def find_rule(form: str, lemma: str, upos: str = "") -> str:
    """The rule that leads from ``form`` to ``lemma``.

    >>> find_rule("Fighters", "fighter", "NOUN"), find_rule("was", "be", "AUX"), find_rule("Mali", "Mali", "PROPN")
    ('l|1|', '=|be', 'k|0|')
    """
    for case in ("k", "l", "c") if upos in {"PROPN", "X", "SYM", "PUNCT"} else ("l", "k", "c"):
        base = _set_case(form, case)
        shared = 0
        while shared < min(len(base), len(lemma)) and base[shared] == lemma[shared]:
            shared += 1
        cut = len(base) - shared
        if (shared > 0 and cut <= _MAX_CUT and cut <= shared + 2 and len(lemma) - shared <= _MAX_CUT) or base == lemma:
            return f"{case}|{cut}|{lemma[shared:]}"
    return f"=|{lemma}"


@lru_cache(maxsize=60_000)
def apply_rule(form: str, rule: str) -> str:
    """The lemma that ``rule`` makes of ``form``; the form itself where the rule would leave nothing.

    >>> apply_rule("seized", "l|1|"), apply_rule("US", "l|2|")
    ('seize', 'US')
    """
    case, _, edit = rule.partition("|")
    if case == "=":
        return edit
    cut, _, added = edit.partition("|")
    base = _set_case(form, case)
    return base[: len(base) - int(cut)] + added or form


def _set_case(form: str, case: str) -> str:
    return form.lower() if case == "l" else form.capitalize() if case == "c" else form
