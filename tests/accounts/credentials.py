"""What the people of these tests sign in with."""

PASSWORD = "Deng-2026-liang"
