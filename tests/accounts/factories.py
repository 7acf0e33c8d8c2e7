import factory

from atensi.accounts.models import User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"contoh{n}")
    name = factory.Sequence(lambda n: f"Petugas Contoh {n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@contoh.invalid")
    password = "!"  # nobody signs in with it; tests use client.force_login
