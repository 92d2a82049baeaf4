"""What the verbs of a fault report do, beyond moving its state."""
