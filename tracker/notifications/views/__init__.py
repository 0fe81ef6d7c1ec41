"""The pages of notifications, and the buttons that follow things."""
