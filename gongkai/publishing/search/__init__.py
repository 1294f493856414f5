"""Public search: fed from releases only, written by the publisher alone."""
