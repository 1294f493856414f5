"""办文: one dossier per document carries it from 立项 to the number and the archive."""
