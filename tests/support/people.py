"""What people who exist in tests only have in common."""

PASSWORD = "correct-horse-battery-staple"
