"""Help where it is needed: what each page is for, and what the field's words mean. All of it is data."""

from tracker.core.help.pages import PAGES, HelpPage, help_page_of
from tracker.core.help.words import WORDS, Word, word_of

__all__ = ["PAGES", "WORDS", "HelpPage", "Word", "help_page_of", "word_of"]
