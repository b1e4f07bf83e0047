import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../../kubernetes/manifest';
import type { PodSubject } from '../subject/pod-subject';

const HOSTNAME = 'kubernetes.io/hostname';

/** Node label that a pod requires. */
export interface NodeLabel {
  readonly key: string;
  /** Required value. Undefined if several values match. */
  readonly value?: string;
  /** JSON pointer within the pod. */
  readonly path: string;
}

/** Returns the labels that the nodes of a pod must have. The name of a node counts as its `kubernetes.io/hostname`. */
export function nodeLabelsOf(pod: PodSubject): NodeLabel[] {
  const name = stringAt(pod.spec, 'nodeName');
  return [
    ...(name === undefined ? [] : [{ key: HOSTNAME, value: name, path: '/spec/nodeName' }]),
    ...Object.entries(objectAt(pod.spec, 'nodeSelector')).map(([key, value]) => ({
      key,
      value: text(value),
      path: '/spec/nodeSelector',
    })),
    ...affinityLabels(pod),
  ];
}

const TERMS = ['affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'];

/** Returns the labels of a node affinity with one term. With several terms, a node needs to match only one of them, so no label is certain. */
function affinityLabels(pod: PodSubject): NodeLabel[] {
  const required = TERMS.reduce((at, key) => objectAt(at, key), pod.spec);
  const [term, ...others] = listAt(required, 'nodeSelectorTerms');
  if (!isObject(term) || others.length > 0) return [];
  const path = `/spec/${TERMS.join('/')}/nodeSelectorTerms/0`;
  return [
    ...expressions(term, 'matchExpressions', path),
    ...expressions(term, 'matchFields', path).map((each) =>
      each.key === 'metadata.name' ? { ...each, key: HOSTNAME } : each,
    ),
  ];
}

function expressions(term: JsonObject, list: string, path: string): NodeLabel[] {
  return listAt(term, list).flatMap((each, i) => {
    const key = isObject(each) ? stringAt(each, 'key') : undefined;
    if (!isObject(each) || key === undefined || (each['operator'] !== 'In' && each['operator'] !== 'Exists')) return [];
    const values = listAt(each, 'values');
    const only = each['operator'] === 'In' && values.length === 1 ? { value: text(values[0]) } : {};
    return [{ key, ...only, path: `${path}/${list}/${i}` }];
  });
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
