"""Sealed fields for Django models, on fjcore's envelopes and keys."""
