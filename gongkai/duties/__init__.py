"""One app for each duty of the notice."""
