"""What the pages of this app share."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from core.errors import Refused, Stale
from core.views import ScopedQuerysetMixin, require

NOT_FOR_COUNCIL = gettext_lazy("Thành viên hội đồng không xem kế hoạch và hoạt động của Chương trình.")
ONLY_OFFICE = gettext_lazy("Kế hoạch, chỉ tiêu và văn bản chỉ đạo do Văn phòng Điều phối quản lý.")


class OfObjectFormView(ScopedQuerysetMixin, SingleObjectMixin, FormView):
    """A form about one object: out of scope is 404 before it is a refusal; a refusal keeps what was typed.

    Attributes:
        is_for_object: whether the form changes the object itself.
    """

    refusal = ONLY_OFFICE
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
