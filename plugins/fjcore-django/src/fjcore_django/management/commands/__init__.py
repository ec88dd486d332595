"""Commands for a project."""
