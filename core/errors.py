"""What a service says when it refuses; views turn these into messages and keep what was typed."""


class Refused(Exception):
    """A rule forbids the act; the text is for people and says what to do."""


class Stale(Refused):
    """Somebody else saved the row after it was opened."""
