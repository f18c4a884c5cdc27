"""How a record is declared: a frozen dataclass that is cheap to send from one process to the next."""

import pickle
import zlib
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, dataclass_transform


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def record[T](cls: type[T]) -> type[T]:
    """Make a class a frozen dataclass with slots and keywords only, pickled field by field.

    The dataclass module's own pickling of slots looks the fields up anew for each object: twice the time, and records
    are pickled between any two stages that are not fused.
    """
    made: Any = dataclass(frozen=True, slots=True, kw_only=True)(cls)
    names = [each.name for each in fields(made)]
    values = attrgetter(*names)
    setters = [getattr(made, name).__set__ for name in names]

    def values_of(self: T) -> tuple[Any, ...]:
        state = values(self)
        return state if len(setters) > 1 else (state,)

    def restore(self: T, state: tuple[Any, ...]) -> None:
        for put, value in zip(setters, state, strict=True):
            put(self, value)

    made.__getstate__, made.__setstate__ = values_of, restore
    return made  # type: ignore[no-any-return]


def packed[T](cls: type[T]) -> type[T]:
    """Have a large record pickled compressed: a run on one machine holds all that its stages gave each other."""
    of_record: Any = cls
    values_of = of_record.__getstate__

    def reduced(self: T) -> tuple[Any, ...]:
        return _unpacked, (cls, zlib.compress(pickle.dumps(values_of(self), pickle.HIGHEST_PROTOCOL), 1))

    of_record.__reduce__ = reduced
    return cls


def _unpacked(cls: Any, state: bytes) -> Any:
    made = cls.__new__(cls)
    made.__setstate__(pickle.loads(zlib.decompress(state)))  # noqa: S301 - a part of a pickle that is being read
    return made
