"""Validates objects strictly with kubernetes-validate.

Standard input: one JSON request a line, {"target", "object"}.
Standard output: one JSON line for each, {"path", "keyword", "message", "missing"?} of the problem, or null. `missing` lists
the required fields that the value at the path lacks.

The package reads its files and builds its references anew for each object. This program keeps them; the validation itself,
and so each verdict, is the package's own.
"""

import functools
import json
import sys
import warnings

warnings.simplefilter("ignore")

import jsonschema  # noqa: E402
import kubernetes_validate  # noqa: E402
from kubernetes_validate import utils  # noqa: E402


def keep_references():
    """Lets the old releases look up each reference to the common file of definitions once."""
    original = jsonschema.RefResolver
    known = {}

    def resolver(base_uri, referrer):
        def look_up(url):
            if "/_definitions.json" not in url:
                return own.resolve_from_url(url)
            if url not in known:
                known[url] = loader.resolve_from_url(url)
            return known[url]

        own = original(base_uri=base_uri, referrer=referrer, remote_cache=look_up)
        return own

    loader = original(base_uri="", referrer={})
    jsonschema.RefResolver = resolver


# "plain" runs the package as it is, to compare verdicts
if sys.argv[1:] != ["plain"]:
    utils.all_versions = functools.lru_cache(maxsize=None)(utils.all_versions)
    if hasattr(utils, "schema_contents"):
        utils.schema_contents = functools.lru_cache(maxsize=None)(utils.schema_contents)
    else:
        keep_references()


def problem_of(request):
    try:
        kubernetes_validate.validate(request["object"], request["target"], strict=True)
    except jsonschema.ValidationError as error:
        problem = {"path": list(error.absolute_path), "keyword": error.validator, "message": error.message[:200]}
        if error.validator == "required":
            problem["missing"] = [name for name in error.validator_value if name not in error.instance]
        return problem
    except kubernetes_validate.SchemaNotFoundError as error:
        return {"path": [], "keyword": "schema", "message": error.message}
    return None


for line in sys.stdin:
    print(json.dumps(problem_of(json.loads(line))))
