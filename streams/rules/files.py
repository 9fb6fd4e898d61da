"""Rule files: one file or a folder of them, read whole or refused with every error."""

from pathlib import Path

import msgspec

from agents.rules import LoadedRules, Refused, RuleError, RuleSet, parse_rules
from agents.rules.load import Format, duplicate_ids, parse_data
from agents.rules.ringing import inhibition_errors
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
        of_set = (*duplicate_ids(rules), *inhibition_errors({rule.id: rule for rule in rules}))
        errors = tuple(msgspec.structs.replace(error, file=str(path)) for error in of_set)
    return LoadedRules((), errors) if errors else LoadedRules(rules)


def load_rules(path: Path | None) -> RuleSet:
    """The rule set of a file or folder; without one, an empty set. Raises Problem with the errors where it is refused.

    A full collection would walk every rule again and again (0.6 s at 100,000): the caller that stays up calls
    `gc.freeze()` after this.
    """
    if path is None:
        return RuleSet()
    loaded = read_rules(path)
    made = RuleSet.build(loaded.rules) if not loaded.errors else Refused(loaded.errors)
    if isinstance(made, Refused):
        raise refused(made, path)
    return made


def refused(made: Refused, path: Path | None = None) -> Problem:
    """The first errors of a set that does not load, and how many there are."""
    shown = "\n  ".join(str(error) for error in made.errors[:20])
    more = f"\n  and {len(made.errors) - 20} more" if len(made.errors) > 20 else ""
    where = f" in {path}" if path else ""
    return Problem(f"the rules{where} do not load:\n  {shown}{more}", "\nmend them, then: wirewatch rules check")


def read_data(path: Path) -> object:
    """What a YAML or TOML file holds, such as expectations. Raises Problem."""
    if path.suffix not in FORMATS:
        raise Problem(f"{path} is neither YAML nor TOML", "its name must end in .yaml, .yml or .toml", exit_code=2)
    try:
        return parse_data(path.read_text("utf-8"), FORMATS[path.suffix])
    except (OSError, ValueError) as error:
        raise Problem(f"{path}: {error}", "mend it and try again", exit_code=2) from error


def _read_file(file: Path) -> LoadedRules:
    try:
        text = file.read_text("utf-8")
    except OSError as error:
        return LoadedRules((), (RuleError(f"cannot be read: {error.strerror}", file=str(file)),))
    except UnicodeDecodeError as error:
        return LoadedRules((), (RuleError(f"is not UTF-8 at byte {error.start}: save it as UTF-8", file=str(file)),))
    return parse_rules(text, FORMATS[file.suffix], str(file))
