"""Trust plumbing for Family Justice Centers."""

__version__ = "0.1.0"
