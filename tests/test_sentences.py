"""The sentence splitter on what news prose does: each case is a text and its sentences."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.evaluate.sentences import main, read_treebank, score
from riftline.record import Sentence
from riftline.sentences import MAX_CHARS, split_sentences

SHARED = Path(__file__).parents[2] / "shared" / "data"

# Parts joined by one blank are the text; the parts are the sentences expected.
JOINED = [
    ["The talks failed.", "Both sides went home."],
    ["Mr. Okoye met Mrs. Hale and Dr. Brandt in Vienna.", "They spoke for an hour."],
    ["Gen. Ruiz and Lt. Col. Hahn told Sen. Pike and Rep. Moss of the plan.", "No one objected."],
    ["Troops left the U.S. base on Monday.", "The U.S. Senate was not told."],
    ["He has lived in the U.S.", "He votes in Ohio."],
    ["U.N. Secretary General Ana Sol visited St. Helier.", "She left at noon."],
    ["The vote is at No. 10 Downing Street.", "No. 2 on the list is Mr. Hale."],
    ["Was it a mistake?", "No.", "The minister had planned it."],
    ["J. K. Marlow wrote to Robert F. Dunne about the treaty.", "Dunne never answered."],
    ["George H.W. Crane signed it.", "H. R. Vogel did not."],
    ["It happened on Jan. 5, near Ankara.", "By Feb. 12 the town was empty."],
    ["They were seen in Sept.", "The trial began later."],
    ["He lives in Springfield, Mo.", "His brother lives in Mass."],
    ["Some allies, e.g. Norway and Spain, agreed, i.e. They signed."],
    ["She holds a Ph.D. from Delft.", "He holds an M.A. in law."],
    ["The session opened at 9 a.m. Monday and closed at 5 p.m. EST.", "Nobody spoke."],
    ["The raid began at 4:30 a.m.", "Soldiers sealed off the road."],
    ["He was sworn in at 5 p.m. (1700 GMT) in the court.", "Crowds cheered."],
    ["Acme Corp. Chairman Lou Finn left Borel Inc.", "The board agreed."],
    ["Oil rose 3.5 pct to 18.20 dlrs a barrel.", "Gas fell."],
    ["The index lost 2.", "The currency held."],
    ["“We will not sign.”", "The envoy then left the room."],
    ["She said: “We will not sign.", "We never will.”", "Then she left."],
    ['He said: "It is over.', 'We lost." he added.', "Nobody spoke."],
    ['"Is it true?" he asked.', '"It is," she said.'],
    ['"Will they come?" Foreign Minister Ilse Kern asked reporters.', "Nobody knew."],
    ["“Never!” General Tomas Ruiz replied.", "The room fell silent."],
    ["The premier called it ‘a disgrace.’", "The opposition agreed."],
    ["‘The Americans don’t see it,’ an official said, adding ‘It’s about money.’", "He left."],
    ["The rebels’ leader spoke.", "The miners’ union did not."],
    ["WASHINGTON (Reuters) - The Senate voted on Friday.", "The bill passed."],
    ["LONDON, Oct. 12 (AP) — Ministers met.", "They agreed on little."],
    ["He paused ... and went on.", "The crowd … waited."],
    ["“I am not sure …”", "The minister stopped there."],
    ["It was a warning [...] to us all.", "Nobody heard it."],
    ["See https://news.example.org/a.b?c=1.2 for the text.", "It is long."],
    ["Yahoo! said it would appeal.", "The court said no."],
    ["(The army denied it.)", "A second report followed."],
    ["The firm (known as Kraft & Co. in Europe) paid.", "It did not apologise."],
    ["POLICE STORM U.S. CONSULATE.", "TWO HELD."],
    ["1. The sides will meet again.", "2. The border stays open."],
    ["The ruling cites Art. 5 and Sec. 12 of the act, p. 4.", "Appeals are open."],
    ["Roe v. Wade was cited.", "So was Art. 9."],
    ["The war ended.[1]", "The border stayed."],
    ["It began in 1914.", "1918 brought peace."],
    ["The troops left.", "al-Nour claimed the town."],
    ["The bill died in the House.", "“Shame,” cried Mrs. Hale."],
    ["Reports name Col. John “J.D.” Mercer.", "He denies it."],
    ["Will they pay?", "Can they?", "Nobody says."],
    ["The minister resigned!", "Why?", "Money."],
    ["Sanctions on Vitamin C.", "The ban begins."],
    ["First came Elizabeth II.", "Then came Charles III."],
    ["The strike, now in week two — its longest — goes on.", "Pay is the issue."],
    ["It was late; nobody came.", "“Go,” he said; they went."],
    ["Is the truce — if it is one? — over.", "It may be."],
    ["他们签了协议。", "战争结束了。"],
]


@pytest.mark.parametrize("parts", JOINED, ids=lambda parts: parts[0][:40])
def test_sentences_joined_by_blanks(parts: list[str]) -> None:
    assert [s.text for s in split_sentences(" ".join(parts))] == parts


# Texts with lines: the sentences expected, newlines written as they stand.
WITH_LINES = [
    ("Talks fail\n\nBoth sides left.", ["Talks fail", "Both sides left."]),
    ("Talks fail \n  \nboth sides left", ["Talks fail", "both sides left"]),
    ("Tuesday, March 3, 2020\nThe talks failed.", ["Tuesday, March 3, 2020", "The talks failed."]),
    (
        "Envoys from nine states have met in the city of Graz to end the\n"
        "quarrel over the river. Mr.\n"
        "Lee was among them.",
        [
            "Envoys from nine states have met in the city of Graz to end the\n"
            "quarrel over the river.",
            "Mr.\nLee was among them.",
        ],
    ),
    (
        "Envoys from nine states have met in the city of Graz, near the old\n"
        "Ministry of War, to end the quarrel over the river between them and\n"
        "the hill tribes.",
        [
            "Envoys from nine states have met in the city of Graz, near the old\n"
            "Ministry of War, to end the quarrel over the river between them and\n"
            "the hill tribes."
        ],
    ),
    (
        "Envoys Meet in Graz\n"
        "Envoys from nine states have met in the city of Graz to end the\n"
        "quarrel over the river.",
        [
            "Envoys Meet in Graz",
            "Envoys from nine states have met in the city of Graz to end the\n"
            "quarrel over the river.",
        ],
    ),
    (
        "    The yen rose against the dollar on\n Monday, dealers said.\n    The mark fell.\n",
        ["The yen rose against the dollar on\n Monday, dealers said.", "The mark fell."],
    ),
    (
        "The pact covers:\n• trade in steel\n• fishing rights\n- The border",
        ["The pact covers:", "• trade in steel", "• fishing rights", "- The border"],
    ),
    ("1. Steel\n2. Fish\n3. Coal", ["1. Steel", "2. Fish", "3. Coal"]),
    ("She works for the\nGuardian\nin Leeds.", ["She works for the\nGuardian\nin Leeds."]),
    ("By Ann Poe\nSpecial to the Post", ["By Ann Poe", "Special to the Post"]),
    ("He left.\r\n\r\nShe stayed.\r\n", ["He left.", "She stayed."]),
    (
        "Strikes:\n. Near Tell, two hit.\n. Near Kom, one hit.",
        ["Strikes:", ". Near Tell, two hit.", ". Near Kom, one hit."],
    ),
    ("The deal is done.The minister left.", ["The deal is done.", "The minister left."]),
    ('They said "no deal."The minister left.', ['They said "no deal."', "The minister left."]),
    ('" It is done . " He left .', ['" It is done . "', "He left ."]),
    ("", []),
    (" \n\t\u00a0", []),
    ("…", ["…"]),
]


@pytest.mark.parametrize(("text", "expected"), WITH_LINES)
def test_lines(text: str, expected: list[str]) -> None:
    assert [s.text for s in split_sentences(text)] == expected


def check_offsets(text: str, sentences: list[Sentence]) -> None:
    last = 0
    for i, sentence in enumerate(sentences):
        assert sentence.index == i
        assert last <= sentence.start < sentence.end
        assert not text[last : sentence.start].strip()
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        assert len(sentence.text) <= MAX_CHARS
        last = sentence.end
    assert not text[last:].strip()


@given(st.text(alphabet=st.sampled_from(" \n.?!\"'“”’()AaBb1,;-…[]u\u00a0\r\u2028"), max_size=200))
def test_every_character_is_kept_whatever_the_text(text: str) -> None:
    check_offsets(text, split_sentences(text))


def test_long_sentences_are_cut_at_a_safe_place() -> None:
    text = "the levy on " + "steel, coal and fish; " * 200 + "salt"
    sentences = split_sentences(text)
    check_offsets(text, sentences)
    assert len(sentences) > 2
    assert all(s.text.endswith(";") for s in sentences[:-1])
    check_offsets("x" * 5000, split_sentences("x" * 5000))


@pytest.mark.parametrize(
    "piece", ["A. ", ". ", "word ", '"', "a\n", "x", "Why? A B C ", "\n \n", "U.S. ", "(", "…"]
)
def test_time_is_linear(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        begin = time.process_time()
        split_sentences(text)
        return time.process_time() - begin

    seconds(10_000)
    # Quadratic work on eight times the text would take 64 times as long.
    assert seconds(400_000) < 0.25 + 24 * seconds(50_000)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared articles are not here")
def test_real_articles_keep_their_offsets() -> None:
    text = (SHARED / "articles" / "2025-02-14-news-line.txt").read_text(encoding="utf-8")
    sentences = split_sentences(text)
    check_offsets(text, sentences)
    assert 20 <= len(sentences) <= 26
    csv.field_size_limit(10**9)
    with (SHARED / "articles" / "wikinews_2019.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            check_offsets(row["text"], split_sentences(row["text"]))


def test_treebank_scorer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["# newdoc id = n1", "# newpar", "# text = It rained", "", "# newpar"]
    lines += ["# text = Mr. Lee left.", "", "# text = nobody saw it.", ""]
    path = tmp_path / "a.conllu"
    path.write_text("\n".join(lines), encoding="utf-8")
    (document,) = read_treebank(path)
    assert document.text == "It rained\n\nMr. Lee left. nobody saw it."
    assert score([document]) == {"boundaries": 2, "precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert score(read_treebank(path, flat=True))["recall"] < 1.0
    assert main([str(path), "--only", "n1", "--errors"]) == 0
    assert '"documents": 1' in capsys.readouterr().out
    empty = tmp_path / "b.conllu"
    empty.write_text("", encoding="utf-8")
    assert main([str(empty)]) == 1
