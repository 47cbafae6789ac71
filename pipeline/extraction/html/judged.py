"""Judged: what is worked out about a block when it is first asked for, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable

Owner = TypeVar("Owner")
Value = TypeVar("Value")


class Judged(Generic[Owner, Value]):
    """A property that its function is asked for once per instance.

    As functools.cached_property, whose lock (Python 3.11) takes longer than most judgements about a line do; so does
    the way attrs does it in classes with slots.
    """

    def __init__(self, judge: Callable[[Owner], Value]) -> None:
        self._judge = judge
        self._name = judge.__name__
        self.__doc__ = judge.__doc__

    @overload
    def __get__(self, instance: None, owner: type[Owner]) -> Judged[Owner, Value]: ...

    @overload
    def __get__(self, instance: Owner, owner: type[Owner]) -> Value: ...

    def __get__(self, instance: Owner | None, owner: type[Owner]) -> Value | Judged[Owner, Value]:
        """Return the judgement; it is the instance's own attribute from then on, which comes before this one."""
        if instance is None:
            return self
        value = self._judge(instance)
        setattr(instance, self._name, value)
        return value
