"""The scorers of claims and of factuality, on texts of our own."""

from __future__ import annotations

import doctest
import gzip
import json
from pathlib import Path

import pytest

from riftline.errors import InputError
from riftline.evaluate import claims, factuality, rates
from riftline.evaluate.claims import score_claims
from riftline.evaluate.factuality import figures, joined, judge_by_signs, read_ratings

TEXT = "The ban led to hunger. Oslo must act. Nothing else was said."


def label(kind: str, **parts: str) -> dict[str, object]:
    spans = {n: [TEXT.index(t), TEXT.index(t) + len(t)] for n, t in parts.items()}
    return {"kind": kind, "parts": spans, "voice": "outlet", "speaker": None}


def row(start: str, *found: dict[str, object]) -> dict[str, object]:
    at = TEXT.index(start)
    return {"id": "a", "start": at, "end": TEXT.index(".", at) + 1, "claims": list(found)}


def test_claims_that_agree() -> None:
    cause = label("cause", cause="The ban", effect="hunger", marker="led to")
    call = label("call", addressee="Oslo", content="act", marker="must")
    scored = score_claims([row("The ban", cause), row("Oslo", call)], {"a": TEXT})
    assert scored["all"]["f1"] == 1.0
    assert scored["all"]["parts_exact"] == 1.0
    assert scored["all"]["voice_right"] == 1.0


def test_a_claim_in_an_empty_sentence_is_wrong_and_a_missed_one_counts() -> None:
    missed = label("prediction", content="Nothing else was said", marker="was")
    scored = score_claims([row("The ban"), row("Nothing", missed)], {"a": TEXT})
    assert (scored["cause"]["found"], scored["cause"]["precision"]) == (1, 0.0)
    assert (scored["prediction"]["gold"], scored["prediction"]["recall"]) == (1, 0.0)


def test_labels_of_other_articles_are_left_out() -> None:
    assert score_claims([{**row("Oslo"), "id": "b"}], {"a": TEXT})["all"]["found"] == 0


def test_bundled_labels_are_spans_of_their_sentence() -> None:
    path = Path(__file__).parent / "data" / "claims_labels.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 200
    for one in rows:
        for claim in one["claims"]:
            assert claim["kind"] in claims.KINDS
            for start, end in claim["parts"].values():
                assert one["start"] <= start < end <= one["end"]


def test_ratings_of_a_treebank_table(tmp_path: Path) -> None:
    path = tmp_path / "ratings.tsv.gz"
    head = "ewt_split\tpred_token_index_ud12\tfactuality\ttext\n"
    table = head + "dev\t4\t-2.5\tIt did n't happen .\ntrain\t2\t2.0\tIt happened .\n"
    path.write_bytes(gzip.compress(table.encode()))
    (rated,) = read_ratings(path, ["dev"])
    assert rated.text[rated.start : rated.end] == "happen"
    (judged,) = judge_by_signs([rated])
    assert judged.status == ("negation",)


def test_ratings_of_embedded_clauses(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_text("Target,Prompt,Mean\nI doubt that Oslo was shelled.,Oslo was shelled,-1.5\n")
    (rated,) = read_ratings(path)
    assert rated.text[rated.start : rated.end] == "was shelled"
    assert rated.rating == -1.5


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\xff\xfe\x00"])
def test_another_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match="other"):
        read_ratings(path)


def test_figures_of_nothing() -> None:
    assert figures([], 0)["auc"] is None
    assert figures([], 0)["spearman"] is None


def test_treebank_tokens_join() -> None:
    assert joined(["Oslo", "'s", "(", "old", ")", "port", "."])[0] == "Oslo's (old) port."


def test_doctests() -> None:
    for module in (claims, factuality, rates):
        assert doctest.testmod(module).failed == 0
