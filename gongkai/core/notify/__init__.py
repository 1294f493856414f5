"""One digest for each person and day, through adapters."""
