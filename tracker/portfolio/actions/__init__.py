"""What follows from everything put side by side."""
