"""allauth's forms in our words. What they check and do is allauth's; labels and hints are ours."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.forms import prepare

Texts = dict[str, tuple[object, object]]
NEW_PASSWORD = _("Paling sedikit 10 huruf dan angka. Kalimat pendek mudah diingat dan kuat.")
REPEAT = (_("Ulangi kata sandi baru"), "")
CODE = (_("Kode"), _("6 angka dari aplikasi kode di ponsel Anda, atau salah satu kode pemulihan."))


class Worded(forms.Form):
    """Sets label and hint of each field of `texts`, and what all our forms have in common."""

    texts: Texts = {}

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.texts:
                field.label, field.help_text = self.texts[name]
            prepare(field)


class LoginForm(Worded, account.LoginForm):
    texts: Texts = {"login": (_("Nama pengguna atau surel"), ""), "password": (_("Kata sandi"), "")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    texts: Texts = {
        "oldpassword": (_("Kata sandi sekarang"), ""),
        "password1": (_("Kata sandi baru"), NEW_PASSWORD),
        "password2": REPEAT,
    }


class SetPasswordForm(Worded, account.SetPasswordForm):
    texts: Texts = {"password1": (_("Kata sandi baru"), NEW_PASSWORD), "password2": REPEAT}


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    texts: Texts = {"email": (_("Surel"), _("Alamat yang tercatat pada akun Anda."))}


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    texts: Texts = {"password1": (_("Kata sandi baru"), NEW_PASSWORD), "password2": REPEAT}


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    texts: Texts = {"password": (_("Kata sandi"), "")}


class AuthenticateForm(Worded, mfa.AuthenticateForm):
    texts: Texts = {"code": CODE}


class MFAReauthenticateForm(Worded, mfa.ReauthenticateForm):
    texts: Texts = {"code": CODE}


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    texts: Texts = {"code": (_("Kode dari aplikasi"), _("6 angka yang sedang tampil."))}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "class": "w-m"}


class AddWebAuthnForm(Worded, webauthn.AddWebAuthnForm):
    texts: Texts = {
        "name": (_("Nama kunci"), _("Supaya Anda mengenalinya nanti, misalnya: ponsel dinas.")),
        "passwordless": (
            _("Boleh masuk hanya dengan kunci ini, tanpa kata sandi"),
            _("Kuncinya akan meminta sidik jari, wajah, atau PIN perangkat."),
        ),
    }


class EditWebAuthnForm(Worded, webauthn.EditWebAuthnForm):
    texts: Texts = {"name": (_("Nama kunci"), "")}
