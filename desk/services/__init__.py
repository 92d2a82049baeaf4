"""What the desk does in one go."""
