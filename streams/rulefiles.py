"""Rule files: one file or a folder of them, read whole or refused with every error."""

from pathlib import Path

import msgspec

from agents.rules import LoadedRules, Refused, RuleError, RuleSet, load_rules
from agents.rules.load import Format, duplicate_ids
from streams.problem import Problem

FORMATS: dict[str, Format] = {".yaml": "yaml", ".yml": "yaml", ".toml": "toml"}


def rule_files(path: Path) -> list[Path]:
    """The file, or the rule files in a folder and below it, in order. Raises Problem where there is none."""
    if path.is_file():
        if path.suffix not in FORMATS:
            raise Problem(f"{path} is no rule file", "its name must end in .yaml, .yml or .toml", exit_code=2)
        return [path]
    if not path.is_dir():
        raise Problem(f"there is no file or folder {path}", "give one that holds rules", exit_code=2)
    files = sorted(file for file in path.rglob("*") if file.suffix in FORMATS and file.is_file())
    if not files:
        raise Problem(f"{path} holds no rule file", "put one there that ends in .yaml, .yml or .toml", exit_code=2)
    return files


def read_rules(path: Path) -> LoadedRules:
    """All rules of a file or folder; or every error of every file, and no rules."""
    loads = [_read_file(file) for file in rule_files(path)]
    rules = tuple(rule for load in loads for rule in load.rules)
    errors = tuple(error for load in loads for error in load.errors)
    if not errors:
        errors = tuple(msgspec.structs.replace(error, file=str(path)) for error in duplicate_ids(rules))
    return LoadedRules((), errors) if errors else LoadedRules(rules)


def rules_in_force(path: Path | None) -> RuleSet:
    """The rules of a file or folder as one set. Raises Problem with every error: never half a set.

    None gives the empty set, under which everything goes to the archive.
    """
    loaded = read_rules(path) if path is not None else LoadedRules(())
    built = Refused(loaded.errors) if loaded.errors else RuleSet.build(loaded.rules)
    if isinstance(built, Refused):
        raise Problem(
            "rules are refused: " + "; ".join(map(str, built.errors)), f"mend them: wirewatch rules check {path}"
        )
    return built


def _read_file(file: Path) -> LoadedRules:
    try:
        text = file.read_text("utf-8")
    except OSError as error:
        return LoadedRules((), (RuleError(f"cannot be read: {error.strerror}", file=str(file)),))
    except UnicodeDecodeError as error:
        return LoadedRules((), (RuleError(f"is not UTF-8 at byte {error.start}: save it as UTF-8", file=str(file)),))
    return load_rules(text, FORMATS[file.suffix], str(file))
