"""What goes wrong with the embedded services, said in one line."""


class EmbeddedError(RuntimeError):
    """An embedded service cannot run; the message is one line for the person at the terminal."""
