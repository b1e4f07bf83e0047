"""Reads documents as strict parsers do: a JSON list of {"xml", "html"} on standard input; counts of elements as JSON on standard output."""
import json
import sys
from html.parser import HTMLParser
from xml.parsers import expat


class Elements(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.counts = {}
        self.attributes = set()

    def handle_starttag(self, tag, attrs):
        self.counts[tag] = self.counts.get(tag, 0) + 1
        self.attributes.update(name for name, _ in attrs)

    def handle_comment(self, data):
        self.counts["comment"] = self.counts.get("comment", 0) + 1


def xml(text):
    counts = {}
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, _: counts.update({name: counts.get(name, 0) + 1})
    parser.Parse(text.encode("utf-8"), True)
    return counts


def html(text):
    elements = Elements()
    elements.feed(text)
    elements.close()
    return {"elements": elements.counts, "attributes": sorted(elements.attributes)}


json.dump([{"xml": xml(each["xml"]), "html": html(each["html"])} for each in json.load(sys.stdin)], sys.stdout)
