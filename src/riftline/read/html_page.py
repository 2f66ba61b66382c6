"""The article in an HTML page, by trafilatura."""

from __future__ import annotations

import copy
import logging
import re

from riftline.read.draft import Draft
from riftline.read.encoding import declared_charset, decode, first_bad_line

_log = logging.getLogger(__name__)
_LIST_MARK = re.compile(r"^- ", re.MULTILINE)
# What the parsers say of a page goes to whoever asks for it, not to standard error.
for _name in ("trafilatura", "htmldate", "courlan"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


def html_draft(data: bytes) -> Draft:
    """The article of a page with its date, title, outlet and address where the page gives them.

    ``text`` is empty where no article is found. Paragraphs are parted by a blank line, so that
    a sentence never runs from one into the next.

    Raises:
        ValueError: the parser gave up on the page.
    """
    # Imported here: it takes longer to load than the rest of the room, and few inputs need it.
    from trafilatura import bare_extraction
    from trafilatura.settings import DEFAULT_CONFIG

    config = copy.deepcopy(DEFAULT_CONFIG)
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "40")  # agency flashes are short
    config.set("DEFAULT", "MIN_FILE_SIZE", "0")
    page, problem = decode(data, declared_charset(data))
    if "<body" not in page[:65536].lower():
        page = f"<html><body>{page}</body></html>"
    try:
        found = bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            # Only dates that the page states as its own; a year in the footer is no date.
            date_extraction_params={"extensive_search": False, "original_date": True},
            config=config,
        )
    except Exception as error:  # third-party parser on hostile input: any error is bad input
        _log.debug("trafilatura failed", exc_info=True)
        raise ValueError(f"the page cannot be parsed: {type(error).__name__}") from error
    line = first_bad_line(data) if problem else None
    if found is None or isinstance(found, dict):  # a dict only where one is asked for
        return Draft("", 1, problem=problem, problem_line=line)
    return Draft(
        text=_paragraphs(found.text or "", found.title),
        line=1,
        published=(found.date,) if found.date else (),
        outlet=found.sitename or found.hostname,
        url=found.url,
        title=found.title,
        problem=problem,
        problem_line=line,
    )


def _paragraphs(text: str, title: str | None) -> str:
    """Paragraphs parted by a blank line, without the title where it stands above them."""
    first, _, rest = text.partition("\n")
    if title and first.strip() == title.strip():
        text = rest
    return _LIST_MARK.sub("", text).replace("\n", "\n\n")
