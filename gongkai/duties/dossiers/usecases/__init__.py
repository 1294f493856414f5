"""Acts on dossiers."""
