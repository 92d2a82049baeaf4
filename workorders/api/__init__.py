"""Orders for programs: the same gate, forms and scope as the pages."""
