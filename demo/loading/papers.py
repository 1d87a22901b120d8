"""Evidence of the demo: one page that says what it stands for."""

import html

from django.core.files.base import ContentFile
from weasyprint import HTML

_PAGE = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title><style>
@page {{ size: A4; margin: 3cm }} body {{ font: 14pt serif; text-align: center }}
h1 {{ font-size: 20pt; margin-top: 6cm }}</style></head>
<body><h1>{title}</h1><p>Tài liệu minh hoạ, không có giá trị pháp lý.</p></body></html>"""


class Papers:
    """Makes each kind of paper once."""

    def __init__(self):
        self._made: dict[str, bytes] = {}

    def paper(self, title: str) -> ContentFile:
        """Return a PDF of one page with ``title``."""
        title = str(title)
        if title not in self._made:
            self._made[title] = HTML(string=_PAGE.format(title=html.escape(title))).write_pdf()
        return ContentFile(self._made[title], name="x.pdf")
