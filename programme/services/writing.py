"""What the services of this app share."""

from collections.abc import Mapping

from core.text import to_nfc


def clean_texts(fields: Mapping) -> dict:
    """Return the fields with composed letters and without space around texts."""
    return {name: to_nfc(value).strip() if isinstance(value, str) else value for name, value in fields.items()}


def fill(row, fields: Mapping) -> None:
    """Write the fields to the row, texts as ``clean_texts`` gives them."""
    for name, value in clean_texts(fields).items():
        setattr(row, name, value)
