"""The only code that reads this app's rows for people: who may see is asked by the caller, `on` is the day."""
