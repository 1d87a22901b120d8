"""Forms of the programme, a module for each part of the work."""
