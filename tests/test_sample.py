"""The bundled sample corpus is well formed, its labels are true, and its sentences our own."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from riftline.evaluate.labels import Problem, check, parse
from riftline.sample import sample_articles, sample_labels
from riftline.sentences import split_sentences

SHARED = Path(__file__).parents[2] / "shared" / "data"
MIN_WORDS = 8  # shorter sentences are stock phrases that anybody writes


def test_articles_are_many_short_and_dated() -> None:
    articles = sample_articles()
    assert len(articles) >= 64
    assert len({a.id for a in articles}) == len(articles)
    assert len({a.outlet for a in articles}) >= 5
    for article in articles:
        assert 90 <= len(article.text.split()) <= 260, article.id
        assert article.published is not None, article.id
        assert date(2014, 1, 1) <= article.published <= date(2026, 12, 31), article.id
        assert article.title, article.id
        assert article.url, article.id
        assert re.match(r"https://[a-z-]+\.example\.org/", article.url), article.id


def test_labelled_sentences_are_those_of_the_splitter() -> None:
    problems: list[Problem] = []
    with resources.as_file(resources.files("riftline.sample") / "labels.txt") as path:
        items = parse(path, problems)
        check(items, path, problems)
    assert problems == []
    articles = {a.id: a for a in sample_articles()}
    assert [item["id"] for item in items] == list(articles)
    for item in items:
        article = articles[item["id"]]
        assert item["sentences"] == [s.text for s in split_sentences(article.text)], article.id
        assert article.published is not None
        assert item["date"] == article.published.isoformat()


def test_label_substrings_are_true_and_dates_plausible() -> None:
    texts = {a.id: [s.text for s in split_sentences(a.text)] for a in sample_articles()}
    for label in sample_labels():
        sentence = texts[label["article"]][label["sent"]]
        parts = [label["trigger"], label["speaker"], label["place"]]
        parts += [p["text"] for p in label["actors"] + label["recipients"]]
        for part in filter(None, parts):
            assert part in sentence, (label["article"], part)
        if label["date"]:
            assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", label["date"]), label["article"]


def test_only_old_acts_are_historical() -> None:
    published = {a.id: a.published for a in sample_articles()}
    for label in sample_labels():
        if label["date"] is None or len(label["date"]) < 10:
            continue
        day = published[label["article"]]
        assert day is not None
        age = (day - date.fromisoformat(label["date"])).days
        assert age <= 40 or "historical" in label["aux"], (label["article"], label["trigger"])
        assert age >= 20 or "historical" not in label["aux"], (label["article"], label["trigger"])


def test_corpus_has_what_the_demo_and_the_regression_need() -> None:
    articles, labels = sample_articles(), sample_labels()
    assert len({label["type"] for label in labels}) == 16
    for aux in ("future", "hypothetical", "historical", "negation"):
        assert sum(aux in label["aux"] for label in labels) >= 8, aux
    for voice in ("named", "anonymous"):
        assert sum(label["voice"] == voice for label in labels) >= 8, voice
    total = sum(len(split_sentences(a.text)) for a in articles)
    filled = {(label["article"], label["sent"]) for label in labels}
    assert len(filled) <= 0.6 * total
    leaders = [a for a in articles if (a.title or "").startswith("Leader:")]
    assert len(leaders) >= 8
    assert len({a.outlet for a in leaders}) >= 3


def test_wire_copies_repeat_most_of_their_source() -> None:
    sentences = {a.id: {s.text for s in split_sentences(a.text)} for a in sample_articles()}
    outlets = {a.id: a.outlet for a in sample_articles()}
    owners = Counter(s for own in sentences.values() for s in own)
    copies = [
        i
        for i, own in sentences.items()
        if outlets[i] != "Halden Wire" and sum(owners[s] > 1 for s in own) >= 0.6 * len(own)
    ]
    assert len(copies) >= 6


def test_a_faulty_label_is_reported_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "labels.txt"
    path.write_text("@ a | 2020-01-01 | wire\n. Rain fell.\n! AID | snow | - | -\n")
    problems: list[Problem] = []
    items = parse(path, problems)
    assert items[0]["events"] == []
    assert [p.where for p in problems] == ["labels.txt:3"]


# ---------------------------------------------------------------- our own sentences


def _normalised(text: str) -> str:
    """Words in lower case with single blanks; JSON escapes count as blanks."""
    plain = re.sub(r"\\(?:u[0-9a-fA-F]{4}|.)", " ", text.lower())
    return f" {re.sub(r'[^a-z0-9]+', ' ', plain).strip()} "


def _development_text(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8", "replace")


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_no_sentence_occurs_in_the_development_texts() -> None:
    ours = {
        words
        for article in sample_articles()
        for sentence in split_sentences(article.text)
        if len((words := _normalised(sentence.text)).split()) >= MIN_WORDS
    }
    heads: dict[tuple[str, ...], list[str]] = {}
    for words in ours:
        heads.setdefault(tuple(words.split()[:4]), []).append(words)
    paths = [p for f in ("articles", "stories", "coding") for p in (SHARED / f).rglob("*")]
    assert len(ours) > 300
    assert len(paths) > 10
    for path in filter(Path.is_file, paths):
        text = _normalised(_development_text(path))
        tokens = text.split()
        begun = heads.keys() & set(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False))
        assert [w for head in begun for w in heads[head] if w in text] == [], path.name
