import { quote } from '../../../diagnostics/input-error';
import { annotationsOf, isObject, objectAt, pointerStep, type JsonObject } from '../../../kubernetes/manifest';
import { labelKey, labelValue } from '../../../kubernetes/syntax';
import { Severity } from '../../../diagnostics/severity';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** The API server takes labels, annotations and data as they are. */
export const validMetadata = rule({
  id: 'valid-metadata',
  topic: Topic.VALIDITY,
  scope: 'object',
  title: 'Labels, annotations and data are such that the API server takes them',
  severity: Severity.MEDIUM,
  rationale: 'The API server refuses an object with a label that is none, or with more than it stores.',
  fix: 'shorten it; what people read belongs into an annotation',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/'],
  check,
  examples: {
    good: [example('labels: {app.kubernetes.io/name: sensor, empty: ""}, annotations: {note: "all sorts: of !"}')],
    bad: [
      example('labels: {app: "a b"}'),
      example('labels: {"app/": sensor}'),
      example('labels: {version: 5}'),
      example('annotations: {"a b": c}'),
      example('annotations: {checked: true}'),
    ],
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
    faultsOf(`${path}/metadata/labels${pointerStep(key)}`, [
      labelKey('a label', key),
      typeof value === 'string' ? labelValue(`label ${quote(key)}`, value) : noText(`label ${quote(key)}`, value),
    ]),
  );
  const all = Object.entries(annotationsOf(holder));
  const annotations = all.flatMap(([key, value]) =>
    faultsOf(`${path}/metadata/annotations${pointerStep(key)}`, [
      labelKey('an annotation', key),
      typeof value === 'string' ? undefined : noText(`annotation ${quote(key)}`, value),
    ]),
  );
  const size = all.reduce((sum, [key, value]) => sum + bytesOf(key) + bytesOf(value), 0);
  const large =
    size > LARGEST_ANNOTATIONS
      ? faultsOf(`${path}/metadata/annotations`, [
          `the annotations have ${size} bytes, and the API server takes ${LARGEST_ANNOTATIONS}`,
        ])
      : [];
  return [...labels, ...annotations, ...large];
}

function faultsOf(path: string, messages: ReadonlyArray<string | undefined>): Violation[] {
  return messages.filter((message) => message !== undefined).map((message) => ({ path, message }));
}

function noText(what: string, value: unknown): string | undefined {
  // an explicit null is taken away before it is looked at
  return value === null ? undefined : `${what} must be a text, got ${quote(value)}: put it into quotes`;
}

function dataFaults(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'ConfigMap', 'Secret')) return [];
  const fields = ['data', 'binaryData', 'stringData'].map((field) => object.valueAt(field)).filter(isObject);
  const size = fields.flatMap(Object.values).reduce((sum: number, value) => sum + bytesOf(value), 0);
  if (size <= LARGEST_DATA) return [];
  return [{ path: '/data', message: `the data have ${size} bytes, and the API server takes ${LARGEST_DATA}` }];
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
