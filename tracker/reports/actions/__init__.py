"""The only writes to reports: what people ask for, and what the workers that make them record."""
