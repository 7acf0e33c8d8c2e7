"""One hard rule that the law or a standard asks for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Duty:
    """section: of the domain reference. missing: what of the rule the product does not hold yet, "" when nothing."""

    section: str
    text: str
    holders: tuple[str, ...]
    missing: str = ""
