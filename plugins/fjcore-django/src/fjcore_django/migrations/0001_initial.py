"""The first tables: key records, wraps and index rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):  # type: ignore[misc]
    """The first tables."""

    initial = True

    dependencies: ClassVar[list[tuple[str, str]]] = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="IndexRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("index_id", models.CharField(max_length=64)),
                ("version", models.IntegerField()),
                ("part", models.IntegerField()),
                ("number", models.BigIntegerField()),
                ("cell_id", models.CharField(db_index=True, max_length=32)),
                ("person_id", models.CharField(db_index=True, max_length=32)),
            ],
            options={
                "db_table": "fjcore_index",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("index_id", "version", "part", "number", "cell_id"),
                        name="fjcore_index_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyRow",
            fields=[
                (
                    "key_id",
                    models.CharField(max_length=32, primary_key=True, serialize=False),
                ),
                ("commitment", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=16)),
                ("suites", models.CharField(max_length=32)),
                ("state", models.CharField(max_length=16)),
                ("holder_id", models.CharField(max_length=64)),
                ("subject_id", models.CharField(max_length=32)),
                ("compartment", models.CharField(max_length=64)),
                ("epoch", models.IntegerField()),
                ("generation", models.IntegerField()),
                ("uses", models.BigIntegerField()),
                ("created_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "fjcore_key",
                "indexes": [
                    models.Index(
                        fields=["subject_id", "compartment"], name="fjcore_key_place"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "kind",
                            "holder_id",
                            "subject_id",
                            "compartment",
                            "epoch",
                            "generation",
                        ),
                        name="fjcore_key_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WrapRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("key_id", models.CharField(db_index=True, max_length=32)),
                ("kind", models.CharField(max_length=16)),
                ("ref", models.CharField(max_length=200)),
                ("blob", models.BinaryField()),
            ],
            options={
                "db_table": "fjcore_wrap",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key_id", "kind", "ref"), name="fjcore_wrap_once"
                    )
                ],
            },
        ),
    ]
