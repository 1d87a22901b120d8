"""Files as they are sent: under a name that people recognise."""

from django.core.files.base import ContentFile
from django.utils.http import content_disposition_header

from core.downloads import content_response, file_response

NAME = "Báo cáo Kế hoạch 159/KH-UBND"
SENT = content_disposition_header(as_attachment=True, filename="Báo cáo Kế hoạch 159-KH-UBND.pdf")


def test_a_stroke_in_the_name_of_a_file_cuts_nothing_off():
    """Numbers of documents have one, and a browser keeps only what stands behind it."""
    stored = ContentFile(b"%PDF-1.7", name="x.pdf")
    assert file_response(stored, filename=NAME)["Content-Disposition"] == SENT
    assert content_response(b"%PDF-1.7", filename=NAME, kind="pdf")["Content-Disposition"] == SENT
