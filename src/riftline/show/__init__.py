"""Showing coded documents to people: a summary on the terminal, one self-contained page."""

from riftline.show.html import render_html, write_html
from riftline.show.terminal import events_table, print_summary

__all__ = ["events_table", "print_summary", "render_html", "write_html"]
