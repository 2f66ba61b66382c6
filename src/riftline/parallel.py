"""Coding with several processes: same results, same order, same bytes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from riftline.coder import Coded, Coder, coded_or_problem
from riftline.errors import InputError
from riftline.record import Document

_CHUNK = 16  # documents a task: few enough to stay ordered without much waiting
_coder: Coder | None = None


def code_parallel(
    documents: Iterable[Document],
    *,
    workers: int,
    actors: Sequence[str | Path] = (),
    weights: str | Path | None = None,
    on_problem: Callable[[InputError], None] | None = None,
) -> Iterator[Coded]:
    """Code documents with ``workers`` processes, in the order of the input.

    Memory stays bounded: at most three chunks of 16 documents a worker are under way. A document
    that cannot be coded is handed to ``on_problem``; without it the problem is raised.

    Raises:
        InputError: a document could not be coded, and there is no ``on_problem``.
    """
    source = iter(documents)
    # "spawn" leaves no inherited threads or locks of the parent behind in the workers.
    with ProcessPoolExecutor(
        workers, get_context("spawn"), initializer=_start, initargs=(list(actors), weights)
    ) as pool:
        pending: deque[Future[list[Coded | InputError]]] = deque()
        while True:
            while len(pending) < 3 * workers and (chunk := list(islice(source, _CHUNK))):
                pending.append(pool.submit(_code, chunk))
            if not pending:
                return
            for result in pending.popleft().result():
                if not isinstance(result, InputError):
                    yield result
                elif on_problem is None:
                    raise result
                else:
                    on_problem(result)


def _start(actors: list[str | Path], weights: str | Path | None) -> None:
    global _coder
    _coder = Coder(actors=actors, weights=weights)


def _code(chunk: list[Document]) -> list[Coded | InputError]:
    if _coder is None:  # the initialiser ran in this process, or the pool has already failed
        raise RuntimeError("worker has no coder")
    return [coded_or_problem(_coder, document) for document in chunk]
