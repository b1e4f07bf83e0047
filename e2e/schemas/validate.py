"""Validates objects strictly, each line one JSON request {"target", "object"}; prints the problem as text, or null."""

import functools
import json
import sys
import warnings

warnings.simplefilter("ignore")

import jsonschema  # noqa: E402
import kubernetes_validate  # noqa: E402
from kubernetes_validate import utils  # noqa: E402

if hasattr(utils, "schema_contents"):
    utils.schema_contents = functools.lru_cache(maxsize=64)(utils.schema_contents)

for line in sys.stdin:
    request = json.loads(line)
    try:
        kubernetes_validate.validate(request["object"], request["target"], strict=True)
        print("null")
    except jsonschema.ValidationError as error:
        print(json.dumps(f"/{'/'.join(str(step) for step in error.absolute_path)}: {error.message[:200]}"))
    except kubernetes_validate.SchemaNotFoundError as error:
        print(json.dumps(error.message))
