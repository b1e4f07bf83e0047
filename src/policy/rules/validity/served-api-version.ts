import { API_VERSIONS, IZUMA_KINDS } from '../../../kubernetes/features';
import { isBuiltInGroup } from '../../../kubernetes/known-kinds';
import { REMOVED_APIS, type RemovedApi } from '../../../kubernetes/removed-apis';
import { Severity } from '../../../diagnostics/severity';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the target serves the apiVersion of every object. */
export const servedApiVersion = rule({
  id: 'served-api-version',
  topic: Topic.VALIDITY,
  scope: 'object',
  title: 'The target serves the apiVersion of every object',
  severity: Severity.HIGH,
  rationale:
    'The API server rejects an object if it does not serve its apiVersion, so a network policy, a role or a budget may be missing from the cluster.',
  fix: 'use an apiVersion that the target serves',
  references: ['https://kubernetes.io/docs/reference/using-api/deprecation-guide/'],
  check,
  examples: {
    good: [example('batch/v1', 'CronJob'), example('example.com/v1beta1', 'CronJob')],
    bad: [example('batch/v1beta1', 'CronJob'), example('extensions/v1beta1', 'NetworkPolicy')],
  },
});

function check(object: ObjectSubject): Violation[] {
  const { apiVersion, kind, manifests } = object;
  const { minor } = manifests.target;
  const path = '/apiVersion';
  if (isBuiltInGroup(object.group) && !manifests.target._accepts(kind)) return [unknownToIzuma(kind)];
  const removed = removalOf(apiVersion, kind);
  if (removed !== undefined) {
    const gone = minor >= removed.removed;
    const { instead, since = 0 } = removed;
    // versions that do not serve the newer apiVersion yet have no replacement for this one
    if (!gone && minor < since) return [];
    return [
      {
        path,
        message: `Kubernetes ${gone ? 'no longer serves' : 'stops serving'} ${apiVersion} for ${kind} from 1.${removed.removed}`,
        fix:
          instead === undefined
            ? `remove the object, because ${kind} no longer exists`
            : minor < since
              ? `use an apiVersion that 1.${minor} serves; from 1.${since}, that is ${instead}`
              : `use ${instead}, which Kubernetes serves from 1.${since}`,
        ...(!gone && { severity: Severity.LOW }),
      },
    ];
  }
  const since = firstServed(apiVersion, kind);
  if (since === undefined || minor >= since) return [];
  const message = `Kubernetes serves ${apiVersion} for ${kind} from 1.${since}, but the target is 1.${minor}`;
  return [{ path, message }];
}

/** Returns the violation of a kind that Izuma does not document. Nobody verified that its proxy rejects the kind. */
function unknownToIzuma(kind: string): Violation {
  return {
    path: '/kind',
    message: `izuma-edge does not serve ${kind}; it serves ${IZUMA_KINDS.join(', ')}`,
    fix: 'write it as one of these kinds, or check the manifest for the cluster that reads it',
    severity: Severity.MEDIUM,
  };
}

function removalOf(apiVersion: string, kind: string): RemovedApi | undefined {
  const key = [`${apiVersion}/${kind}`, apiVersion].find((each) => Object.hasOwn(REMOVED_APIS, each));
  return key === undefined ? undefined : REMOVED_APIS[key];
}

/** Returns the first minor version that serves a kind in an apiVersion. Undefined if it is not known. */
function firstServed(apiVersion: string, kind: string): number | undefined {
  const versions: Readonly<Record<string, ReadonlyArray<readonly [string, number]>>> = API_VERSIONS;
  return Object.hasOwn(versions, kind) ? versions[kind]?.find(([served]) => served === apiVersion)?.[1] : undefined;
}

function example(apiVersion: string, kind: string): string {
  return `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: sensor, namespace: edge}
`;
}
