"""One page of rows that stand on a page of their own object, with size and number from the address."""

from collections.abc import Mapping

from django.core.paginator import Page, Paginator

from core.components import PAGE_PARAMETER, SIZE_PARAMETER, page_size


def page_of(rows, query: Mapping[str, str]) -> Page:
    """Return the page asked for in ``query``; a wrong number gives the nearest right page."""
    return Paginator(rows, page_size(query.get(SIZE_PARAMETER))).get_page(query.get(PAGE_PARAMETER))
