"""Official papers as PDF, set by Typst."""

import json
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from django.utils import timezone

TEMPLATES = Path(__file__).parent / "typst"


def template_source(template: str) -> bytes:
    """The source of `template`, a name in this room's typst folder, with the letterhead that all papers share."""
    common = (TEMPLATES / "common.typ").read_bytes()
    return common + b"\n" + (TEMPLATES / f"{template}.typ").read_bytes()


def render_pdf(template: str, data: dict[str, Any], *, at: datetime | None = None) -> bytes:
    """The paper `template` filled with `data` (JSON values), as a tagged PDF.

    What users wrote reaches Typst as JSON strings beside the source, never inside it, and the root it may read from is
    an empty folder: pasted text that looks like code stays text. Fonts are the wheel's own, the same on every machine.
    at: the time written into the file (now). Raises typst.TypstError when the template is wrong.
    """
    with TemporaryDirectory() as empty_root:
        compiler = typst.Compiler(
            template_source(template),
            root=empty_root,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            package_path=empty_root,
            package_cache_path=empty_root,
        )
        return compiler.compile(format="pdf", timestamp=int((at or timezone.now()).timestamp()))
