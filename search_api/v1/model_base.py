"""What every answer's shape shares."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Answer(BaseModel):
    """Base: camelCase on the wire, closed."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")
