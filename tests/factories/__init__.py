"""Functions that build objects for tests; one module for each app."""
