"""Prints as JSON where the strict schemas of each minor version of Kubernetes are: the file, by minor version."""

import json
import pathlib
import re

import kubernetes_validate

files = {}
for file in pathlib.Path(kubernetes_validate.__file__).parent.glob("**/v1.*-strict/_definitions.json"):
    files[re.match(r"v1\.(\d+)", file.parent.name).group(1)] = str(file)
print(json.dumps(files))
