"""What a page of HTML declares of its article: JSON-LD first, then the meta elements, then the page's own words."""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from agents.text.xml import Element, at, descend, text_of

Json = dict[str, Any]

_METAS: dict[str, tuple[str, ...]] = {
    # our field: values of name, property or itemprop, in order of trust
    "headline": ("og:title", "twitter:title", "dc.title", "headline"),
    "created": (
        *("article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "publishdate", "pubdate"),
        *("publish-date", "publish_date", "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date", "date"),
    ),
    "updated": ("article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "last-modified"),
    "byline": ("author", "article:author", "parsely-author", "dc.creator", "sailthru.author", "byl"),
    "provider": ("og:site_name", "application-name", "publisher", "dc.publisher"),
    "address": ("og:url", "twitter:url"),
    "language": ("og:locale", "content-language", "dc.language"),
    "rights": ("copyright", "dcterms.rights", "dc.rights", "rights"),
}
_ARTICLES = ("NewsArticle", "ReportageNewsArticle", "Article", "BlogPosting", "AnalysisNewsArticle", "LiveBlogPosting")


class Facts(Struct, frozen=True):
    """A page's declarations; dates as written."""

    headline: str | None = None
    created: str | None = None
    updated: str | None = None
    byline: str | None = None
    provider: str | None = None
    address: str | None = None
    language: str | None = None
    subjects: tuple[str, ...] = ()
    rights: str | None = None
    places: tuple[str, ...] = ()
    dateline: str | None = None


def read_facts(root: Element) -> Facts:
    """The facts of a parsed page."""
    metas, linked = _metas(root), next(iter(_linked(root)), {})

    def meta(field: str) -> str | None:
        return next((metas[name] for name in _METAS[field] if metas.get(name)), None)

    canonical = next((at(each, "href") for each in descend(root, "link") if at(each, "rel") == "canonical"), None)
    headings = [text for each in descend(root, "h1") if (text := text_of(each))]
    title = _text(linked.get("headline")) or meta("headline")
    heading = headings[0] if len(headings) == 1 else None
    marked = {(at(each, "itemprop") or "").lower(): at(each, "datetime") for each in descend(root, "time")}
    times = [at(each, "datetime") for each in descend(root, "time") if at(each, "datetime")]
    return Facts(
        headline=_shorter(title, heading) or heading or text_of(next(descend(root, "title"), None)),
        created=_text(linked.get("datePublished"))
        or meta("created")
        or marked.get("datepublished")
        or (times[0] if len(times) == 1 else None),
        updated=_text(linked.get("dateModified")) or meta("updated") or marked.get("datemodified"),
        byline=_names(linked.get("author")) or _person(meta("byline")) or _marked_byline(root),
        provider=_names(linked.get("publisher")) or meta("provider") or _marked_publisher(root),
        address=canonical or _text(linked.get("url")) or meta("address"),
        language=root.get("lang") or _text(linked.get("inLanguage")) or meta("language"),
        subjects=_subjects(metas, linked, [text for each in _tags(root) if (text := at(each, "content"))]),
        rights=_text(linked.get("copyrightNotice")) or _holder(linked) or meta("rights"),
        places=tuple(place for place in (_names(linked.get("contentLocation")) or "").split(", ") if place),
        dateline=_text(linked.get("dateline")),
    )


def _tags(root: Element) -> Iterator[Element]:
    return (each for each in descend(root, "meta") if at(each, "property") in ("article:tag", "article:section"))


def _subjects(metas: dict[str, str], linked: Json, tags: list[str]) -> tuple[str, ...]:
    """Key words, then sections and tags, each once, however a page writes them."""
    given = [metas.get("news_keywords") or metas.get("keywords"), linked.get("keywords"), linked.get("articleSection")]
    lists = [each.split(",") if isinstance(each, str) else each for each in given]
    texts = [text for each in lists if isinstance(each, list) for text in each if isinstance(text, str)]
    found: dict[str, str] = {}
    for text in (*texts, *tags, metas.get("section") or ""):
        found.setdefault(text.strip().casefold(), text.strip())
    return tuple(text for text in found.values() if text)


def _holder(linked: Json) -> str | None:
    holder, year = _names(linked.get("copyrightHolder")), linked.get("copyrightYear")
    return f"{holder} {year}" if holder and year else holder


def _shorter(title: str | None, heading: str | None) -> str | None:
    """The page's own heading, where the declared title is that and the site's name."""
    return heading if title and heading and title.startswith(heading) else title


def _metas(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in descend(root, "meta"):
        name = at(each, "property") or at(each, "name") or at(each, "itemprop") or at(each, "http-equiv")
        content = at(each, "content")
        if name and content:
            found.setdefault(name.lower(), " ".join(content.split()))
    return found


def _linked(root: Element) -> Iterator[Json]:
    """Articles among the page's JSON-LD."""
    for each in descend(root, "script"):
        if at(each, "type") != "application/ld+json" or not each.text:
            continue
        try:
            value = msgspec.json.decode(each.text.strip().encode("utf-8", "replace"))
        except (msgspec.DecodeError, RecursionError):
            continue
        yield from (entry for entry in _flat(value) if _is_article(entry))


def _flat(value: Any) -> Iterator[Json]:
    """A value, or the values of its array or its @graph."""
    values = value if isinstance(value, list) else [value]
    for each in values:
        if isinstance(each, dict):
            yield each
            graph = each.get("@graph")
            yield from (entry for entry in graph if isinstance(entry, dict)) if isinstance(graph, list) else ()


def _is_article(entry: Json) -> bool:
    kinds = entry.get("@type")
    return any(kind in _ARTICLES for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _names(value: Any) -> str | None:
    """Names of persons or organisations, however JSON-LD nests them."""
    values = value if isinstance(value, list) else [value]
    names = [_text(each.get("name")) if isinstance(each, dict) else _text(each) for each in values]
    return ", ".join(name for name in names if name) or None


def _person(text: str | None) -> str | None:
    return None if text and text.startswith("http") else text


def _marked_publisher(root: Element) -> str | None:
    """Microdata: the name within what is marked as the publisher."""
    marked = (each for each in root.iter() if at(each, "itemprop") == "publisher")
    inner = (part for each in marked for part in each.iter() if at(part, "itemprop") == "name")
    return next((text for part in inner if (text := at(part, "content") or text_of(part))), None)


def _marked_byline(root: Element) -> str | None:
    for each in descend(root, "a", "span", "p", "div", "address"):
        marks = (at(each, "rel") or "", at(each, "itemprop") or "", *(at(each, "class") or "").split())
        if any(mark in ("author", "byline", "byline__name", "article-author") for mark in marks):
            text = text_of(each)
            if text and len(text) < 120:
                return text
    return None
