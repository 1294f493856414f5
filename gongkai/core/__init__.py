"""What every duty stands on. Knows no duty."""
