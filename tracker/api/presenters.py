"""Words for the API's documentation page, from its OpenAPI schema."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ParameterLine:
    name: str
    kind: str
    text: str


@dataclass(frozen=True)
class Operation:
    """One thing that a client can ask."""

    anchor: str
    method: str
    path: str
    text: str
    parameters: Sequence[ParameterLine]


def present_operations(schema: dict[str, Any]) -> list[Operation]:
    """The operations of an OpenAPI schema, in the order of their paths."""
    return [
        _operation(path, method, operation)
        for path, methods in sorted(schema["paths"].items())
        for method, operation in methods.items()
        if isinstance(operation, dict) and "operationId" in operation
    ]


def _operation(path: str, method: str, operation: dict[str, Any]) -> Operation:
    return Operation(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        text=" ".join(operation.get("description", "").split()),
        parameters=[
            ParameterLine(
                name=each["name"],
                kind=str(each["schema"].get("format", each["schema"].get("type", ""))),
                text=each.get("description", ""),
            )
            for each in operation.get("parameters", [])
        ],
    )
