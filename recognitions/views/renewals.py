"""Beginning the renewals of many products: choose the round, then see what became of each."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from core.dates import today
from core.errors import Refused
from core.views import RuleRequiredMixin
from products.models import Recognition
from recognitions import rules
from recognitions.clock import with_clock
from recognitions.endings import board_rows
from recognitions.forms import RenewalsForm
from recognitions.services import start_renewals
from recognitions.services.renewing import MOST_AT_ONCE, refusal_of

_LONGEST_KEY = 18


class RenewalsView(RuleRequiredMixin, View):
    """The chosen products with their dossiers, and the round for those that have none."""

    rule = rules.may_start_renewals
    refusal = gettext_lazy("Chỉ cán bộ địa phương lập hồ sơ đánh giá lại cho địa bàn của mình.")

    def get(self, request):
        """Show the products of ``?id=``."""
        return self.show(_keys(request.GET.getlist("id")), RenewalsForm(user=request.user))

    def post(self, request):
        """Begin the dossiers, and show the products again."""
        keys = _keys(request.POST.getlist("id"))
        form = RenewalsForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.show(keys, form)
        try:
            starts = start_renewals(actor=request.user, recognition_ids=keys, round=form.cleaned_data["round"])
        except Refused as error:
            form.take_refusal(error)
            return self.show(keys, form)
        self.tell(starts)
        return redirect(f"{reverse('recognitions:renewals')}?{urlencode({'id': keys}, doseq=True)}")

    def show(self, keys, form):
        """Show each product with its dossier, or why it gets none."""
        user, day = self.request.user, today()
        chosen = with_clock(Recognition.objects.visible_to(user).filter(pk__in=keys[:MOST_AT_ONCE]), day)
        rows = board_rows(chosen.for_list().order_by("product__sort_key", "pk"), day, user)
        context = {
            "rows": [(row, "" if row.dossier or row.may_start else refusal_of(row.state)) for row in rows],
            "count": sum(row.may_start for row in rows),
            "form": form,
        }
        return render(self.request, "recognitions/renewals.html", context)

    def tell(self, starts) -> None:
        """Say how many were begun, and of each other one why not."""
        begun = sum(one.dossier is not None for one in starts)
        if begun:
            messages.success(self.request, _("Đã lập %(count)s hồ sơ đánh giá lại (bản nháp).") % {"count": begun})
        for one in starts:
            if one.refusal:
                words = {"product": one.recognition.product, "reason": one.refusal}
                messages.warning(self.request, _("“%(product)s” chưa lập được: %(reason)s") % words)


def _keys(values) -> list[int]:
    return [int(value) for value in values if value.isdecimal() and len(value) <= _LONGEST_KEY]
