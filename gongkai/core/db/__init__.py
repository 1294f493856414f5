"""Database backends. SQLite for an embedded installation; PostgreSQL uses Django's own."""
