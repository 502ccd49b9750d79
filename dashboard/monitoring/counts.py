"""How many requests and pages were there, and how long did they take?

In the form that Prometheus reads. They are kept only where the operator asks for them.
"""

from functools import cache

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from setupscope.dashboard.settings import metrics_wanted

SECONDS = (0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30, 60)
"""Upper ends of the classes of latencies."""


class Counts:
    """The counts of one server; each label takes few values, which are words of this product."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "setupscope_requests",
            "HTTP requests, by kind and status.",
            ["place", "status"],
            registry=self.registry,
        )
        self._request_seconds = Histogram(
            "setupscope_request_seconds",
            "Seconds that HTTP requests took.",
            ["place"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self._page_seconds = Histogram(
            "setupscope_page_seconds",
            "Seconds that pages took, those of waiting for their turn included.",
            ["page", "end"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self.readers = Gauge(
            "setupscope_readers", "Pages that are open in browsers.", registry=self.registry
        )

    def request(self, place: str, status: int, seconds: float) -> None:
        """Counts a request."""
        self._requests.labels(place, str(status)).inc()
        self._request_seconds.labels(place).observe(seconds)

    def page(self, page: str, end: str, seconds: float) -> None:
        """Counts a page that was made."""
        self._page_seconds.labels(page, end).observe(seconds)

    def text(self) -> bytes:
        """All counts, in the text format of Prometheus."""
        return generate_latest(self.registry)


@cache
def _counts() -> Counts:
    return Counts()


def counts() -> Counts | None:
    """The counts of this server; None where nobody asked for any."""
    return _counts() if metrics_wanted() else None
