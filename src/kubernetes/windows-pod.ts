import { isObject, listAt, objectAt, stringAt, stringsAt, type JsonObject } from './manifest';
import { containersOf } from './pods';

const OS_LABELS: ReadonlyArray<string> = ['kubernetes.io/os', 'beta.kubernetes.io/os'];

/**
 * Returns true if a pod runs only on Windows: by its `os`, its node selector, its required node affinity, or its Windows
 * options.
 * @param runtimes names of the runtime classes whose nodes run Windows
 */
export function runsOnWindows(spec: JsonObject, runtimes: ReadonlySet<string> = new Set()): boolean {
  const os = objectAt(spec, 'os')['name'];
  if (os !== undefined && os !== null) return os === 'windows';
  if (selectsWindows(spec) || runtimes.has(stringAt(spec, 'runtimeClassName') ?? '')) return true;
  if (requiresWindows(spec)) return true;
  const contexts = [spec, ...containersOf(spec).map((c) => c.container)].map((c) => objectAt(c, 'securityContext'));
  return contexts.some((context) => Object.keys(objectAt(context, 'windowsOptions')).length > 0);
}

/** Returns true if the node selector of a pod spec, or of the scheduling of a runtime class, selects nodes with Windows. */
export function selectsWindows(holder: JsonObject): boolean {
  const selector = objectAt(holder, 'nodeSelector');
  return OS_LABELS.some((label) => selector[label] === 'windows');
}

/** Returns true if each term of the required node affinity requires Windows. A node must match one of the terms. */
function requiresWindows(spec: JsonObject): boolean {
  const required = objectAt(
    objectAt(objectAt(spec, 'affinity'), 'nodeAffinity'),
    'requiredDuringSchedulingIgnoredDuringExecution',
  );
  const terms = listAt(required, 'nodeSelectorTerms').filter(isObject);
  return terms.length > 0 && terms.every((term) => listAt(term, 'matchExpressions').some(isWindows));
}

function isWindows(expression: unknown): boolean {
  if (!isObject(expression) || !OS_LABELS.includes(stringAt(expression, 'key') ?? '')) return false;
  const values = stringsAt(expression, 'values');
  // a kubelet runs on Linux or on Windows
  if (expression['operator'] === 'NotIn') return values.includes('linux');
  return expression['operator'] === 'In' && values.length > 0 && values.every((value) => value === 'windows');
}

/**
 * Returns true if the manifest runs a Windows container as an administrator, so that with `runAsNonRoot: true` the API server
 * (HostProcess) or the kubelet (ContainerAdministrator) would reject it.
 */
export function runsAsWindowsAdministrator(podContext: JsonObject, containerContext: JsonObject): boolean {
  const [ofPod, own] = [podContext, containerContext].map((context) => objectAt(context, 'windowsOptions'));
  const at = (key: string): unknown => own?.[key] ?? ofPod?.[key];
  const user = at('runAsUserName');
  return at('hostProcess') === true || (typeof user === 'string' && ADMINISTRATOR.test(user));
}

/** Users with all rights: the kubelet compares the first one, the others are of the system. */
const ADMINISTRATOR = /^(?:\.\\|.*\\)?(?:ContainerAdministrator|Administrator|SYSTEM|LocalSystem)$/i;
