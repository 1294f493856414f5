"""Staff screens of the gate."""
