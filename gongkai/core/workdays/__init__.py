"""One calendar for every deadline."""
