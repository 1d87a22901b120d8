"""How often somebody may ask for the same thing: counted in the cache, for everybody alike."""

import hashlib
import logging
import time

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def wait_for(scope: str, who: str, *, most: int, seconds: int) -> int:
    """Count one more request of ``who``; return 0, or the seconds until the next one is answered.

    At most ``most`` requests in each window of ``seconds``. ``who`` is kept only as a hash, and no longer
    than the window. Where the cache is away nobody is held up: reading must not hang on counting.
    """
    now = int(time.time())
    window, passed = divmod(now, seconds)
    mark = hashlib.sha256(who.encode()).hexdigest()[:24]
    key = f"throttle:{scope}:{mark}:{window}"
    try:
        cache.add(key, 0, timeout=seconds + 5)
        count = cache.incr(key)
    except (RedisError, OSError, ValueError) as error:
        logger.warning("requests are not counted: %s", type(error).__name__)
        return 0
    return 0 if count <= most else seconds - passed
