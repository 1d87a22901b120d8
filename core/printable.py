"""Text as it may stand in a document: composed letters, no characters that break XML or PDF."""

import re

from core.text import to_nfc

# What XML 1.0 forbids: controls but tab and line break, halves of surrogate pairs, non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?")


def printable(value: object) -> str:
    """Return ``value`` as text for a document; people's own characters are all kept.

    Control characters (a vertical tab comes along when text is pasted from Word) are dropped,
    line ends become line feeds, letters are composed (NFC). ``None`` gives an empty string.
    """
    if value is None:
        return ""
    return to_nfc(_FORBIDDEN.sub("", _LINE_ENDS.sub("\n", str(value))))
