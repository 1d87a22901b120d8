"""The OCOP portal of Đồng Tháp province."""

from ocop_portal.celery import app as celery_app

__all__ = ["celery_app"]
