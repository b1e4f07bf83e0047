import { API_VERSIONS } from '../../../kubernetes/features';
import { REMOVED_APIS, type RemovedApi } from '../../../kubernetes/removed-apis';
import { Severity } from '../../../diagnostics/severity';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** The target serves the apiVersion of every object. */
export const servedApiVersion = rule({
  id: 'served-api-version',
  topic: Topic.VALIDITY,
  scope: 'object',
  title: 'The target serves the apiVersion of every object',
  severity: Severity.HIGH,
  rationale:
    'The API server refuses an object of an apiVersion that it does not serve: a network policy, a role or a budget among them is then simply not there.',
  fix: 'write the apiVersion that the target serves',
  references: ['https://kubernetes.io/docs/reference/using-api/deprecation-guide/'],
  check,
  examples: {
    good: [example('batch/v1', 'CronJob'), example('example.com/v1beta1', 'CronJob')],
    bad: [example('batch/v1beta1', 'CronJob'), example('extensions/v1beta1', 'NetworkPolicy')],
  },
});

function check({ apiVersion, kind, manifests }: ObjectSubject): Violation[] {
  const { minor } = manifests.version;
  const path = '/apiVersion';
  const removed = removalOf(apiVersion, kind);
  if (removed !== undefined) {
    const gone = minor >= removed.removed;
    const { instead, since = 0 } = removed;
    // below the version that serves the newer one there is nothing to write in its place
    if (!gone && minor < since) return [];
    return [
      {
        path,
        message: `${gone ? `Kubernetes serves ${apiVersion} for ${kind} no more` : `Kubernetes gives ${apiVersion} for ${kind} up`} from 1.${removed.removed} on`,
        fix:
          instead === undefined
            ? `remove it: there is no ${kind} any more`
            : minor < since
              ? `write an apiVersion that 1.${minor} serves; from 1.${since} on that is ${instead}`
              : `write ${instead}, served from 1.${since} on`,
        ...(!gone && { severity: Severity.LOW }),
      },
    ];
  }
  const since = firstServed(apiVersion, kind);
  if (since === undefined || minor >= since) return [];
  const message = `Kubernetes serves ${apiVersion} for ${kind} from 1.${since} on, and the target is 1.${minor}`;
  return [{ path, message }];
}

function removalOf(apiVersion: string, kind: string): RemovedApi | undefined {
  const key = [`${apiVersion}/${kind}`, apiVersion].find((each) => Object.hasOwn(REMOVED_APIS, each));
  return key === undefined ? undefined : REMOVED_APIS[key];
}

/** The first minor version that serves a kind in an apiVersion; undefined where that is not known. */
function firstServed(apiVersion: string, kind: string): number | undefined {
  const versions: Readonly<Record<string, ReadonlyArray<readonly [string, number]>>> = API_VERSIONS;
  return Object.hasOwn(versions, kind) ? versions[kind].find(([served]) => served === apiVersion)?.[1] : undefined;
}

function example(apiVersion: string, kind: string): string {
  return `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: sensor, namespace: edge}
`;
}
