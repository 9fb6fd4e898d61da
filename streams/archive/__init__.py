"""The archive: what was routed, kept and searched on this machine, by the language of the standing rules."""

from schemas.filed import Filed
from streams.archive.asked import Count, Counts, Hit, Page, Search
from streams.archive.store import Archive

__all__ = ["Archive", "Count", "Counts", "Filed", "Hit", "Page", "Search"]
