"""Pure rules of the chain: which steps a document needs, where it stands, what speaks against the next step."""
