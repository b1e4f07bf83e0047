import { stringAt, type JsonObject } from '../../../kubernetes/manifest';

/** Returns a subject of a binding with its kind, such as `User ann` or `ServiceAccount shop/till`. */
export function subjectName(subject: JsonObject): string {
  const namespace = stringAt(subject, 'namespace');
  const name = stringAt(subject, 'name') ?? '';
  return `${stringAt(subject, 'kind') ?? ''} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
