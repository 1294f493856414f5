"""A test-only app: rows with a deadline and with personal data, as a duty would have them."""
