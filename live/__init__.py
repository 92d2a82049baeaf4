"""What changed, told to the screens as it happens."""
