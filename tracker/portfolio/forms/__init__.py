"""The forms of the dashboards."""
