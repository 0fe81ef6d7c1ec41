"""The pages that put everything side by side."""
