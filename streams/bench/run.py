"""Runs the benchmark and says what came out of it."""

import asyncio
import os
import tempfile
from pathlib import Path

import click
import msgspec
from msgspec import Struct

from streams.bench.compute import Cost, compute_alone
from streams.bench.corpus import RULES, reports
from streams.bench.pipeline import Through, send_through, time_to_alert
from streams.broker import Broker
from streams.figures import Percentiles
from streams.hops.stages import STAGES
from streams.kafka.topics import make_topics
from streams.settings import Settings


class Figures(Struct, frozen=True):
    """All that one run measured."""

    cores: int
    load_before: float
    """Load average of the machine before the run: above a few tenths, somebody else was at work."""
    articles: int
    mean_bytes: float
    compute: tuple[Cost, ...]
    through: Through
    alert_rate: float
    alert: Percentiles

    @property
    def compute_rate(self) -> float:
        """(a): articles/s."""
        return self.articles / sum(cost.wall_s for cost in self.compute)

    @property
    def pipeline_rate(self) -> float:
        """(b): articles/s."""
        return self.through.articles / self.through.seconds

    @property
    def ratio(self) -> float:
        """(b) to (a)."""
        return self.pipeline_rate / self.compute_rate

    @property
    def hop_cpu_ms(self) -> float:
        """CPU per article and hop in the worker beyond the stages' own, in ms: Faust, Kafka, JSON, transactions.

        The stages that run apart cost the worker the way to the child and back as well; it is in here.
        """
        apart = {row.name for row in STAGES if row.apart}
        own = sum(cost.cpu_s for cost in self.compute if cost.stage not in apart) / self.articles
        spent = self.through.worker.cpu_s / self.through.articles
        return (spent - own) * 1000 / len(STAGES)


async def run_bench(
    settings: Settings, corpus: Path, count: int, seconds: float, rate: float, *, as_json: bool
) -> None:
    """Measure, and print. Everything that is started ends with it."""
    texts = reports(corpus, count)
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="wirewatch-bench-") as name:
        folder = Path(name)
        rules = folder / "rules.yaml"
        rules.write_text(RULES)
        settings = settings.model_copy(update={"rules": rules, "data_dir": folder, "group": "bench"})
        click.echo(f"(a) the stages alone, {count} articles …", err=True)
        costs = await asyncio.to_thread(compute_alone, settings, texts)
        async with Broker(folder / "broker", 0, cache_dir=settings.cache_dir) as broker:
            settings = settings.model_copy(update={"bootstrap": [broker.bootstrap]})
            click.echo("(b) the whole pipeline, one worker …", err=True)
            through = await send_through(await _topics(settings, "b."), broker, texts, folder)
            click.echo(f"time to alert at {rate:g} reports/s for {seconds:g} s …", err=True)
            paced = reports(corpus, 50 + round(rate * seconds))
            alert = await time_to_alert(await _topics(settings, "c."), paced, rate, folder)
    mean = sum(map(len, texts)) / len(texts)
    figures = Figures(os.cpu_count() or 0, load, count, mean, tuple(costs), through, rate, alert)
    click.echo(msgspec.json.encode(_flat(figures)).decode() if as_json else _words(figures))


async def _topics(settings: Settings, prefix: str) -> Settings:
    settings = settings.model_copy(update={"topic_prefix": prefix, "group": f"bench-{prefix}"})
    await make_topics(settings)
    return settings


def _words(figures: Figures) -> str:
    worker, broker = figures.through.worker, figures.through.broker
    per_article = ", ".join(f"{cost.stage} {cost.cpu_s / figures.articles * 1000:.2f} ms" for cost in figures.compute)
    load = f"load {figures.load_before:.1f} before" + (" (not idle)" if figures.load_before > 0.5 else "")
    return f"""\
{figures.articles} articles of {figures.mean_bytes / 1000:.1f} KB, {figures.cores} cores, {load}
(a) stages alone, one process     {figures.compute_rate:8.1f} articles/s     {per_article}
(b) whole pipeline, one worker    {figures.pipeline_rate:8.1f} articles/s     (b)/(a) = {figures.ratio:.2f}
CPU per article                   worker {worker.cpu_s / figures.through.articles * 1000:.2f} ms, its model process \
{worker.children_cpu_s / figures.through.articles * 1000:.2f} ms; idle {figures.through.idle:.1%} of a core
a hop's overhead                  {figures.hop_cpu_ms:8.2f} ms of CPU an article
memory                            worker {worker.memory_mb:.0f} MB + model process {worker.children_memory_mb:.0f} MB, \
broker {broker.memory_mb:.0f} MB
time to alert at {figures.alert_rate:g}/s             p50 {figures.alert.p50:.0f} ms, p95 {figures.alert.p95:.0f} ms, \
p99 {figures.alert.p99:.0f} ms, most {figures.alert.most:.0f} ms ({figures.alert.count} reports)"""


def _flat(figures: Figures) -> dict[str, object]:
    rates = {"compute_rate": figures.compute_rate, "pipeline_rate": figures.pipeline_rate}
    return {**msgspec.structs.asdict(figures), **rates, "ratio": figures.ratio, "hop_cpu_ms": figures.hop_cpu_ms}
