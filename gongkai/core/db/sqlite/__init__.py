"""Django's SQLite backend with writers that queue instead of guessing when to try again."""
