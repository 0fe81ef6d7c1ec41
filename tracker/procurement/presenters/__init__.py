"""Rows of this app in words, dates and tags."""
