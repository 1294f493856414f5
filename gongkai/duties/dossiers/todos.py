"""What of the dossiers waits for a person."""

from gongkai.duties.dossiers import todos_review as todos_review  # enters its own
