"""Key records and index rows beside the models; wraps in a database of their own."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class KeyRow(models.Model):  # type: ignore[misc]
    """What is public of a key: nothing of it is secret."""

    key_id = models.CharField(max_length=32, primary_key=True)
    commitment = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)
    suites = models.CharField(max_length=32)
    state = models.CharField(max_length=16)
    holder_id = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=32)
    compartment = models.CharField(max_length=64)
    epoch = models.IntegerField()
    generation = models.IntegerField()
    uses = models.BigIntegerField()
    created_at = models.BigIntegerField()

    class Meta:
        """One key of a generation for each place."""

        db_table = "fjcore_key"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=[
                    "kind",
                    "holder_id",
                    "subject_id",
                    "compartment",
                    "epoch",
                    "generation",
                ],
                name="fjcore_key_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_id", "compartment"], name="fjcore_key_place")
        ]

    def __str__(self) -> str:
        return str(self.key_id)


class WrapRow(models.Model):  # type: ignore[misc]
    """A wrapped key; it belongs into the database that ``wraps`` names."""

    key_id = models.CharField(max_length=32, db_index=True)
    kind = models.CharField(max_length=16)
    ref = models.CharField(max_length=200)
    blob = models.BinaryField()

    class Meta:
        """One wrap of a kind by one key."""

        db_table = "fjcore_wrap"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key_id", "kind", "ref"], name="fjcore_wrap_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.key_id)


class IndexRow(models.Model):  # type: ignore[misc]
    """That a row has a value of this number, and so have others."""

    index_id = models.CharField(max_length=64)
    version = models.IntegerField()
    part = models.IntegerField()
    number = models.BigIntegerField()
    cell_id = models.CharField(max_length=32, db_index=True)
    person_id = models.CharField(max_length=32, db_index=True)

    class Meta:
        """Found by number, and each said once."""

        db_table = "fjcore_index"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["index_id", "version", "part", "number", "cell_id"],
                name="fjcore_index_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.index_id)
