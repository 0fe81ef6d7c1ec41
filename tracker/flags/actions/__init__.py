"""Everything that writes flags."""
