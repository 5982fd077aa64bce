"""How alike two texts are, without the texts: signatures of min-hashes over runs of words.

Agency reports are printed by many papers, cut and retitled. A signature holds, for each of 64 hash functions, the
smallest hash among a text's runs of five words; the share of places where two signatures agree estimates the share of
runs that the texts have in common (Broder 1997). Bands of four places find candidates without comparing all with all.
"""

from __future__ import annotations

import hashlib
import re

import numpy as np

RUN = 5  # words in a run
PLACES = 64
BAND = 4  # places in a band: texts that share half of their runs meet in one of 16 bands two times in three
LEAST_RUNS = 12  # shorter texts ("More soon.") are alike by chance
NEARLY_EQUAL = 0.6  # share of common runs from which two texts are copies: a cut of a third keeps it

_WORD = re.compile(r"\w+")
_PRIME = (1 << 31) - 1
_FACTORS = np.array(
    [
        int.from_bytes(hashlib.sha256(f"factor {n}".encode()).digest()[:4], "big") % (_PRIME - 1) + 1
        for n in range(PLACES)
    ],
    dtype=np.uint64,
)
_SUMMANDS = np.array(
    [int.from_bytes(hashlib.sha256(f"summand {n}".encode()).digest()[:4], "big") % _PRIME for n in range(PLACES)],
    dtype=np.uint64,
)


def sign_text(text: str) -> str | None:
    """The signature of a text, 512 hex digits; None for one of fewer than 16 words.

    Case, punctuation and white space make no difference.
    """
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}
    if len(runs) < LEAST_RUNS:
        return None
    hashed = np.fromiter(
        (
            int.from_bytes(hashlib.blake2b(run.encode("utf-8", "replace"), digest_size=4).digest(), "big") % _PRIME
            for run in runs
        ),
        dtype=np.uint64,
        count=len(runs),
    )
    smallest = np.full(PLACES, _PRIME, dtype=np.uint64)
    for chunk in range(0, len(hashed), 4096):  # the product of all runs and places need not fit in memory
        values = (hashed[chunk : chunk + 4096, None] * _FACTORS[None, :] + _SUMMANDS[None, :]) % np.uint64(_PRIME)
        smallest = np.minimum(smallest, values.min(axis=0))
    return "".join(f"{int(value):08x}" for value in smallest)


def list_bands(signature: str) -> list[str]:
    """The 16 bands of a signature; nearly equal texts share at least one."""
    width = 8 * BAND
    return [f"{place // width:x}-{signature[place : place + width]}" for place in range(0, len(signature), width)]


def compare_signatures(first: str, second: str) -> float:
    """The share of the two texts' runs that both have, estimated, from 0 to 1."""
    return sum(first[place : place + 8] == second[place : place + 8] for place in range(0, 8 * PLACES, 8)) / PLACES
