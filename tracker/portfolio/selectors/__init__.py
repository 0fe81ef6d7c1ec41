"""Reads of whole pages: positions, plans, governance and flags, joined for one screen, report or API answer."""
