"""The read side of the dossiers."""
