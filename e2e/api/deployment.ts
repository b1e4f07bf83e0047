import { ApiObject } from '../cluster/api-client';

/** Returns a Deployment with the spec of a pod. */
export function deploymentOf({ metadata, spec }: ApiObject): ApiObject {
  const labels = { app: 'proof' };
  const { name, namespace, annotations = {} } = metadata;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels, annotations }, spec } },
  };
}
