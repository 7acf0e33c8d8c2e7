"""How often something was asked within a window of time, counted in the cache. A leaf: it imports no app."""

from django.core.cache import cache


def count(key: str, *, seconds: int) -> int:
    """Count one more of `key`; how many that makes since its window of `seconds` began with the first."""
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # the window ended between the two calls
        return 0


def count_so_far(key: str) -> int:
    """How many of `key` its window holds, without counting one more."""
    return cache.get(key, 0)
