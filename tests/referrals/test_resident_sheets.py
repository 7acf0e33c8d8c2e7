"""Sheets of existing residents: workers that meet."""

import threading

from django.db import connection

from cases.models import Case
from institutions.models import Parameter
from institutions.states import Role
from referrals.models import ResidentSheet
from referrals.states import SheetState
from referrals.tasks import enter_resident_sheets
from tests.institutions.factories import InstitutionFactory, region

from .factories import days_ago, member
from .test_views_residents import line, refused, upload


def test_two_workers_at_once_enter_everybody_once(committed_db, client):
    office = InstitutionFactory()
    Parameter.objects.create(key="existing_residents_entry", value=True, institution=office, valid_from=days_ago(30))
    member(office, Role.FIELD_SOCIAL_WORKER)
    home = InstitutionFactory(lksa=True, places=9, region=region("14.01.05"))
    client.force_login(member(home).user)
    names = ["Umpama Sulung", "Misal Tengah", "Contoh Bungsu", "Rekaan Wetan", "Andai Kidul"]
    upload(client, home, *[line(name) for name in names], enter="1")
    ready, failed = threading.Barrier(2), []

    def run():
        try:
            ready.wait()
            enter_resident_sheets()
        except Exception as error:
            failed.append(error)
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _time in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    enter_resident_sheets()
    sheet = ResidentSheet.objects.get()
    assert (failed, refused(sheet), sheet.state, Case.objects.count()) == ([], {}, SheetState.DONE, 5)
