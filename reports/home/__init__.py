"""What the start page shows to each role: what waits, the figures of the year, two charts, what ends."""

from reports.home.page import StartPage, start_page

__all__ = ["StartPage", "start_page"]
