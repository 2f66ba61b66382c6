"""Figures of the bundled coder on the labelled sample corpus: a regression check, no benchmark.

python training/figures_sample.py
"""

from __future__ import annotations

import json

from riftline import Coder
from riftline.evaluate.events import as_gold, evaluate_events
from riftline.sample import sample_articles, sample_labels


def main() -> None:
    """Code the sample and print its figures as JSON."""
    coder = Coder()
    articles, ours = [], []
    for document in sample_articles():
        coded = coder.code_document(document)
        sentences = [{"i": s.index} for s in coded.sentences]
        articles.append({"id": document.id, "sentences": sentences})
        ours += [as_gold(event, document.id) for event in coded.events]
    print(json.dumps(evaluate_events(ours, sample_labels(), articles), indent=1))


if __name__ == "__main__":
    main()
