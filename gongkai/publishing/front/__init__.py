"""The front: answers released pages before Django is loaded. Nothing in here imports Django."""
