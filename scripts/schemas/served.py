"""Prints as JSON which versions of Kubernetes have a kind, by apiVersion/kind: the first minor and the last."""

import json
import pathlib
import re

import kubernetes_validate

served = {}
for file in pathlib.Path(kubernetes_validate.__file__).parent.glob("**/v1.*/_definitions.json"):
    minor = int(re.match(r"v1\.(\d+)", file.parent.name).group(1))
    content = json.loads(file.read_text())
    definitions = content.get("definitions") or content["$defs"]
    for definition in definitions.values():
        for kind in definition.get("x-kubernetes-group-version-kind", []):
            name = "/".join(part for part in (kind["group"], kind["version"], kind["kind"]) if part)
            first, last = served.get(name, (minor, minor))
            served[name] = (min(first, minor), max(last, minor))
print(json.dumps(served))
