"""Which language a text is in, for the texts that are not in English."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE = 6000  # characters from the start and from the middle; a page's head may be in another language
_SURE = 0.9
_NO_LANGUAGE = "zxx"  # ISO 639-2: no linguistic content
_ENGLISH_SHARE = 0.3  # of a text's words; English news has .4 and more of spaCy's stop words, its neighbours under .15
_ENOUGH_WORDS = 50


def detect_language(text: str) -> str | None:
    """ISO 639 code of the text's language, or None where the text is too short or too mixed to be sure.

    The probability must reach .9, which short texts full of names do not: they stay undecided.

    Examples:
        >>> detect_language("Les soldats ont quitté la ville dans la nuit de dimanche à lundi, selon des habitants.")
        'fr'
        >>> detect_language("Assimi Goïta, Bamako") is None
        True
    """
    middle = max(_SAMPLE, (len(text) - _SAMPLE) // 2)
    sample = text[:_SAMPLE] + text[middle : middle + _SAMPLE]
    if _is_plainly_english(sample):
        return "en"
    language, probability = _load_identifier().classify(sample)
    sure = not math.isnan(probability) and probability >= _SURE
    return str(language) if sure and language != _NO_LANGUAGE else None


def _is_plainly_english(sample: str) -> bool:
    """Whether so much of it is English function words that the identifier, slow to load, need not be asked."""
    words = re.findall(r"[^\W\d_]+", sample.lower())
    common = _load_function_words()
    return len(words) >= _ENOUGH_WORDS and sum(word in common for word in words) >= _ENGLISH_SHARE * len(words)


@lru_cache(maxsize=1)
def _load_function_words() -> frozenset[str]:
    """SpaCy's stop words, by their file alone: all of spaCy takes seconds to import, and articles that are unchanged need none."""
    spacy = find_spec("spacy")
    folder = Path(spacy.origin or "").parent if spacy else Path()
    found = spec_from_file_location("spacy_stop_words", folder / "lang" / "en" / "stop_words.py")
    if found is None or found.loader is None:
        return frozenset()  # then the identifier is asked
    module = module_from_spec(found)
    found.loader.exec_module(module)
    return frozenset(module.STOP_WORDS)


@lru_cache(maxsize=1)
def _load_identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
