"""Serves `/healthz`, whether updates are being handled, and `/metrics`, counts for Prometheus."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Final

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

Counts = Callable[[], Mapping[str, int]]
"""Returns the present counts by name, without the program's prefix."""

FORWARDED: Final = frozenset({"Forwarded", "Via", "X-Forwarded-For", "X-Real-IP"})
"""Headers that a reverse proxy adds: what has one comes from outside, and gets no figures."""


class _CountsCollector(Collector):
    def __init__(self, counts: Counts) -> None:
        self._counts = counts

    def collect(self) -> Iterable[Metric]:
        for name, count in self._counts().items():
            yield CounterMetricFamily(f"praktijkgemeenschap_{name}", name, value=count)


def add_routes(
    router: web.UrlDispatcher, is_well: Callable[[], Awaitable[bool]], counts: Counts
) -> None:
    """Add both routes; `counts` are figures of this process since it started, by name."""
    registry = CollectorRegistry()
    registry.register(_CountsCollector(counts))

    async def healthz(_request: web.Request) -> web.Response:
        well = await is_well()
        return web.json_response({"ok": well}, status=200 if well else 503)

    async def metrics(request: web.Request) -> web.Response:
        if any(name in request.headers for name in FORWARDED):
            raise web.HTTPNotFound
        return web.Response(body=generate_latest(registry), content_type="text/plain")

    router.add_get("/healthz", healthz)
    router.add_get("/metrics", metrics)
