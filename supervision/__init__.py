"""What a lead watches over."""
