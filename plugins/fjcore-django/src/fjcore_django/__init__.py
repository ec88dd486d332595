"""Sealed fields for Django models, on fjcore's envelopes and keys.

Add ``fjcore_django`` to ``INSTALLED_APPS``. What a model needs is in
``fjcore_django.fields``; searching, moving and rotating in ``fjcore_django.search``,
``.moving`` and ``.cells``: they import models, and so cannot be imported from here.
"""
