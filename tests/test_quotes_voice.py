"""Voice of a trigger, and the scorer of quotations."""

from __future__ import annotations

import doctest
import importlib
import json
from pathlib import Path

import pytest

from riftline.evaluate.quotes import main, predicted_roles, read_polnear, score_polnear, score_voice
from riftline.mentions.quotes import find_quotes, voice_at
from riftline.mentions.quotes_speaker import anonymous_type
from riftline.record import Span
from riftline.sentences import split_sentences

# text with the trigger in [], actor's words, voice, speaker
VOICES = [
    ("Oslo [condemned] the attack.", "Oslo", "outlet", None),
    ("Oslo said it would [close] the port.", "it", "outlet", None),
    ("Oslo said it would [close] the port.", None, "outlet", None),
    ("Pike said he had [resigned].", "he", "outlet", None),
    ("“We will [sue] the firm,” Pike said.", "We", "outlet", None),
    ("“I [urge] both sides to talk,” the Pope said.", "I", "outlet", None),
    ("Pike vowed to [fight] on.", "Pike", "outlet", None),
    ("The army [shelled] the town.", "The army", "outlet", None),
    ("Oslo said Graz had [bombed] the port.", "Graz", "named", "Oslo"),
    ("Graz had [bombed] the port, Oslo said.", "Graz", "named", "Oslo"),
    ("Graz [bombed] the port, according to the coast guard.", "Graz", "named", "the coast guard"),
    ("“They [burned] our homes,” Ana Sol said.", "They", "named", "Ana Sol"),
    ("“The rebels [burned] our homes.”", "The rebels", "named", None),
    ("Oslo accused Graz of [arming] the rebels.", "Graz", "named", "Oslo"),
    ("Oslo [accused] Graz of arming the rebels.", "Oslo", "outlet", None),
    ("Graz's claim that Oslo [shot] the pilot is false.", "Oslo", "named", "Graz"),
    ("Officials said the army had [shelled] the town.", "the army", "anonymous", "Officials"),
    ("The ship was reportedly [hit] by a mine.", None, "anonymous", None),
    ("It was reported that police had [fired] on them.", "police", "anonymous", None),
    ("Reports that rebels [took] the town were denied.", "rebels", "anonymous", None),
    ("Lee said two diplomats said Oslo had [paid].", "Oslo", "anonymous", "two diplomats"),
    ("Oslo said the move was needed after the [attack] on the port.", None, "outlet", None),
]


@pytest.mark.parametrize(("marked", "actor", "voice", "speaker"), VOICES)
def test_voice(marked: str, actor: str | None, voice: str, speaker: str | None) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    quotes = find_quotes(text, split_sentences(text))
    found, quote = voice_at(quotes, Span(start, end, text[start:end]), actor)
    assert found == voice
    assert (quote.source.text if quote and quote.source else None) == speaker


SPEAKERS = [
    ("two senior U.S. officials", "official"),
    ("the official", "official"),
    ("Pentagon officials", "official"),
    ("an official spokesman", "official"),
    ("a spokesman for the ministry", None),
    ("an AMC spokesman", None),
    ("President Okoye and his top aides", None),
    ("Lena Brandt, the principal officer in Graz", None),
    ("Western diplomats", "diplomat"),
    ("the diplomat", None),
    ("President Okoye’s special envoy for Graz", None),
    ("sources close to the talks", "source"),
    ("people briefed on the matter", "source"),
    ("a person familiar with the plan", "source"),
    ("a report", "reports"),
    ("the report", None),
    ("Japanese media", None),
    ("witnesses", "other"),
    ("a bus driver", "other"),
    ("some", "other"),
    ("both leaders", None),
    ("analysts at Borel", "other"),
    ("police", None),
    ("the foreign ministry", None),
    ("a court", None),
    ("he", None),
    ("", None),
]


@pytest.mark.parametrize(("source", "kind"), SPEAKERS)
def test_kinds_of_speaker(source: str, kind: str | None) -> None:
    assert anonymous_type(source) == kind


def write_polnear(folder: Path) -> None:
    text = "Oslo said Graz had lied. It rained."
    (folder / "text").mkdir(parents=True)
    (folder / "attributions").mkdir()
    (folder / "text" / "a_b.txt").write_text(text, encoding="utf-8")
    lines = [
        "T1\tSource 0 4\tOslo",
        "T2\tCue 5 9\tsaid",
        "T3\tContent 10 23\tGraz had lied",
        "T4\tAttribution 5 9\tsaid",
        "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3",
    ]
    (folder / "attributions" / "a_b_x1.ann").write_text("\n".join(lines), encoding="utf-8")


def test_polnear_scorer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_polnear(tmp_path)
    (document,) = read_polnear(tmp_path)
    assert document.attributions[0]["content"] == ((10, 23),)
    figures = score_polnear([document])
    for role in ("source", "cue", "content"):
        assert figures[role]["exact_f1"] == figures[role]["partial_f1"] == 1.0
    assert main(["polnear", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out)["documents"] == 1


def test_polnear_scorer_counts_what_is_missed(tmp_path: Path) -> None:
    write_polnear(tmp_path)
    (document,) = read_polnear(tmp_path)
    extra = {"source": ((25, 27),), "cue": ((28, 34),), "content": ((25, 34),)}
    harder = type(document)("x", document.text, (*document.attributions, extra))
    content = score_polnear([harder])["content"]
    assert (content["exact_precision"], content["exact_recall"]) == (1.0, 0.5)


def test_a_missing_folder_is_an_error_of_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["polnear", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_pieces_of_a_group_count_once() -> None:
    text = '"We lost," he said, "and they won."'
    roles = predicted_roles(find_quotes(text, split_sentences(text)))
    assert len(roles["content"]) == len(roles["cue"]) == 1
    assert len(roles["content"][0]) == 2


def test_voice_scorer() -> None:
    text = "Oslo said Graz bombed the port."
    article = {"id": "a", "text": text, "sentences": [{"start": 0, "end": len(text)}]}
    event = {
        "article": "a",
        "sent": 0,
        "trigger": "bombed",
        "voice": "named",
        "speaker": "Oslo",
        "actors": [{"text": "Graz", "name": "Graz"}],
    }
    figures = score_voice([event], [article])
    assert figures["accuracy"] == figures["named"]["f1"] == figures["speaker_same"] == 1.0
    wrong = score_voice([{**event, "voice": "outlet"}], [article])
    assert wrong["accuracy"] == 0.0


@pytest.mark.parametrize(
    "module",
    [
        "riftline.sentences",
        "riftline.evaluate.sentences",
        "riftline.mentions.quotes",
        "riftline.mentions.quotes_voice",
        "riftline.mentions.quotes_marks",
        "riftline.mentions.quotes_speaker",
        "riftline.mentions.quotes_lexicon",
        "riftline.mentions.claims",
        "riftline.mentions.claims_lexicon",
    ],
)
def test_examples_of_the_docstrings_run(module: str) -> None:
    result = doctest.testmod(importlib.import_module(module))
    assert result.attempted > 0
    assert result.failed == 0
