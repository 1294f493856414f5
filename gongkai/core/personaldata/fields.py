"""Model fields: a text that is stored sealed, and a blind index to find it by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core import checks
from django.core.exceptions import EmptyResultSet, FieldError
from django.db import models
from django.db.models.expressions import DatabaseDefault
from django.db.models.lookups import Lookup
from django.db.models.query_utils import DeferredAttribute

from gongkai.core.personaldata.sealing import MASK, Sealed, blind_digest, index_ring, seal, unseal


class SealingAttribute(DeferredAttribute):
    """Seals at assignment, so that an instance never holds the text."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = self.field.sealed(value)  # type: ignore[attr-defined]


class SealedFormField(forms.CharField):
    """Shows nothing of what is stored; left empty, it keeps it."""

    def prepare_value(self, value: Any) -> Any:
        return "" if isinstance(value, Sealed) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # not generic at run time
    """A text stored as ciphertext; reading the attribute gives a :class:`Sealed`, whose text is a mask.

    ``context`` binds values to this column (default ``app.model.field``); keep the old one when renaming.
    No look-up but ``isnull``; use :class:`BlindIndexField`. A value set by ``update()`` is refused, since no
    blind index would follow.
    """

    descriptor_class = SealingAttribute
    description = "加密文本"

    def __init__(self, *args: Any, context: str = "", **kwargs: Any) -> None:
        self._context = context
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"context": self._context} if self._context else {})

    @property
    def context(self) -> str:
        """What values of this column are bound to."""
        return self._context or f"{self.model._meta.label_lower}.{self.name}"

    def sealed(self, value: Any) -> Any:
        """The value as the attribute holds it. Raises ``TypeError`` for what is neither text nor of this column."""
        if value is None or value == "" or (isinstance(value, Sealed) and value.context == self.context):
            return value
        if isinstance(value, str):
            return seal(value, self.context)
        if isinstance(value, DatabaseDefault):
            return value
        raise TypeError(f"{self.name} takes a text, not {type(value).__name__}")

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return Sealed(value, self.context) if value else value

    def to_python(self, value: Any) -> Any:
        return value if isinstance(value, Sealed) else super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        if value is None or value == "":
            return value
        if isinstance(value, Sealed):
            return value.token
        raise TypeError(f"assign {self.name} to an instance and save it; it cannot be set by update()")

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed: look it up by its blind index")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is sealed: it has no transforms")

    def run_validators(self, value: Any) -> None:
        if not isinstance(value, Sealed):
            super().run_validators(value)

    def value_to_string(self, obj: models.Model) -> str:
        """Serialisers write the mask: data leave by backup of the database or by ``reveal``, not by dump."""
        return MASK if self.value_from_object(obj) else ""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": SealedFormField, **kwargs})

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        if data:
            super().save_form_data(instance, data)


class BlindIndexField(models.CharField):  # type: ignore[type-arg]  # not generic at run time
    """Keyed digests of a sealed field's normalised text: ``filter(phone_index="138 …")`` finds exact matches.

    ``source`` names the sealed field, ``normalise`` the function that brings texts to one form. Digests of
    one text in two columns differ. Filled at each save; look-ups try every index key of this machine.
    """

    description = "盲索引"

    def __init__(self, *args: Any, source: str, normalise: Callable[[str], str], **kwargs: Any) -> None:
        self.source, self.normalise = source, normalise
        fixed = {"max_length": 80, "null": True, "editable": False, "db_index": True}
        super().__init__(*args, **(kwargs | fixed))

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "null", "editable", "db_index"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs | {"source": self.source, "normalise": self.normalise}

    def check(self, **kwargs: Any) -> list[Any]:
        found = super().check(**kwargs)
        from gongkai.core.personaldata.models import PersonalRecord

        if not issubclass(self.model, PersonalRecord):
            hint = "Inherit PersonalRecord, which keeps the index in step when only some fields are saved."
            found.append(checks.Error(f"{self} needs PersonalRecord", hint=hint, id="personaldata.E001"))
        return found

    def digest(self, value: Any) -> str | None:
        """The digest of a sealed value under the current key; nothing for an empty one."""
        normal = self.normalise(unseal(value)) if isinstance(value, Sealed) else ""
        return blind_digest(normal, self._context, index_ring().current()[0]) if normal else None

    def digests(self, text: str) -> list[str]:
        """The digests a text may be stored under, one for each index key."""
        normal = self.normalise(text)
        return (
            [blind_digest(normal, self._context, key_id) for key_id in index_ring().ids()] if normal else []
        )

    @property
    def _context(self) -> str:
        field = self.model._meta.get_field(self.source)
        assert isinstance(field, EncryptedTextField)
        return field.context

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        if self.source in model_instance.get_deferred_fields():
            return super().pre_save(model_instance, add)
        value = self.digest(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, value)
        return value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in {"exact", "isnull"}:
            raise FieldError(f"{self.name} finds exact matches only")
        return super().get_lookup(lookup_name)


@BlindIndexField.register_lookup
class BlindExact(Lookup):
    """Equality of normalised texts."""

    lookup_name = "exact"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        digests = self.lhs.output_field.digests(str(self.rhs))
        if not digests:
            raise EmptyResultSet
        column, parameters = self.process_lhs(compiler, connection)
        places = ", ".join(["%s"] * len(digests))
        return f"{column} IN ({places})", (*parameters, *digests)
