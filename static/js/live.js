// The stream of events, and its fallback.
