"""What every view is made of: the scope of its rows and who may use it.

Out of scope is 404 (``ScopedQuerysetMixin``); in scope but not allowed is a refusal with its reason
(``RuleRequiredMixin``, ``require``). A view that has neither says why with ``@unscoped``.
"""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView
from django.views.generic.detail import SingleObjectMixin

from core.components import PAGE_SIZES, page_size
from core.errors import Refused, Stale


def require(allowed: bool, refusal: str) -> None:  # noqa: FBT001 - reads as a sentence: require(may_edit(...), "…")
    """Stop here unless ``allowed``.

    Raises:
        PermissionDenied: with ``refusal``, shown on the 403 page.
    """
    if not allowed:
        raise PermissionDenied(refusal)


def unscoped(reason: str) -> Callable:
    """Mark a view (class or function) that shows no rows of the programme, and say why."""

    def mark(view):
        view.unscoped_reason = reason
        return view

    return mark


class ScopedQuerysetMixin:
    """Take rows only from ``model.objects.visible_to(request.user)``."""

    def get_queryset(self):
        """Return the rows that the signed-in person may see."""
        return self.model.objects.visible_to(self.request.user)


class RuleRequiredMixin:
    """Refuse people whose role may never use this page.

    ``rule`` is a predicate of ``rules.py`` that takes the user; ``refusal`` says what the person can do.
    """

    rule: Callable = None
    refusal = None

    def dispatch(self, request, *args, **kwargs):
        """Check the rule before anything is read."""
        require(type(self).rule(request.user), self.refusal or _("Vai trò của bạn không dùng chức năng này."))
        return super().dispatch(request, *args, **kwargs)


class OfObjectFormView(ScopedQuerysetMixin, SingleObjectMixin, FormView):
    """A form about one object: out of scope is 404 before it is a refusal; a refusal keeps what was typed.

    Attributes:
        refusal: what is said to who may not.
        is_for_object: whether the form changes the object itself.
    """

    refusal = None
    is_for_object = False

    def dispatch(self, request, *args, **kwargs):
        """Take the object and check who asks."""
        self.object = self.get_object()
        require(self.is_allowed(), self.refusal)
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        """Return whether the person may do this with the object."""
        raise NotImplementedError

    def write(self, form):
        """Call the service and return the redirect."""
        raise NotImplementedError

    def get_form_kwargs(self):
        """Hand the object to forms that change it."""
        kwargs = super().get_form_kwargs()
        return kwargs | {"instance": self.object} if self.is_for_object else kwargs

    def form_valid(self, form):
        """Write by the service."""
        try:
            return self.write(form)
        except Stale as error:
            form.take_stale(error, self.get_object())
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
        return self.form_invalid(form)


class PagedListView(ScopedQuerysetMixin, ListView):
    """A list with page size and page from the address; a wrong page shows the nearest right one."""

    def get_paginate_by(self, _queryset):
        """Return the page size: one of ``PAGE_SIZES``, the smallest by default."""
        return page_size(self.request.GET.get("size"))

    def paginate_queryset(self, queryset, page_size):
        """Clamp the page instead of answering 404 to an old or mistyped link."""
        paginator = self.get_paginator(queryset, page_size, allow_empty_first_page=True)
        asked = self.request.GET.get(self.page_kwarg, "1")
        number = int(asked) if asked.isdecimal() and len(asked) <= 6 else 1
        page = paginator.page(max(1, min(number, paginator.num_pages)))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs):
        """Add the page sizes that the pager offers."""
        return super().get_context_data(page_sizes=PAGE_SIZES, **kwargs)
