"""回复校验: what would be returned, found before it is sent (D5–D9). Pure: no Django, no database, no clock of its own."""
