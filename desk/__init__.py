"""The agent's desk: one screen for a call, whatever its business."""
