"""Full-text search over a stored ``search_text`` column, word by word, by prefix."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import QuerySet

from core.text import search_words

VECTOR = SearchVector("search_text", config="simple")


def search_index(name: str) -> GinIndex:
    """Return the index that ``matching`` uses; it needs no extension."""
    return GinIndex(VECTOR, name=name)


def word_query(word: str) -> SearchQuery:
    """Return the query for rows with a word that begins with ``word`` (already normalised)."""
    return SearchQuery(f"'{word}':*", config="simple", search_type="raw")


def matching(queryset: QuerySet, text: str) -> QuerySet:
    """Return the rows whose ``search_text`` holds every word of ``text``, marks and case aside."""
    for word in search_words(text):
        queryset = queryset.alias(search_vector=VECTOR).filter(search_vector=word_query(word))
    return queryset
