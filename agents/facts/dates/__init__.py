"""Dates in English news: found, read against the report's own date, each with its reason."""

from agents.facts.dates.event import Told, chronology
from agents.facts.dates.explain import explain
from agents.facts.dates.find import DatesFound, explain_timeline, find_dates

__all__ = ["DatesFound", "Told", "chronology", "explain", "explain_timeline", "find_dates"]
