"""What those who watch over the work ask by program."""
