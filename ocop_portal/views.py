"""The answer to a health check."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse

from core.views import unscoped


@unscoped("asks only whether the database answers")
@login_not_required
def healthz(_request):
    """Answer 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
