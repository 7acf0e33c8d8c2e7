"""Signing in and out, passwords, the second factor. The views are allauth's, under its URL names and our paths.

`account_signup` stays reachable because allauth links to it by name; it answers that sign-up is closed.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path

urlpatterns = [
    path("masuk/", account.login, name="account_login"),
    path("masuk/dua-langkah/", mfa.authenticate, name="mfa_authenticate"),
    path("masuk/kunci/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("keluar/", account.logout, name="account_logout"),
    path("daftar/", account.signup, name="account_signup"),
    path("nonaktif/", account.account_inactive, name="account_inactive"),
    path("pastikan/", account.reauthenticate, name="account_reauthenticate"),
    path("pastikan/kode/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "pastikan/kunci/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("sandi/ubah/", account.password_change, name="account_change_password"),
    path("sandi/buat/", account.password_set, name="account_set_password"),
    path("sandi/lupa/", account.password_reset, name="account_reset_password"),
    path(
        "sandi/lupa/terkirim/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^sandi/lupa/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "sandi/lupa/selesai/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("dua-langkah/", mfa.index, name="mfa_index"),
    path("dua-langkah/aplikasi/pasang/", totp.activate_totp, name="mfa_activate_totp"),
    path("dua-langkah/aplikasi/lepas/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("dua-langkah/kode/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "dua-langkah/kode/buat/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "dua-langkah/kode/unduh/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("dua-langkah/kunci/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("dua-langkah/kunci/tambah/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path(
        "dua-langkah/kunci/<int:pk>/hapus/",
        webauthn.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
    path(
        "dua-langkah/kunci/<int:pk>/ubah/",
        webauthn.edit_webauthn,
        name="mfa_edit_webauthn",
    ),
]
