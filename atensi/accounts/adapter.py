from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext_lazy as _

WRONG_LOGIN = _("Nama pengguna, surel, atau kata sandi tidak cocok. Periksa lagi, termasuk huruf besar dan kecil.")
WRONG_CODE = _("Kode tidak cocok. Pakai kode yang sedang tampil di aplikasi.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators: nobody signs up. Errors are said in our words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Akun ini tidak aktif. Hubungi administrator lembaga Anda."),
        "email_password_mismatch": WRONG_LOGIN,
        "username_password_mismatch": WRONG_LOGIN,
        "invalid_login": WRONG_LOGIN,
        "enter_current_password": _("Kata sandi sekarang tidak cocok."),
        "incorrect_password": _("Kata sandi tidak cocok."),
        "incorrect_code": WRONG_CODE,
        "invalid_password_reset": _("Tautan ini tidak berlaku lagi. Minta yang baru."),
        "too_many_login_attempts": _("Terlalu banyak percobaan masuk. Tunggu beberapa menit, lalu coba lagi."),
        "rate_limited": _("Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False


class MFAAdapter(DefaultMFAAdapter):
    """The second factor, in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": _("Cara masuk ini tidak bisa dilepas."),
        "cannot_generate_recovery_codes": _("Pasang aplikasi kode atau kunci sandi dulu, baru buat kode pemulihan."),
    }
