"""Editions of a consolidated report: read once, drawn as often as needed, frozen, issued, compared."""
