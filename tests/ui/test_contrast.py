"""Reads the colours of the stylesheet and fails where a pair is too faint (WCAG 2.2: 1.4.3 text, 1.4.11 edges)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

SHEET = (Path(settings.BASE_DIR) / "atensi" / "static" / "atensi.css").read_text(encoding="utf-8")
HEX = r"#[0-9a-f]{6}"
LIGHT, DARK = 0, 1
TEXT, EDGE = 4.5, 3.0


def tokens() -> dict[str, tuple[str, str]]:
    """Name -> colour in light and in dark."""
    found = re.findall(rf"--([\w-]+):light-dark\(({HEX}),({HEX})\)", SHEET)
    return {name: (light, dark) for name, light, dark in found}


def plain_tokens() -> dict[str, str]:
    """Name -> colour for browsers that do not know light-dark()."""
    return dict(re.findall(rf"--([\w-]+):({HEX});", SHEET))


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


MEANINGS = ("act", "stop", "warn", "ok", "hide")
TEXT_PAIRS = [
    *[("ink", ground) for ground in ("ground", "sheet", "well", *(f"{name}-soft" for name in MEANINGS))],
    *[("ink-2", ground) for ground in ("ground", "sheet", "well", *(f"{name}-soft" for name in MEANINGS))],
    *[(name, "sheet") for name in MEANINGS],
    *[(name, "ground") for name in MEANINGS],
    *[(name, f"{name}-soft") for name in MEANINGS],
    ("on-act", "act"),
    ("on-act", "act-hi"),
    ("on-act", "stop"),
    ("act-hi", "sheet"),
    ("act", "well"),
    ("on-top", "top"),
    ("on-top-2", "top"),
    ("sheet", "ink"),
    ("ink", "q1"),
    ("ink", "q2"),
    ("q3-ink", "q3"),
    ("on-act", "q4"),
    ("on-act", "q5"),
    ("c2", "sheet"),
]
EDGE_PAIRS = [
    ("edge", "sheet"),
    ("edge", "ground"),
    ("focus", "sheet"),
    ("focus", "ground"),
    ("focus-top", "top"),
    *[(name, "sheet") for name in MEANINGS],
]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"), [(*pair, TEXT) for pair in TEXT_PAIRS] + [(*pair, EDGE) for pair in EDGE_PAIRS]
)
def test_pair_is_readable(front, back, least, theme):
    known = tokens()
    ratio = contrast(known[front][theme], known[back][theme])
    assert ratio >= least, f"--{front} on --{back}: {ratio:.2f}"


def test_contrast_is_computed_as_wcag_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_older_browsers_get_the_light_colours():
    assert plain_tokens() == {name: light for name, (light, _dark) in tokens().items()}


def test_rules_for_older_browsers_use_only_known_colours():
    fallback = SHEET[SHEET.index("@supports not (color:light-dark") :]
    known = {light for light, _dark in tokens().values()} | {"#fff"}
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", fallback)) - {"#000"} <= known


def test_rules_for_older_browsers_are_flat():
    fallback = SHEET[SHEET.index("@supports not (color:light-dark") :]
    assert "&" not in fallback
    assert "@layer" not in fallback
    assert "light-dark(#" not in fallback.replace("light-dark(#000,#fff)", "")


def test_every_colour_in_use_is_a_token():
    body = SHEET[SHEET.index("@layer base{") : SHEET.index("@layer print{")]
    used = set(re.findall(r"var\(--([\w-]+)", body))
    defined = set(re.findall(r"--([\w-]+):", SHEET))
    assert used <= defined
