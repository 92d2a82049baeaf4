"""The forms of the verbs of a fault report."""
