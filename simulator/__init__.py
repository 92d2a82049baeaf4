"""The people of the demo district at work: a stranger's program that knows the API and nothing else of the system."""
