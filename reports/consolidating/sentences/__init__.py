"""Sentences by subject. A builder takes a ``Telling`` and returns the paragraphs of its passage."""
