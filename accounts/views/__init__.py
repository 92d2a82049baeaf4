"""The entrance: sign-in, second factor, password."""
