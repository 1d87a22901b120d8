"""Several writers at once, each with its own connection."""

import threading

from django.db import connection

from tests.patience import PATIENCE_SECONDS


def at_once(*acts):
    """Run the acts in threads of their own; return what each raised, or ``None``."""
    barrier, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index, act):
        try:
            # Connecting takes longer than most acts: it comes before the start.
            connection.ensure_connection()
            barrier.wait(PATIENCE_SECONDS)
            act()
        except Exception as error:  # noqa: BLE001 - handed to the test
            outcomes[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    return outcomes
