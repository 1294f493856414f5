"""What becomes of the words in the tables of dossiers when what they are of is purged."""

from gongkai.duties.dossiers import places_review as places_review  # enters its own
