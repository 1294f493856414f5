"""Where releases lie: content-addressed blobs, directory trees that share what did not change, signed heads.

Knows no Django and no builder. A tree is named by the SHA-256 of its listing, so the root names the whole
site; a change makes new directories only along its path, everything else is a link to what is there already.
"""
