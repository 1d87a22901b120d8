"""The answer to a health check, and the page of help."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.views.generic import TemplateView

from core.views import unscoped


class Help(TemplateView):
    """How to type, the keys, whom to ask."""

    unscoped_reason = "shows the same words to everybody"
    template_name = "help.html"


@unscoped("asks only whether the database answers")
@login_not_required
def healthz(_request):
    """Answer 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
