"""Files: asked for with a reason, watched while they are made, taken away once they are ready."""

from __future__ import annotations

from rest_framework import serializers

from atensi.api.fields import Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.waking import wake

from ..models import Export
from ..numbers.api import FILTERS, SCOPES, NumbersQuery, filters_of
from ..services.exporting import ask_export, repeat_export, show_export_password
from ..states import ExportFormat, ExportKind, ExportState
from ..tasks import make_exports
from .forms import EVERY, asked_of
from .rows import CLOSED, OPEN
from .views import export_file, own_export

ZIP = ("application/zip",)
CASES = {"open": OPEN, "closed": CLOSED, "all": EVERY}


class ExportSent(serializers.Serializer):
    """`cases`: which, of CASES. `filters`: of NUMBERS, as `numbers` is asked. `reason`: what the file is for; it stands
    in the trail."""

    kind = serializers.ChoiceField(choices=ExportKind.choices)
    format = serializers.ChoiceField(choices=ExportFormat.choices, required=False, default=ExportFormat.XLSX)
    cases = serializers.ChoiceField(choices=list(CASES), required=False, default="open")
    filters = NumbersQuery(required=False)
    reason = Text(max_length=500)


class ExportShown(serializers.ModelSerializer):
    """`done` of about `total` rows. `password_waits`: it was not shown yet, and is shown once."""

    filters = serializers.SerializerMethodField()
    password_waits = serializers.SerializerMethodField()

    class Meta:
        model = Export
        fields = (
            *("id", "kind", "format", "filters", "reason", "state", "done", "total", "asked_at", "finished_at"),
            *("expires_at", "password_waits"),
        )

    def get_filters(self, export: Export) -> dict[str, str]:
        """As they were asked for."""
        words = {"keadaan": {word: name for name, word in CASES.items()}}
        words["sumber"] = {word: name for name, word in SCOPES.items()}
        names = {word: name for name, word in FILTERS.items()} | {"keadaan": "cases", "bahasa": "language"}
        return {names[word]: words.get(word, {}).get(value, value) for word, value in export.asked.items()}

    def get_password_waits(self, export: Export) -> bool:
        return export.state == ExportState.READY and bool(export.password)


class Exports(ApiView):
    @operation("One's own files, newest first", page_form(ExportShown), query=PageQuery)
    def get(self, request):
        return self.page(ExportShown, Export.objects.visible_to(request.user), field="asked_at", newest_first=True)

    @operation("Ask for a file, saying what for", ExportShown, takes=ExportSent, status=201)
    def post(self, request):
        given = self.given(ExportSent)
        asked = asked_of(given["kind"], filters_of(given.get("filters", {})), CASES[given["cases"]])
        kind, file_format, reason = given["kind"], given["format"], given["reason"]
        made = ask_export(kind=kind, file_format=file_format, asked=asked, reason=reason, by=request.actor)
        wake(make_exports, f"export {made.pk}")
        return self.done(ExportShown, made, 201)


class ExportDetail(ApiView):
    @operation("How far a file is", ExportShown)
    def get(self, request, pk):
        return self.plain_row(ExportShown, own_export(request, pk))


class PasswordShown(serializers.Serializer):
    """Empty when the file is not ready, or the password was shown before."""

    password = serializers.CharField(allow_blank=True)


class ExportPassword(ApiView):
    @operation("The password of a file that is ready, once", PasswordShown)
    def post(self, request, pk):
        password = show_export_password(export=own_export(request, pk), by=request.actor)
        return self.done(PasswordShown, {"password": password})


class ExportRepeat(ApiView):
    @operation("Make a file that failed once more", ExportShown)
    def post(self, request, pk):
        export = repeat_export(export=own_export(request, pk), by=request.actor)
        wake(make_exports, f"export {export.pk}")
        return self.done(ExportShown, export)


class ExportFile(ApiView):
    @operation("The file, locked by its password", None, files=ZIP)
    def get(self, request, pk):
        return export_file(request, pk)
