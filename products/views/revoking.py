"""Writing down a decision that takes stars back: choose, read again, then act."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from core.dates import today
from core.views import RuleRequiredMixin
from products import rules
from products.models import Recognition
from products.revoking import MOST_RESULTS, DecisionForm, RevocationInput, SearchForm

_ONLY_OFFICE = gettext_lazy("Chỉ Văn phòng Điều phối được ghi quyết định thu hồi.")
# What the two buttons that check ask for; every other one only shows the page again.
_CHECK, _SAVE = "check", "save"
_NOT_CARRIED = frozenset({"csrfmiddlewaretoken", "act"})
_LONGEST_KEY = 18


class RevocationCreateView(RuleRequiredMixin, View):
    """The page to choose on, and the page that says what will happen."""

    rule = rules.may_revoke_recognitions
    refusal = _ONLY_OFFICE

    def get(self, request):
        """Begin; ``?product=`` comes from the page of a product, ``?recognition=`` from the list of lapsed ones."""
        rows = Recognition.objects.visible_to(request.user).filter(revocation__isnull=True)
        in_force = rows.in_force_on(today()).filter(product__in=_keys(request.GET.getlist("product")))
        lapsed = rows.revocable_on(today()).filter(pk__in=_keys(request.GET.getlist("recognition")))
        chosen = [*in_force.values_list("pk", flat=True), *lapsed.values_list("pk", flat=True)]
        return self.show_choice(RevocationInput(user=request.user, chosen=chosen))

    def post(self, request):
        """Search, check or save."""
        act = request.POST.get("act")
        given = RevocationInput(
            user=request.user,
            data=request.POST,
            files=request.FILES,
            chosen=_keys(request.POST.getlist("recognition")),
            with_file=act == _SAVE,
        )
        if act not in {_CHECK, _SAVE}:
            given.show_again(unchecked=True)
            return self.show_choice(given)
        if given.is_valid():
            if act == _CHECK:
                return self.show_summary(given)
            revocations = given.save()
            if revocations:
                return self.leave(revocations, given)
        given.show_again(unchecked=False)
        return self.show_choice(given)

    def show_choice(self, given):
        """Show the chosen products, the search and the forms."""
        rows = Recognition.objects.visible_to(self.request.user).filter(pk__in=given.chosen)
        chosen = rows.select_related("product", "producer", "unit").order_by("product__sort_key", "pk")
        search = SearchForm(self.request.POST or None, user=self.request.user)
        found = search.found(self.request.user, without=given.chosen)
        context = {
            "given": given,
            "chosen": chosen,
            "search": search,
            "found": found[:MOST_RESULTS],
            "has_more": len(found) > MOST_RESULTS,
            "most": MOST_RESULTS,
        }
        return render(self.request, "products/revocation_create.html", context)

    def show_summary(self, given):
        """Say what will happen to how many, and ask for the file of a new decision."""
        carried = [
            (name, value)
            for name, values in self.request.POST.lists()
            for value in values
            if name not in _NOT_CARRIED and name != "recognition"
        ]
        context = {
            "given": given,
            "carried": carried + [("recognition", key) for key in given.chosen],
            "ground": dict(given.form.fields["ground"].choices)[given.form.cleaned_data["ground"]],
            "upload": DecisionForm(with_file=True)["file"] if given.is_new else None,
        }
        return render(self.request, "products/revocation_confirm.html", context)

    def leave(self, revocations, given):
        """Go where the result can be seen."""
        text = _("Đã thu hồi công nhận của %(count)s sản phẩm theo %(citation)s.")
        messages.success(self.request, text % {"count": len(revocations), "citation": given.citation})
        if len(revocations) == 1:
            return redirect(f"{revocations[0].recognition.product.get_absolute_url()}?tab=recognitions")
        return redirect(f"{reverse('products:product_list')}?star=lapsed")


def _keys(values) -> list[int]:
    return [int(value) for value in values if value.isdecimal() and len(value) <= _LONGEST_KEY]
