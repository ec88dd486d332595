"""A project of one file: run it with ``python clinic.py``."""

import tempfile

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from fjcore.crypto import RootKeyring
from fjcore.crypto.index import IndexSpec
from fjcore.values import new_id

FOLDER = tempfile.mkdtemp()


def keyring():
    """Give the root key: this one is gone with the process; use ``LocalKeyring``."""
    return RootKeyring()


def database(name):
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{FOLDER}/{name}.db"}


settings.configure(
    INSTALLED_APPS=["fjcore_django"],
    DATABASES={"default": database("clinic"), "fjcore_keys": database("keys")},
    DATABASE_ROUTERS=["fjcore_django.routing.KeyRouter"],
    FJCORE={
        "vault_id": "5f0c7a2e9d3b4186a0e1c2d3b4f5a697",  # made once, by new_id()
        "holder_id": "clinic",
        "keyring": f"{__name__}.keyring",
    },
)
django.setup()

from fjcore_django.fields import SealedDateField, SealedModel, SealedTextField  # noqa: E402
from fjcore_django.search import find  # noqa: E402

PHONE = IndexSpec(
    index_id="clinic.phone", category="contact", normaliser="phone.v1", bits=8
)


class Contact(SealedModel):
    """How to reach somebody."""

    sealed_as = "clinic.contact"
    phone = SealedTextField(compartment="contact", index=(PHONE,))
    born = SealedDateField(compartment="general", null=True)

    class Meta:
        app_label = "clinic"


call_command("migrate", verbosity=0)
call_command("migrate", database="fjcore_keys", verbosity=0)
call_command("fjcore_keys", "establish")
with connection.schema_editor() as editor:
    editor.create_model(Contact)

maria = new_id()
Contact.objects.create(person_id=maria, phone="406-555-0123")
(row,) = find(Contact, "phone", "+1 406 555 0123")
print("found:", row.phone)
with connection.cursor() as cursor:
    cursor.execute("SELECT phone FROM clinic_contact")
    print("stored:", cursor.fetchone()[0][:5] + "...")
call_command("fjcore_keys", "rotate")
print("after a rotation:", Contact.objects.get().phone)
