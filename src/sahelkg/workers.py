"""Articles extracted by several processes; a process that dies takes at most its article with it."""

from __future__ import annotations

import signal
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

from sahelkg.extracts import Extracted, Settings, extract_one, skip_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sahelkg.records import Article, Skipped

    Result = Extracted | Skipped
    Waiting = tuple[list[Article], Future[list[Result]]]

BATCH = 8  # articles that a process is given at once
_IN_FLIGHT = 3  # batches a process


class Workers:
    """Processes that are fed with batches of articles; a context manager."""

    def __init__(self, settings: Settings, jobs: int) -> None:
        self._settings = settings
        self._jobs = jobs
        self._executor = _start(jobs)

    def extract(self, articles: Iterable[Article]) -> Iterator[Result]:
        """Yields each article's result in the articles' order; holds at most some dozens of articles a process.

        Where a process dies, its batch is done again one by one, and the article that it dies of is named.
        """
        batches = _cut(articles)
        waiting: deque[Waiting] = deque()
        for batch in islice(batches, self._jobs * _IN_FLIGHT):
            waiting.append(self._submit(batch))
        while waiting:
            batch, future = waiting.popleft()
            try:
                results = future.result()
            except BrokenProcessPool:
                results = list(self._extract_singly(batch))
                waiting = deque(self._submit(again) if _is_broken(lost) else (again, lost) for again, lost in waiting)
            yield from results
            waiting.extend(self._submit(batch) for batch in islice(batches, 1))

    def close(self) -> None:
        """Ends the processes; what they have not begun is dropped."""
        self._executor.shutdown(cancel_futures=True)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _submit(self, batch: list[Article]) -> Waiting:
        try:
            return batch, self._executor.submit(_extract_batch, self._settings, batch)
        except BrokenProcessPool:
            self._executor.shutdown()
            self._executor = _start(self._jobs)
            return batch, self._executor.submit(_extract_batch, self._settings, batch)

    def _extract_singly(self, articles: list[Article]) -> Iterator[Result]:
        executor = _start(1)
        try:
            for article in articles:
                try:
                    yield from executor.submit(_extract_batch, self._settings, [article]).result()
                except BrokenProcessPool:
                    executor.shutdown()
                    executor = _start(1)
                    yield skip_article(article, "worker", "ended the process that read it (out of memory?)")
        finally:
            executor.shutdown()


def _cut(articles: Iterable[Article]) -> Iterator[list[Article]]:
    stream = iter(articles)
    while batch := list(islice(stream, BATCH)):
        yield batch


def _start(jobs: int) -> ProcessPoolExecutor:
    # spawned, not forked: the model's threads do not survive a fork
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_ignore_interrupts)


def _ignore_interrupts() -> None:
    """Ctrl-C reaches every process of the terminal; the one that feeds them ends them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _extract_batch(settings: Settings, articles: list[Article]) -> list[Result]:
    return [extract_one(settings, article) for article in articles]


def _is_broken(future: Future[list[Result]]) -> bool:
    return future.done() and isinstance(future.exception(), BrokenProcessPool)
