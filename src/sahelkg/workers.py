"""Articles extracted by several processes; a process that dies takes at most its article with it.

Each process is fed by itself, so that it is known which articles one that dies had before it. As many articles wait at
each as keep it busy while the caller writes what came back; results come in the articles' order.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from sahelkg.extracts import Extracted, Settings, extract_one, skip_article
from sahelkg.thrift import collect_seldom, hide_deep_learning

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Future

    from sahelkg.records import Article, Skipped

    Result = Extracted | Skipped

BATCH = 8  # articles that a process is given at once, at most
BATCH_CHARACTERS = 60_000  # of text, at most, unless one article has more
WAITING = 8  # batches that wait at a process: what it does while the caller merges some hundred articles


@dataclass
class _Task:
    """A batch, and the process that has it."""

    articles: list[Article]
    worker: int
    future: Future[list[Result]]

    @property
    def is_lost(self) -> bool:
        """Whether its process died before it had done the batch."""
        return self.future.done() and isinstance(self.future.exception(), BrokenProcessPool)


class Workers:
    """Processes that are fed with batches of articles; a context manager."""

    def __init__(self, settings: Settings, jobs: int) -> None:
        """Starts the processes; each is ready after a few seconds, and may be fed before."""
        self._settings = settings
        self._executors = [_open_process(settings.model) for _ in range(jobs)]

    def extract(self, articles: Iterable[Article]) -> Iterator[Result]:
        """Yields each article's result in the articles' order; holds at most some dozens of articles a process.

        Where a process dies, its articles are done again by another, the one batch that it may have died of one by one;
        an article that ends that process too is named, and the others go on.
        """
        batches = _cut(articles)
        waiting: deque[_Task] = deque()
        while True:
            while len(waiting) < WAITING * len(self._executors) and (batch := next(batches, None)):
                waiting.append(self._submit(batch, self._choose(waiting)))
            if not waiting:
                return
            task = waiting.popleft()
            try:
                results = task.future.result()
            except BrokenProcessPool:
                results = list(self._extract_singly(task))
                for place, other in enumerate(waiting):
                    if other.is_lost:
                        waiting[place] = self._submit(other.articles, other.worker)
            yield from results

    def close(self) -> None:
        """Ends the processes; what they have not begun is dropped."""
        for executor in self._executors:
            executor.shutdown(cancel_futures=True)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _choose(self, waiting: Iterable[_Task]) -> int:
        """The process with the fewest batches before it."""
        load = [0] * len(self._executors)
        for task in waiting:
            load[task.worker] += not task.future.done()
        return load.index(min(load))

    def _submit(self, articles: list[Article], worker: int) -> _Task:
        executor = self._executors[worker]
        try:
            future = executor.submit(_extract_batch, self._settings, articles)
        except BrokenProcessPool:
            executor.shutdown()
            executor = self._executors[worker] = _open_process(self._settings.model)
            future = executor.submit(_extract_batch, self._settings, articles)
        return _Task(articles, worker, future)

    def _extract_singly(self, task: _Task) -> Iterator[Result]:
        for article in task.articles:
            try:
                yield from self._submit([article], task.worker).future.result()
            except BrokenProcessPool:
                yield skip_article(article, "worker", "ended the process that read it (killed, or out of memory?)")


def _cut(articles: Iterable[Article]) -> Iterator[list[Article]]:
    batch: list[Article] = []
    characters = 0
    for article in articles:
        if batch and (len(batch) == BATCH or characters + len(article.text) > BATCH_CHARACTERS):
            yield batch
            batch, characters = [], 0
        batch.append(article)
        characters += len(article.text)
    if batch:
        yield batch


@contextmanager
def run_beside(action: Callable[..., None], *given: object) -> Generator[None]:
    """Calls a function of a module in another process while the block runs; here, afterwards, if that process dies.

    Raises:
        Exception: what the function raises.
    """
    with _open_process(None) as other:
        called = other.submit(action, *given)
        yield
        died = isinstance(called.exception(), BrokenProcessPool)
    if died:
        action(*given)
    else:
        called.result()


def _open_process(model: str | None) -> ProcessPoolExecutor:
    # spawned, not forked: the model's threads do not survive a fork
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_prepare, initargs=(model,))


def _prepare(model: str | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of a terminal; who feeds this one ends it
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()
    hide_deep_learning(model)
    collect_seldom()


def _follow(parent: int) -> None:
    """Ends this process where the one that feeds it was killed: nobody else would."""
    wait([parent])
    os._exit(1)


def _extract_batch(settings: Settings, articles: list[Article]) -> list[Result]:
    return [extract_one(settings, article) for article in articles]
