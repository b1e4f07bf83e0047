"""Validates objects strictly: unknown fields are refused.

Standard input: one JSON request a line, {"target", "object"} for a kind of Kubernetes itself or
{"target", "object", "schema"} for a custom resource with its structural schema.
Standard output: one JSON line for each, the problem as text, or null.
"""

import json
import sys
import warnings

warnings.simplefilter("ignore")  # the old releases use interfaces that newer libraries call deprecated

import jsonschema  # noqa: E402
import kubernetes_validate  # noqa: E402
from kubernetes_validate.utils import VersionNotSupportedError  # noqa: E402


def strict(schema):
    """A structural schema that refuses the fields which an API server would prune without a word."""
    if not isinstance(schema, dict):
        return schema
    closed = dict(schema)
    if "properties" in schema:
        closed["properties"] = {name: strict(child) for name, child in schema["properties"].items()}
        if "additionalProperties" not in schema and not schema.get("x-kubernetes-preserve-unknown-fields"):
            closed["additionalProperties"] = False
    for keyword in ("items", "additionalProperties"):
        if keyword in schema:
            closed[keyword] = strict(schema[keyword])
    if schema.get("nullable") and "type" in schema:
        closed["type"] = [schema["type"], "null"]
    return closed


def validate_builtin(manifest, target):
    read_as = kubernetes_validate.validate(manifest, target, strict=True)
    if read_as != target:  # it falls back to an older schema without a word
        raise LookupError(f"no schemas for Kubernetes {target}, the nearest are those of {read_as}")


def validate_custom(manifest, target, schema):
    # OpenAPI 3.0 is nearest to draft 4
    jsonschema.Draft4Validator(strict(schema)).validate(manifest)
    # a structural schema leaves metadata open: borrow it from a kind that has nothing else
    validate_builtin({"apiVersion": "v1", "kind": "ConfigMap", "metadata": manifest["metadata"]}, target)


def problem(request):
    manifest, target = request["object"], request["target"]
    # the API server wants these, the schemas do not
    if not manifest.get("apiVersion") or not manifest.get("metadata", {}).get("name"):
        return "/: an object needs apiVersion, kind and metadata.name"
    try:
        if "schema" in request:
            validate_custom(manifest, target, request["schema"])
        else:
            validate_builtin(manifest, target)
    except jsonschema.ValidationError as error:
        return f"/{'/'.join(str(step) for step in error.absolute_path)}: {error.message}"
    except (kubernetes_validate.SchemaNotFoundError, VersionNotSupportedError) as error:
        return error.message
    except LookupError as error:
        return str(error)
    return None


for line in sys.stdin:
    print(json.dumps(problem(json.loads(line))))
