"""The smallest Django project the launcher can start: its tests are about processes, not about orders."""
