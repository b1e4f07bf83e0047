import { API_VERSIONS, IZUMA_KINDS } from '../../../kubernetes/features';
import { quote } from '../../../diagnostics/input-error';
import { isObject, objectAt, stringAt } from '../../../kubernetes/manifest';
import { nearestWord } from '../../../diagnostics/nearest-word';
import { builtInKindsNamed, type BuiltInKind } from '../../../kubernetes/schema/built-in-kinds';
import { isBuiltInGroup, notServed, type NotServed } from '../../../kubernetes/schema/service-of-kind';
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
    bad: [
      example('batch/v1beta1', 'CronJob'),
      example('extensions/v1beta1', 'NetworkPolicy'),
      example('apps/v1', 'Deploymnt'),
      example('v1', 'Deployment'),
      example('v1', 'Config'),
    ],
  },
});

function check(object: ObjectSubject): Violation[] {
  const { apiVersion, kind, manifests } = object;
  const { minor } = manifests.target;
  if (apiVersion === 'v1' && kind === 'Config') return [kubeconfig(object)];
  if (isBuiltInGroup(object.group) && !manifests.target._accepts(kind)) return [unknownToIzuma(kind)];
  const custom = customViolation(object);
  if (custom !== undefined) return [custom];
  const problem = notServed(apiVersion, kind, minor);
  if (problem !== undefined) return [violation(problem, apiVersion, kind, minor)];
  // the schemas do not show when the oldest versions were added
  const since = firstServed(apiVersion, kind);
  if (since === undefined || minor >= since) return [];
  return [{ path: '/apiVersion', message: served(apiVersion, kind, since, minor) }];
}

/** Keys of a user in a kubeconfig file whose values give access to the cluster. */
const CREDENTIALS = ['token', 'password', 'client-key-data'];

/** Returns the violation of the settings of kubectl, which no cluster reads. */
function kubeconfig(object: ObjectSubject): Violation {
  const users = object.listAt('users').filter(isObject);
  const holds = CREDENTIALS.filter((key) => users.some((each) => (stringAt(objectAt(each, 'user'), key) ?? '') !== ''));
  const held =
    holds.length === 0 ? '' : `, and contains credentials of ${holds.join(', ')}, which give access to its cluster`;
  return {
    path: '/kind',
    message: `this is a kubeconfig file, the settings of kubectl, and not an object of a cluster${held}`,
    fix:
      holds.length === 0
        ? 'move the file away from the manifests'
        : 'delete the file from the manifests and the repository, and revoke its credentials',
    ...(holds.length > 0 && { severity: Severity.CRITICAL }),
  };
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

/** Returns the violation of a custom resource that no CustomResourceDefinition of its group serves. */
function customViolation({ apiVersion, kind, group, manifests }: ObjectSubject): Violation | undefined {
  if (isBuiltInGroup(group)) return undefined;
  const kinds = manifests._customKinds.servedIn(group);
  const versions = kinds.get(kind);
  if (versions !== undefined) {
    if (versions.includes(apiVersion.slice(group.length + 1))) return undefined;
    return {
      path: '/apiVersion',
      message: `the CustomResourceDefinition of ${kind} does not serve ${quote(apiVersion)}`,
      fix:
        versions.length === 0
          ? 'remove the object, or serve a version of it'
          : `use ${versions.map((version) => `${group}/${version}`).join(' or ')}`,
    };
  }
  // the definitions of other kinds of the group may be elsewhere
  const meant = nearestWord(kind, kinds.keys());
  if (meant === undefined || !isTypingError(kind, meant)) return undefined;
  if (manifests._customKinds.schemaOf(apiVersion, kind) !== undefined) return undefined;
  return {
    path: '/kind',
    message: `no CustomResourceDefinition defines the kind ${quote(kind)} of ${group}: did you mean ${quote(meant)}?`,
    fix: 'correct the kind, or add its definition with --crds',
  };
}

/** Returns true if two similar words differ in the number or the order of their letters. With other letters, it may be another word. */
function isTypingError(word: string, meant: string): boolean {
  const letters = (text: string): string => [...text.toLowerCase()].sort().join('');
  return word.length !== meant.length || letters(word) === letters(meant);
}

function violation(problem: NotServed, apiVersion: string, kind: string, minor: number): Violation {
  const path = '/apiVersion';
  switch (problem.why) {
    case 'unknown': {
      const isKind = builtInKindsNamed(kind).length === 0;
      return {
        path: isKind ? '/kind' : path,
        message: `Kubernetes has no kind ${quote(kind)} in ${quote(apiVersion)}${problem.hint}`,
        fix: 'correct the apiVersion or the kind',
      };
    }
    case 'later':
      return {
        path,
        message: served(apiVersion, kind, problem.since, minor),
        ...(problem.instead !== undefined && { fix: useInstead(problem.instead, minor) }),
      };
    case 'off':
      return {
        path,
        message: `Kubernetes 1.${minor} serves ${apiVersion} for ${kind} only if its administrator turns it on; it is off by default`,
        fix:
          problem.instead === undefined
            ? 'remove the object, or turn on the API version with --runtime-config of the API server'
            : useInstead(problem.instead, minor),
      };
    case 'removed':
    case 'ending':
      return {
        path,
        message: `Kubernetes ${problem.why === 'removed' ? 'no longer serves' : 'stops serving'} ${apiVersion} for ${kind} from 1.${problem.removed}`,
        fix:
          problem.instead === undefined
            ? `remove the object, because ${kind} no longer exists`
            : useInstead(problem.instead, minor),
        ...(problem.why === 'ending' && { severity: Severity.LOW }),
      };
  }
}

function served(apiVersion: string, kind: string, since: number, minor: number): string {
  return `Kubernetes serves ${apiVersion} for ${kind} from 1.${since}, but the target is 1.${minor}`;
}

function useInstead({ apiVersion, since, removed }: BuiltInKind, minor: number): string {
  if (minor < since || minor >= removed)
    return `use an apiVersion that 1.${minor} serves; from 1.${since}, that is ${apiVersion}`;
  return since === 0 ? `use ${apiVersion}` : `use ${apiVersion}, which Kubernetes serves from 1.${since}`;
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
