"""What was done, by whom, written in the act's own transaction and sealed in a chain."""
