"""What a lead watches over: each figure counted with the conditions of the list it opens."""
