"""Pages of 报修 beside the core's own."""
