"""Views of reports and of the start page."""
