"""The papers of a class as PDF: sign-in sheets, invitations, certificates."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from core.downloads import content_response
from core.errors import Refused
from core.pdf import PdfFailed
from core.views import require
from documents.layout import render_pdf
from trainings import rules
from trainings.attendance import with_presence
from trainings.models import AttendanceCertificate, TrainingClass
from trainings.printing.certificate import render_certificates
from trainings.printing.invitation import invitations
from trainings.printing.sign_in import render_sheets
from trainings.views.holding import ONLY_HOLDERS, ClassMixin


class ClassPdfView(ClassMixin, SingleObjectMixin, View):
    """One PDF of a class; why there is none is told on its page."""

    http_method_names = ("get", "head")
    name = ""

    def get(self, request, *_args, **_kwargs):
        """Send the file."""
        row = self.get_object()
        try:
            content = self.content(row)
        except (Refused, PdfFailed) as error:
            messages.error(request, str(error))
            return redirect(row)
        return content_response(content, filename=f"{self.name}-lop-{row.pk}", kind="pdf")

    def content(self, row: TrainingClass) -> bytes:
        """Return the file.

        Raises:
            Refused: there is nothing to print yet.
        """
        raise NotImplementedError

    def seats(self, row: TrainingClass) -> list:
        """Return the people with a seat whom this person sees."""
        seats = list(with_presence(self.request.user, row))
        if not seats:
            raise Refused(_("Chưa có ai có chỗ trong lớp nên chưa in được."))
        return seats


class SignInView(ClassPdfView):
    """Sign-in sheets of all sessions, or of ``?buoi=``."""

    name = "danh-sach-ky-ten"

    def content(self, row):
        """Refuse those who do not hold the class."""
        require(rules.may_print_lists(self.request.user, row), ONLY_HOLDERS)
        asked = self.request.GET.get("buoi")
        sessions = [one for one in row.sessions.all() if asked is None or str(one.pk) == asked]
        if not sessions:
            raise Http404
        address = f"{_base(self.request)}{reverse('trainings:class_detail', args=[row.pk])}"
        return render_sheets(row, sessions, self.seats(row), address=address)


class InvitationView(ClassPdfView):
    """Invitations, one to each unit; a local officer prints that of the own unit."""

    name = "giay-moi"

    def content(self, row):
        """Print the people whom this person sees."""
        return render_pdf(*invitations(row, self.seats(row)))


class CertificatesView(ClassPdfView):
    """The certificates that were issued; a local officer prints those of the own people."""

    name = "giay-chung-nhan"

    def content(self, row):
        """Refuse before the first one is issued."""
        rows = AttendanceCertificate.objects.visible_to(self.request.user).filter(registration__training_class=row)
        made = list(rows.select_related("registration__trainee__producer", "registration__unit"))
        if not made:
            raise Refused(_("Lớp này chưa có giấy chứng nhận nào."))
        return render_certificates(row, made)


def _base(request) -> str:
    return settings.PORTAL_URL or request.build_absolute_uri("/").rstrip("/")
