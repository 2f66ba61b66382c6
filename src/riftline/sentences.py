"""Sentences with offsets: a rule-based splitter for news prose.

Three steps. Lines are joined into units: a blank line always ends a unit, a single newline ends
one unless the text is hard-wrapped there (`_units`). Within a unit every full stop, question
mark, exclamation mark and ellipsis is judged by the word before it and the word after it
(`_ends_sentence`). A sentence longer than `MAX_CHARS` is cut at the last semicolon, else comma,
else blank before that length (`_cut_long`), so that no caller meets an endless sentence.

Every step is linear in the length of the text.

Example:
    >>> [s.text for s in split_sentences("Mr. Lee is in the U.S. He met Gen. Roy.")]
    ['Mr. Lee is in the U.S.', 'He met Gen. Roy.']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from riftline.record import Sentence

MAX_CHARS = 1500
"""Longest sentence, in characters; longer ones are cut at a safe place."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Words that carry a full stop and are followed by a name or a number: never a sentence end.
_TITLES = _words(
    """
    mr mrs ms mx messrs mme mlle dr drs prof gen brig lt col maj capt cpt sgt cmdr cdr adm sen
    sens rep reps gov govs rev hon pres amb supt insp det pvt cpl ptl sgts gens cols fr vs v cf
    viz e.g i.e eg ie mt ft approx atty asst dep dist supt fig figs vol vols eds ste
    """
)
# Abbreviations after which a number continues the sentence ("No. 10", "Art. 5", "Jan. 5").
_BEFORE_NUMBER = _words(
    """
    no nos art arts sec secs p pp para paras ch chap ver c ca circa est b d r op rs tel ext par
    ser bk pt rev res doc
    """
)
# Abbreviations that may end a sentence; they do so only before a word that starts sentences.
_AMBIGUOUS = _words(
    """
    jr sr inc corp co cos ltd plc llc bros mfg intl natl assn assoc dept depts univ inst st ave
    blvd rd hwy bldg al ph.d esq gmbh cie pty est nat govt min max incl excl orig
    """
)
# The same, but only when written with a capital: months, weekdays and American states.
_AMBIGUOUS_CAPITAL = _words(
    """
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Ala
    Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Kans Ky La Md Mass Mich Minn Miss Mo Mont
    Neb Nev Okla Ore Pa Penn Tenn Tex Va Vt Wash Wis Wisc Wyo Ont Que Alta Sask JAN FEB MAR APR
    JUN JUL AUG SEP SEPT OCT NOV DEC
    """
)
_STARTERS = _words(
    """
    the a an he she it they we i you this that these those there in on at for from but and or so
    if when while as after before since during however meanwhile according his her its their our
    my not no yes what who why how where which whether some many most several all both other
    another each every to by with without under although though because despite even now then
    here also still yet only such earlier later among between instead moreover nor until once
    through over asked speaking about against almost any around besides by few further
    furthermore following given had has have is are was were will would can could should may
    might do does did let like more much neither nobody nothing perhaps please rather thus today
    tomorrow nevertheless nonetheless indeed officials critics supporters people police it's
    he's she's they're we're i'm that's there's what's
    """
)
_AFTER_CLOCK = _words(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat
    sun january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec et est edt ct cst cdt mt mst mdt pt pst pdt
    gmt utc bst cet cest ist eastern central pacific mountain local greenwich moscow beijing
    """
)
_FUNCTION_WORDS = _words(
    """
    of the and to in for by with a an at from on or as that which who is was are were be has
    have had its his her their our de von van les
    """
)

_TERMINAL = re.compile(
    r"(?:\.(?: \.)+|[.!?…]+)(?:\[\d{1,3}\])*[\"'”’»)\]*]*(?:\[\d{1,3}\])*(?=\s|\Z|[A-Z“‘\"])"
    r"|[。！？؟।]+[”’」』）]*"
)
_NEXT = re.compile(r"(\s*)([\"'“‘«(\[<{]*)([^\W\d_][\w'’]*|\d+)?", re.UNICODE)
_WORD_CHARACTER = re.compile(r"\w")
_MULTI_DOT = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}\Z")
_CLOCK = re.compile(r"[ap]\.?m\Z", re.IGNORECASE)
_LEADING = "\"'“”‘’«»([{<—–-*_#"
_GLUED = re.compile(r"[A-Z][a-z]*(?:['’][a-z]+)?[\s,]|[“‘\"]?[A-Z]")
_LOWER_NAME = re.compile(r"(?:al|el|ash|an|as|ad|ul)-[A-Z]|[ie][A-Z]")
_DASH_ON = re.compile(r"\s+[-–—]+\s+[a-z]")
_SPEECH_VERBS = (
    "said|says|asked|asks|added|wrote|writes|told|replied|tweeted|shouted|continued|joked|quipped"
    "|declared|demanded|exclaimed|wondered|responded|recalled|insisted|concluded|cried|yelled"
)
_ATTRIBUTION = re.compile(rf"\s+(?:[A-Z][\w.'’-]*\s+){{1,7}}?(?:{_SPEECH_VERBS})\b")
_BULLET = re.compile(r"[.•‣◦▪●■►*·]\s|[-–—]\s+[^a-z\s]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s")
_LOOKBACK = 40  # characters searched for the word before a full stop


def split_sentences(text: str) -> list[Sentence]:
    """Split a text into sentences, in order, blanks between them left out.

    Args:
        text: any text; offsets of the result are characters of it, end exclusive.

    Returns:
        Sentences with ``text[s.start:s.end] == s.text``, never empty, without leading or
        trailing blanks, none longer than `MAX_CHARS`.

    Example:
        >>> [(s.start, s.end) for s in split_sentences("It rained. We left.")]
        [(0, 10), (11, 19)]
    """
    spans = (
        cut
        for unit in _units(text)
        for span in _sentence_spans(text, *unit)
        for cut in _cut_long(text, *span)
    )
    return [Sentence(i, start, end, text[start:end]) for i, (start, end) in enumerate(spans)]


# ---------------------------------------------------------------- lines and units


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    indent: int
    head: str  # enough of its beginning to judge the joint before it

    def __len__(self) -> int:
        return self.end - self.start


def _units(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that a sentence cannot leave: paragraphs, list items, headings."""
    blocks = list(_blocks(text))
    widths = [_wrap_width(text, block) for block in blocks]
    known = [width for width in widths if width]
    # Blocks without evidence of their own follow the text, when most of it is hard-wrapped.
    shared = sum(len(b) - 1 for b in blocks) or 1
    wrapped = sum(len(b) - 1 for b, width in zip(blocks, widths, strict=True) if width)
    usual = max(known) if wrapped * 2 > shared else 0
    for block, width in zip(blocks, widths, strict=True):
        start = block[0].start
        for line, after in pairwise(block):
            if not _is_soft(text, line, after, width or usual):
                yield start, line.end
                start = after.start
        yield start, block[-1].end


def _blocks(text: str) -> Iterator[list[_Line]]:
    """Runs of lines that are not blank."""
    block: list[_Line] = []
    position = 0
    for raw in text.splitlines(keepends=True):
        content = raw.strip()
        if content:
            start = position + len(raw) - len(raw.lstrip())
            indent = start - position
            block.append(_Line(start, start + len(content), indent, content[:60]))
        elif block:
            yield block
            block = []
        position += len(raw)
    if block:
        yield block


def _wrap_width(text: str, block: list[_Line]) -> int:
    """The column at which the block's lines were wrapped by hand; 0 where they were not.

    Evidence of wrapping is a line that goes on in lower case after one that has no end mark.
    """
    joints = 0
    width = 0
    for line, after in pairwise(block):
        if after.head[0].islower() and text[line.end - 1] not in '.!?:;"”’':
            joints += 1
            width = max(width, len(line))
    if not 20 <= width <= 200 or joints * 6 < len(block) - 1:
        return 0
    return width


def _is_soft(text: str, line: _Line, after: _Line, width: int) -> bool:
    """Whether the newline between two lines is only a wrap (or a stray break) in a sentence."""
    if _BULLET.match(after.head) or after.indent >= line.indent + 2:
        return False
    if after.head[0].islower() or after.head[0] in ",;)":
        return not _LOWER_NAME.match(after.head) or bool(width)
    last_word = text[max(line.start, line.end - 8) : line.end].rsplit(None, 1)[-1]
    if last_word.endswith(",") or (last_word[-1] == "." and last_word[:-1].lower() in _TITLES):
        return True
    if width:
        first_word = len(after.head.split(None, 1)[0])
        return len(line) + 1 + first_word > width * 0.95
    return last_word in _FUNCTION_WORDS


# ---------------------------------------------------------------- full stops


def _sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut one unit at its sentence ends."""
    worded = False  # whether the sentence has a letter or digit yet
    scanned = start
    for match in _TERMINAL.finditer(text, start, end):
        stop = match.end()
        worded = worded or _WORD_CHARACTER.search(text, scanned, match.start()) is not None
        scanned = stop
        if stop >= end or not worded or not _ends_sentence(text, start, end, match):
            continue
        stop = _closing_after_blank(text, start, stop, end)
        yield start, stop
        start = scanned = _skip_blanks(text, stop, end)
        worded = False
        if start >= end:
            return
    if start < end:
        yield start, end


def _skip_blanks(text: str, position: int, end: int) -> int:
    while position < end and text[position].isspace():
        position += 1
    return position


def _closing_after_blank(text: str, start: int, stop: int, end: int) -> int:
    """Take in a bracket or straight quote that stands alone after the mark and closes."""
    following = _skip_blanks(text, stop, end)
    closer = text[following : following + 1]
    if following == stop or following >= end or text[following + 1 : following + 2].strip():
        return stop
    if closer in ")]”»" or (closer == '"' and text.count('"', start, stop) % 2 == 1):
        return following + 1
    return stop


def _ends_sentence(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Judge one end mark by the word before it and what follows."""
    mark = match.group()
    stop = match.end()
    following = _NEXT.match(text, stop, end)
    assert following is not None  # every part of the pattern is optional
    blanks, opening, word = following.groups()
    word = word or ""
    if mark[0] in "。！？؟।":
        return True
    before = _word_before(text, start, match.start())
    if not blanks:
        return _is_glued_end(text, stop, end, before, mark)
    if mark.startswith((".", "…")) and len(mark.rstrip("\"'”’»)]")) == 1 and mark[0] == ".":
        return _full_stop_ends(text, start, match, before, opening, word, following)
    if (word[:1].islower() and not opening) or _DASH_ON.match(text, stop, end):
        return False
    if mark.startswith(("..", ". .", "…")):  # an ellipsis trails off or bridges
        return bool(word) and not word[0].islower() and word not in ("I", "I'm", "I’m")
    quoted = mark[-1] in "\"”’'"
    return not (quoted and _ATTRIBUTION.match(text, stop, end))


def _word_before(text: str, start: int, position: int) -> str:
    """The blank-delimited word that the mark closes, without opening quotes and brackets."""
    piece = text[max(start, position - _LOOKBACK) : position]
    if not piece or piece[-1].isspace():
        return ""
    return piece.split()[-1].lstrip(_LEADING)


def _is_glued_end(text: str, stop: int, end: int, before: str, mark: str) -> bool:
    """Sentences run together without a blank ("the deal.The minister"), but no name or URL."""
    if "/" in before or "@" in before or "." in before or not _GLUED.match(text, stop, end):
        return False
    if mark[-1] in "\"”’'" or mark[0] in "!?":
        return mark[-1] not in "'’" and len(before) > 1
    return len(before) >= 3 and before.islower() and before not in _AMBIGUOUS | _TITLES


def _full_stop_ends(
    text: str,
    start: int,
    match: re.Match[str],
    before: str,
    opening: str,
    word: str,
    following: re.Match[str],
) -> bool:
    """The rules for a single full stop followed by a blank."""
    lowered = before.lower()
    quoted = match.group()[-1] in "\"”’'»"
    if not word and not opening:  # a dash, a bullet, a symbol
        return not _is_abbreviation(before)
    if word[:1].islower():
        if opening:
            return not quoted and not _is_abbreviation(before)
        plain = len(before) >= 4 and before.islower() and not _is_abbreviation(before)
        named = bool(_LOWER_NAME.match(text, following.start(3)))
        return not quoted and not match.group().endswith(")") and (plain or named)
    if quoted and not _MULTI_DOT.match(before):
        return True
    if opening == "(" and _CLOCK.match(before):  # "5 p.m. (1700 GMT)"
        return False
    if lowered in _TITLES or _is_enumerator(text, start, match.start(), before):
        return False
    if word[:1].isdigit():
        return not (lowered in _BEFORE_NUMBER or before in _AMBIGUOUS_CAPITAL or lowered == "st")
    return not _is_abbreviation(before) or _starts_sentence(text, before, word, following)


def _is_enumerator(text: str, start: int, position: int, before: str) -> bool:
    """A list number that opens the sentence: "1. The ministers agree"."""
    short = (before.isdigit() and len(before) <= 2) or (len(before) == 1 and before.isalpha())
    return short and not text[start : min(position - len(before), start + 4)].strip(_LEADING + " ")


def _is_abbreviation(before: str) -> bool:
    """Whether the full stop may belong to the word: an initial or a known abbreviation."""
    if len(before) == 1 and before.isalpha():
        return before.isupper() or before in "pvcdbr"
    lowered = before.lower()
    return (
        lowered in _AMBIGUOUS
        or lowered in _TITLES
        or before in _AMBIGUOUS_CAPITAL
        or _MULTI_DOT.match(before) is not None
        or (lowered in _BEFORE_NUMBER and before not in ("no", "No", "par", "doc", "est"))
        or ("-" in before and _MULTI_DOT.match(before.rsplit("-", 1)[-1]) is not None)
    )


def _starts_sentence(text: str, before: str, word: str, following: re.Match[str]) -> bool:
    """Whether the word after an abbreviation shows that a new sentence begins."""
    if _CLOCK.match(before):
        return word.lower() not in _AFTER_CLOCK
    if len(word) > 1 and word.isupper():  # headlines in capitals: no telling
        return False
    if text[following.end() : following.end() + 1] == "." and len(word) == 1:
        return False  # a second initial
    return word.lower().replace("’", "'") in _STARTERS


# ---------------------------------------------------------------- long sentences


def _cut_long(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a sentence above `MAX_CHARS` at the last ';', else ',', else blank of each stretch."""
    while end - start > MAX_CHARS:
        low, high = start + MAX_CHARS // 3, start + MAX_CHARS
        cut = max(text.rfind(";", low, high), text.rfind("\n", low, high)) + 1
        cut = cut or text.rfind(", ", low, high) + 1 or text.rfind(" ", low, high) or 0
        if cut <= low:
            cut = high
        stop = cut
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        yield start, stop
        start = _skip_blanks(text, cut, end)
    if start < end:
        yield start, end
