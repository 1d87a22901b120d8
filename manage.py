#!/usr/bin/env python
"""Every command works whether or not the portal runs: it joins the embedded services or starts them."""

import os
import signal
import sys

WITHOUT_SERVICES = {"", "help", "version", "--help", "-h", "--version"}


def main() -> None:
    """Run one command of Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop_portal.settings")
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415 - may be missing

        from ocop_portal import embedded  # noqa: PLC0415
    except ImportError as error:
        sys.exit(f"manage.py: {error}; run script/setup, then .venv/bin/python manage.py ...")
    # A polite end also leaves the services, which a bare SIGTERM would not.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if (sys.argv[1:2] or [""])[0] not in WITHOUT_SERVICES:
        try:
            embedded.ensure()
        except embedded.EmbeddedError as error:
            sys.exit(f"manage.py: {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
