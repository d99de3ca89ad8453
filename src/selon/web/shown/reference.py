"""The OpenAPI description as a page shows it: routes with their parameters and answers, and the shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a route, or one field of a shape."""

    name: str
    kind: str
    says: str
    needed: bool


@dataclass(frozen=True, slots=True)
class Route:
    """One route."""

    method: str
    path: str
    says: str
    parameters: tuple[Parameter, ...]
    body: str
    answers: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """All routes by noun, and all shapes by name with their fields."""

    nouns: tuple[tuple[str, tuple[Route, ...]], ...]
    shapes: tuple[tuple[str, str, tuple[Parameter, ...]], ...]


def build_reference(openapi: Mapping[str, Any]) -> Reference:
    """Return what the page shows of an OpenAPI description."""
    by_noun: dict[str, list[Route]] = {}
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            by_noun.setdefault(operation.get("tags", [""])[0], []).append(_route(path, method, operation))
    shapes = openapi.get("components", {}).get("schemas", {})
    return Reference(
        nouns=tuple((noun, tuple(routes)) for noun, routes in sorted(by_noun.items())),
        shapes=tuple(
            (name, shape.get("description", ""), tuple(_fields(shape))) for name, shape in sorted(shapes.items())
        ),
    )


def _route(path: str, method: str, operation: Mapping[str, Any]) -> Route:
    """Return one route."""
    body = operation.get("requestBody", {}).get("content", {})
    return Route(
        method=method.upper(),
        path=path,
        says=operation.get("description", ""),
        parameters=tuple(
            Parameter(p["name"], _kind(p["schema"]), p.get("description", ""), p.get("required", False))
            for p in operation.get("parameters", [])
        ),
        body=next((_kind(content.get("schema", {})) for content in body.values()), ""),
        answers=tuple(_answers(operation)),
    )


def _answers(operation: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the answers of a route: status, what it says, and the shape."""
    for status, answer in sorted(operation["responses"].items()):
        kinds = [_kind(content.get("schema", {})) for content in answer.get("content", {}).values()]
        yield status, answer.get("description", ""), " ".join(dict.fromkeys(kinds))


def _fields(shape: Mapping[str, Any]) -> Iterator[Parameter]:
    """Yield the fields of a shape."""
    needed = set(shape.get("required", ()))
    for name, schema in shape.get("properties", {}).items():
        yield Parameter(name, _kind(schema), schema.get("description", ""), name in needed)


def _kind(schema: Mapping[str, Any]) -> str:
    """Return the kind of a value in words.

    >>> _kind({"type": "array", "items": {"$ref": "#/components/schemas/Figure"}})
    'Figure …'
    >>> _kind({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]})
    'date | null'
    """
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return " | ".join(_kind(part) for part in schema["anyOf"])
    if schema.get("type") == "array":
        return f"{_kind(schema.get('items', {}))} …"
    return str(schema.get("const", schema.get("format", schema.get("type", "any"))))
