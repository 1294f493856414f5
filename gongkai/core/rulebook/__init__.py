"""The rule book: every rule of every app, with its text and what it stands on."""
