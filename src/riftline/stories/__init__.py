"""Stories: reports of one happening found across outlets and days, and who copied whom."""

from riftline.stories.copies import Copy, find_copies
from riftline.stories.link import Linker, StoryLinks, link_stories
from riftline.stories.stored import (
    disagreements,
    link_store,
    stories_table,
    story,
    story_reports,
)
from riftline.stories.stored_copies import compare_store, copies_table
from riftline.stories.view import Disagreement, Report, Story, build_stories

__all__ = [
    "Copy",
    "Disagreement",
    "Linker",
    "Report",
    "Story",
    "StoryLinks",
    "build_stories",
    "compare_store",
    "copies_table",
    "disagreements",
    "find_copies",
    "link_store",
    "link_stories",
    "stories_table",
    "story",
    "story_reports",
]
