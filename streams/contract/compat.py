"""Whether a reader of a released version can read today's messages: what a change of the JSON Schemas would break."""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]


def breaks(released: Mapping[str, Schema], today: Mapping[str, Schema]) -> list[str]:
    """What stands between readers of `released` and messages of `today`, one sentence each; none is the good answer.

    Both map a record's name to its JSON Schema. Adding an optional property or a record breaks nobody. Everything
    else does: removing, retyping, a new required property (old messages lack it), one no longer required (old readers
    need it), another default (defaults are left out of messages), a new value of an enumeration, and any addition to
    a record that refuses unknown properties.
    """
    found: list[str] = []
    for name, old in released.items():
        if name not in today:
            found.append(f"{name}: the record is gone")
            continue
        parts_now = _parts(name, today[name])
        for part, was in _parts(name, old).items():
            if part not in parts_now:
                found.append(f"{part}: gone from {name}")
            else:
                found += [f"{part}{what}" for what in _breaks_of_part(was, parts_now[part])]
    return list(dict.fromkeys(found))


def _parts(name: str, schema: Schema) -> dict[str, Schema]:
    """Its object types by name: those under `$defs`, or the schema itself where it has none."""
    return dict(schema.get("$defs") or {name: schema})


def _breaks_of_part(old: Schema, new: Schema) -> Iterator[str]:
    was, now = old.get("properties", {}), new.get("properties", {})
    needed, needs = set(old.get("required", ())), set(new.get("required", ()))
    closed = old.get("additionalProperties") is False
    for name in was:
        if name not in now:
            yield f".{name}: removed"
        else:
            yield from (f".{name}: {what}" for what in _breaks_of_property(was[name], now[name]))
    for name in now:
        if name in needs - needed:
            yield f".{name}: newly required, and yesterday's messages lack it"
        elif name in needed - needs:
            yield f".{name}: no longer required, but released readers need it"
        elif name not in was and closed:
            yield f".{name}: added to a record that refuses unknown properties"


def _breaks_of_property(old: Schema, new: Schema) -> Iterator[str]:
    if old.get("default") != new.get("default"):
        yield f"another default ({old.get('default')!r}, now {new.get('default')!r})"
    was, now = _bare(old), _bare(new)
    added = sorted(set(_values(now)) - set(_values(was)))
    if added:
        yield f"new values that released readers refuse: {', '.join(added)}"
    elif _without_values(was) != _without_values(now):
        yield f"retyped ({was}, now {now})"


def _bare(schema: Any) -> Any:
    """The type alone: no default, no words for people."""
    if isinstance(schema, Mapping):
        return {k: _bare(v) for k, v in schema.items() if k not in ("default", "description", "title")}
    return [_bare(item) for item in schema] if isinstance(schema, list) else schema


def _values(schema: Any) -> Iterator[str]:
    if isinstance(schema, Mapping):
        for key, value in schema.items():
            yield from map(str, value) if key == "enum" else _values(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from _values(item)


def _without_values(schema: Any) -> Any:
    if isinstance(schema, Mapping):
        return {k: None if k == "enum" else _without_values(v) for k, v in schema.items()}
    return [_without_values(item) for item in schema] if isinstance(schema, list) else schema
