from .families import Family, families, family_of, plain_judgement
from .induction import AddressShapes, Shape, induce_shapes
from .shape import shapes

__all__ = [
    "AddressShapes",
    "Family",
    "Shape",
    "families",
    "family_of",
    "induce_shapes",
    "plain_judgement",
    "shapes",
]
