import { quote } from '../../../diagnostics/input-error';
import { annotationsOf, isObject, objectAt, pointerStep, type JsonObject } from '../../../kubernetes/manifest';
import { labelKey, labelValue } from '../../../kubernetes/syntax';
import { Severity } from '../../../diagnostics/severity';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the API server accepts labels, annotations and data. */
export const validMetadata = rule({
  id: 'valid-metadata',
  topic: Topic.VALIDITY,
  scope: 'object',
  title: 'Labels, annotations and data are valid for the API server',
  severity: Severity.MEDIUM,
  rationale: 'The API server rejects an object with invalid labels or annotations, or with more data than it stores.',
  fix: 'shorten the value, or move text for people to an annotation',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/'],
  check,
  examples: {
    good: [example('labels: {app.kubernetes.io/name: sensor, empty: ""}, annotations: {note: "all sorts: of !"}')],
    bad: [example('labels: {app: "a b"}'), example('labels: {"app/": sensor}'), example('annotations: {"a b": c}')],
  },
});

const LARGEST_ANNOTATIONS = 256 * 1024;

const LARGEST_DATA = 1024 * 1024;

function check(object: ObjectSubject): Violation[] {
  const templates = object.pods.filter((pod) => !pod.isPod);
  return [
    ...metadataFaults(object.json, ''),
    ...templates.flatMap((pod) => metadataFaults(pod.json, pod.pointerOf(''))),
    ...dataFaults(object),
  ];
}

function metadataFaults(holder: JsonObject, path: string): Violation[] {
  const labels = Object.entries(objectAt(objectAt(holder, 'metadata'), 'labels')).flatMap(([key, value]) =>
    faultsOf(`${path}/metadata/labels${pointerStep(key)}`, key, [
      labelKey('key of a label', key),
      typeof value === 'string' ? labelValue(`label ${quote(key)}`, value) : undefined,
    ]),
  );
  const all = Object.entries(annotationsOf(holder));
  const annotations = all.flatMap(([key]) =>
    faultsOf(`${path}/metadata/annotations${pointerStep(key)}`, key, [labelKey('key of an annotation', key)]),
  );
  const size = all.reduce((sum, [key, value]) => sum + bytesOf(key) + bytesOf(value), 0);
  const large =
    size > LARGEST_ANNOTATIONS
      ? faultsOf(`${path}/metadata/annotations`, 'annotations', [
          `the annotations have ${size} bytes; must be at most ${LARGEST_ANNOTATIONS}`,
        ])
      : [];
  return [...labels, ...annotations, ...large];
}

/** Returns the violations of a key and of its value. */
function faultsOf(path: string, key: string, messages: ReadonlyArray<string | undefined>): Violation[] {
  return messages.flatMap((message, i) =>
    message === undefined ? [] : [{ path, value: i === 0 ? key : `value of ${key}`, message }],
  );
}

function dataFaults(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'ConfigMap', 'Secret')) return [];
  const fields = ['data', 'binaryData', 'stringData'].map((field) => object.valueAt(field)).filter(isObject);
  const size = fields.flatMap(Object.values).reduce((sum: number, value) => sum + bytesOf(value), 0);
  if (size <= LARGEST_DATA) return [];
  return [{ path: '/data', message: `the data has ${size} bytes; must be at most ${LARGEST_DATA}` }];
}

function bytesOf(value: unknown): number {
  return typeof value === 'string' ? Buffer.byteLength(value) : 0;
}

function example(metadata: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: {name: sensor, namespace: edge, ${metadata}}
data: {level: info}
`;
}
