"""What comes from OA: received once, filed in its dossier or kept for a person."""
