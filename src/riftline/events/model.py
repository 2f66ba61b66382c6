"""The event model at run time: onnxruntime, numpy and a tokenizer.

Example:
    >>> model = EventModel()
    >>> from riftline.record import Sentence
    >>> text = "France expelled two Russian diplomats on Monday."
    >>> [e.event_type for e in model.code([Sentence(0, 0, len(text), text)])]
    ['SANCTION']
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Tokenizer

from riftline.errors import RiftlineError
from riftline.events.decode import HeadOutputs, RawEvent, Thresholds, decode, sigmoid, softmax
from riftline.events.proposals import FLOOR, distance_buckets, propose, row_mask
from riftline.events.windows import Packer, Window
from riftline.ontology import load_ontology
from riftline.record import Sentence

WEIGHTS = Path(__file__).parent / "weights"
CACHE = 20_000  # windows remembered, so that repeated wire copy is coded once
# ONNX Runtime's SkipLayerNormalization takes several times as long as the addition and the
# normalisation that it replaces, whose inner loops are vectorised.
SLOW_FUSIONS = ["SkipLayerNormFusion"]
# No piece of a window proposes a trigger below this raw score; the margin is for rounding.
SILENT = float(np.log(FLOOR / (1 - FLOOR))) - 1e-3


class EventModel:
    """Codes sentences into raw events; deterministic, one window a pass.

    ``folder`` holds encoder.onnx, events.onnx, pairs.onnx, tokenizer.json and model.toml;
    ``threads`` is the number of threads of the matrix products.
    """

    def __init__(self, folder: Path = WEIGHTS, threads: int = 1) -> None:
        missing = [n for n in ("encoder.onnx", "model.toml") if not (folder / n).exists()]
        if missing:
            raise RiftlineError(
                f"no {missing[0]}", where=str(folder), hint="reinstall riftline, its weights lack"
            )
        settings = tomllib.loads((folder / "model.toml").read_text(encoding="utf-8"))
        self.version: str = settings["version"]
        limits = settings["thresholds"]
        self.limits = Thresholds(**{**limits, "aux": tuple(limits["aux"])})
        self.calibration: tuple[float, ...] = tuple(settings["calibration"]["weights"])
        self.ontology = load_ontology()
        self._packer = Packer(Tokenizer.from_file(str(folder / "tokenizer.json")))
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._encoder, self._events, self._pairs = (
            ort.InferenceSession(
                str(folder / f"{name}.onnx"),
                options,
                providers=["CPUExecutionProvider"],
                disabled_optimizers=SLOW_FUSIONS,
            )
            for name in ("encoder", "events", "pairs")
        )
        self._cache: OrderedDict[tuple[str, ...], list[RawEvent]] = OrderedDict()

    def windows(self, sentences: Sequence[Sentence]) -> Iterator[Window]:
        """The windows that the encoder reads, in text order."""
        return self._packer.pack(sentences)

    def code(self, sentences: Sequence[Sentence]) -> list[RawEvent]:
        """Raw events of one document's sentences, in text order."""
        events: list[RawEvent] = []
        for window in self.windows(sentences):
            key = tuple(s.text for s in window.sentences)
            found = self._cache.get(key)
            if found is None:
                found = self._window(window)
                self._cache[key] = found
                if len(self._cache) > CACHE:
                    self._cache.popitem(last=False)
            else:
                self._cache.move_to_end(key)
            events += [
                dataclasses.replace(e, sentence=window.sentences[e.sentence].index) for e in found
            ]
        return events

    def _encode(self, window: Window) -> list[NDArray[np.float32]]:
        feed = {
            "ids": np.array([window.ids], np.int64),
            "shapes": np.array([window.shapes], np.int64),
        }
        return list(self._encoder.run(None, feed))

    def _window(self, window: Window) -> list[RawEvent]:
        hidden, triggers, sectors, filled = self._encode(window)
        if triggers.max() < SILENT:
            return []
        proposals = propose(sigmoid(triggers), window)
        if not proposals:
            return []
        spans = [(p.start, p.end) for p in proposals]
        length = len(window.ids)
        feed = {
            "hidden": hidden,
            "spans": row_mask(spans, length),
            "sentences": row_mask([window.ranges[p.k] for p in proposals], length),
            "distances": distance_buckets(spans, length),
        }
        out = HeadOutputs(*self._events.run(None, feed))
        return decode(window, proposals, out, filled, sectors, self.ontology, self.limits)

    def relations(
        self, sentence: str, pairs: Iterable[tuple[tuple[int, int] | None, tuple[int, int] | None]]
    ) -> NDArray[np.float32]:
        """Type probabilities (P, 16) of what each source does to each target in one sentence.

        A pair is two character spans; None stands for a participant that the sentence leaves
        unnamed. The order of types is the ontology's.
        """
        window = next(iter(self._packer.pack([Sentence(0, 0, len(sentence), sentence)])))
        length = len(window.ids)
        sides: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
        for pair in pairs:
            for side, span in zip(sides, pair, strict=True):
                side.append((span and window.piece_span(0, *span)) or (0, 1))
        hidden = self._encode(window)[0]
        feed = {
            "hidden": hidden,
            "sources": row_mask(sides[0], length),
            "targets": row_mask(sides[1], length),
            "sentences": row_mask([window.ranges[0]] * len(sides[0]), length),
        }
        scores = np.asarray(self._pairs.run(None, feed)[0], np.float32)
        return softmax(scores[:, :-1])
