"""Judged: what is worked out about a block when it is first asked for, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable

_UNJUDGED: Any = object()
Owner = TypeVar("Owner")
Judgement = TypeVar("Judgement")


class Judged(Generic[Owner, Judgement]):
    """A property that its function is asked for once per instance; `_NAME` is the slot of the instance that keeps it.

    As functools.cached_property, whose lock (Python 3.11) takes longer than most judgements about a line do; so does
    the way attrs does it in classes with slots. Without slots a page of many small blocks takes twice the memory.
    """

    def __init__(self, judge: Callable[[Owner], Judgement]) -> None:
        self._judge = judge
        self._slot = f"_{judge.__name__}"
        self.__doc__ = judge.__doc__

    @overload
    def __get__(self, instance: None, owner: type[Owner]) -> Judged[Owner, Judgement]: ...

    @overload
    def __get__(self, instance: Owner, owner: type[Owner]) -> Judgement: ...

    def __get__(self, instance: Owner | None, owner: type[Owner]) -> Judgement | Judged[Owner, Judgement]:
        """Return the judgement, worked out if it has not been yet."""
        if instance is None:
            return self
        value: Judgement = getattr(instance, self._slot, _UNJUDGED)  # much cheaper than an AttributeError caught
        if value is _UNJUDGED:
            value = self._judge(instance)
            setattr(instance, self._slot, value)
        return value
