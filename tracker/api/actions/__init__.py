"""The only code that writes this app's rows."""
