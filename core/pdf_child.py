"""The process that turns HTML into a PDF. Started by ``core.pdf``; imports nothing of ours.

It reads a JSON object from standard input (``html``; ``fonts``: name → path; ``limits``) and writes the
PDF to standard output. What is not a ``data:`` address or one of the named fonts is never fetched.
"""

import json
import resource
import sys
from pathlib import Path

FONT_SCHEME = "font-file"
OUT_OF_MEMORY = 3


def limit(memory_bytes: int, cpu_seconds: int) -> None:
    """Bound what this process may use, before anything of the document is read."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def render(html: str, fonts: dict[str, str]) -> bytes:
    """Return the PDF (tagged, PDF/UA-1); the title and the language come from ``html``."""
    import weasyprint  # noqa: PLC0415 - only after the limits are set
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class OnlyOurs(URLFetcher):
        """Fetches data: addresses and the fonts by their exact names; everything else is refused."""

        def fetch(self, url, headers=None):
            """Answer with a font, or let the parent read a data: address."""
            name = url.removeprefix(f"{FONT_SCHEME}:")
            if name != url and name in fonts:
                return URLFetcherResponse(url, Path(fonts[name]).read_bytes(), {"Content-Type": "font/ttf"})
            return super().fetch(url, headers)

    fetcher = OnlyOurs(allowed_protocols={"data"}, allow_redirects=False)
    document = weasyprint.HTML(string=html, url_fetcher=fetcher)
    return document.write_pdf(font_config=FontConfiguration(), pdf_variant="pdf/ua-1", optimize_images=True)


def main() -> int:
    """Read the order, write the PDF."""
    order = json.load(sys.stdin)
    limit(**order["limits"])
    try:
        content = render(order["html"], order["fonts"])
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.buffer.write(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
