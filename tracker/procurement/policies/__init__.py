"""The rules of this app: pure functions of plain data and a day."""
