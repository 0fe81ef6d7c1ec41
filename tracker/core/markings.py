"""How sensitive a page or file is, in the words of the Government Security Classifications Policy."""

OFFICIAL = "OFFICIAL"
COMMERCIAL = "OFFICIAL-SENSITIVE: COMMERCIAL"  # shows prices, values or scores
