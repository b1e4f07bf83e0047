"""Reads a JSON list of texts on standard input as cloud-init reads its configuration; writes the values as JSON."""
import json
import sys

import yaml

json.dump([yaml.safe_load(text) for text in json.load(sys.stdin)], sys.stdout)
