"""Accuracy on annotated data: one module a subject."""
