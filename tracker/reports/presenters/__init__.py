"""Words for the pages about reports, and the reports themselves."""
