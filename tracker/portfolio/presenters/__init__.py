"""Words, dates and colours for the pages and reports, from what the selectors read."""
