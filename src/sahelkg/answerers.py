"""The processes that answer for ``serve``, from the server's side: given a request, waited for, killed past their time."""

from __future__ import annotations

import queue
import time
from multiprocessing import get_context
from multiprocessing.connection import wait
from socket import MSG_PEEK
from typing import TYPE_CHECKING, NamedTuple, Self

from sahelkg.answering import Ask, Draw, Limits, Reply, answer_requests, refuse

if TYPE_CHECKING:
    import socket
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from pathlib import Path


class _Child(NamedTuple):
    process: SpawnProcess
    channel: Connection


class Answerers:
    """So many processes, each with one request at a time; a context manager. Threads may ask side by side."""

    def __init__(self, store: Path, limits: Limits, processes: int = 2) -> None:
        self._store = store
        self._limits = limits
        self._idle: queue.LifoQueue[_Child] = queue.LifoQueue()  # the last used first: its caches are warm
        self._closed = False
        for _ in range(processes):
            self._idle.put(self._start())

    def answer(self, work: Ask | Draw, client: socket.socket | None = None) -> Reply | None:
        """The reply to a request, in at most twice the time limit: once to wait for a free process, once to answer.

        Args:
            work: what is asked.
            client: who asks. If it hangs up, the process is killed and there is None to reply to.
        """
        try:
            child = self._idle.get(timeout=self._limits.seconds)
        except queue.Empty:
            return refuse(503, "all processes that answer are busy: ask again later")
        try:
            child.channel.send(work)
            if self._wait(child, client):
                reply: Reply = child.channel.recv()
            elif client is not None and _has_hung_up(client):
                child = self._replace(child)
                return None
            else:
                child = self._replace(child)
                reply = refuse(503, f"not answered within {self._limits.seconds:g} seconds: ask for less")
        except (EOFError, OSError):
            child = self._replace(child)
            reply = refuse(500, "the question ended the process that answers (out of memory?): ask for less")
        finally:
            if self._closed:
                _kill(child)
            else:
                self._idle.put(child)
        return reply

    def close(self) -> None:
        """Kills all processes, busy ones as well."""
        self._closed = True
        while True:
            try:
                _kill(self._idle.get_nowait())
            except queue.Empty:
                return

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _wait(self, child: _Child, client: socket.socket | None) -> bool:
        """Waits for a reply; False if the time is over or the client has gone."""
        deadline = time.monotonic() + self._limits.seconds
        watched: list[Connection | socket.socket] = [child.channel, *([client] if client else [])]
        while (left := deadline - time.monotonic()) > 0:
            ready = wait(watched, left)
            if child.channel in ready:
                return True
            if client is not None and client in ready:
                if _has_hung_up(client):
                    return False
                watched.remove(client)  # its next request is waiting; this one goes on
        return False

    def _replace(self, child: _Child) -> _Child:
        _kill(child)
        return self._start()

    def _start(self) -> _Child:
        # spawned, not forked: the server has threads
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=answer_requests, args=(self._store, self._limits, theirs), daemon=True)
        process.start()
        theirs.close()
        return _Child(process, ours)


def _kill(child: _Child) -> None:
    child.channel.close()
    child.process.kill()
    child.process.join()
    child.process.close()


def _has_hung_up(client: socket.socket) -> bool:
    """Whether the other side closed the connection; what else it may have sent stays to be read."""
    try:
        return bool(wait([client], 0)) and client.recv(1, MSG_PEEK) == b""
    except OSError:
        return True
