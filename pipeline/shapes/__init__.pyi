from .families import Family, families, family_of, plain_judgement

__all__ = ["Family", "families", "family_of", "plain_judgement"]
