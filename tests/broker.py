"""Celery's connections to the broker, within a test."""

from kombu import pools

from ocop_portal.celery import app


def forget_connections() -> None:
    """Drop the pooled connections, so that the next message follows the settings of now."""
    pools.reset()
    app._pool = None
    app.amqp._producer_pool = None
