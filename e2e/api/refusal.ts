import { PodSecurityLevel } from '../../src/edge/pod-security-level';
import { Answer } from '../cluster/api-client';

/** Levels that reject pods. */
export const { BASELINE, RESTRICTED } = PodSecurityLevel;

/** Policy that a namespace enforces. */
export interface Policy {
  readonly level: typeof BASELINE | typeof RESTRICTED;
  /** Minor version of the Pod Security Standards. Unset for the latest version that the server supports. */
  readonly minor?: number;
}

/** Reason why some levels reject a pod, in some versions of the Pod Security Standards. */
export interface Refusal {
  /** Upstream's text of the reason. */
  readonly reason: string;
  readonly levels: readonly PodSecurityLevel[];
  /** First minor version with this reason. */
  readonly from: number;
  /** First minor version that accepts the pod again. */
  readonly before: number;
}

interface Span {
  readonly from?: number;
  readonly before?: number;
}

const ALWAYS = { from: 0, before: Infinity };

/** Returns a reason of both levels. */
export function byBoth(reason: string, span: Span = {}): Refusal {
  return { reason, levels: [BASELINE, RESTRICTED], ...ALWAYS, ...span };
}

/** Returns a reason of only the restricted level. */
export function byRestricted(reason: string, span: Span = {}): Refusal {
  return { reason, levels: [RESTRICTED], ...ALWAYS, ...span };
}

/** Returns a reason of only the baseline level. */
export function byBaseline(reason: string, span: Span = {}): Refusal {
  return { reason, levels: [BASELINE], ...ALWAYS, ...span };
}

/**
 * Returns the versions at which verdicts can change: each minor version at which a refusal starts or ends, the version before
 * it, the first, the newest, and the latest.
 */
export function boundaries(refusals: readonly Refusal[], newest: number): (number | undefined)[] {
  const changes = refusals.flatMap(({ from, before }) => [from, before]).flatMap((minor) => [minor - 1, minor]);
  const known = [...new Set([0, ...changes, newest])].filter((minor) => minor >= 0 && minor <= newest);
  return [...known.sort((a, b) => a - b), undefined];
}

/** Returns the name of a policy in labels and messages, such as `restricted:v1.30`. */
export function policyName({ level, minor }: Policy): string {
  return `${level}:${policyVersion({ minor })}`;
}

export function policyVersion({ minor }: Pick<Policy, 'minor'>): string {
  return minor === undefined ? 'latest' : `v1.${minor}`;
}

/** Returns the verdict of a policy that follows from refusals. @param newest newest minor version that the server supports */
export function expectedVerdict(refusals: readonly Refusal[], policy: Policy, newest: number): string {
  const minor = Math.min(policy.minor ?? newest, newest);
  return verdictOf(
    policy,
    refusals
      .filter(({ levels, from, before }) => levels.includes(policy.level) && from <= minor && minor < before)
      .map(({ reason }) => reason),
  );
}

/** Returns the verdict of a policy for its reasons. */
export function verdictOf(policy: Policy, reasons: readonly string[]): string {
  return verdict(policyName(policy), reasons);
}

/** Returns the verdict in the answer to the creation of a pod. */
export function verdictOnPod({ status, message }: Answer): string {
  if (status < 300) return 'taken';
  return status === 403 ? verdictIn(message, ' is forbidden: violates') : message;
}

/** Returns the verdict on the pods of a controller, from the server's warnings. */
export function verdictOnController({ status, message, warnings }: Answer): string {
  if (status >= 300) return message;
  // the server also warns about deprecated fields
  const ofPodSecurity = warnings.filter((warning) => warning.includes(' PodSecurity "'));
  return ofPodSecurity.map((warning) => verdictIn(warning, 'would violate')).join('; ') || 'taken';
}

/** Returns the verdict in a message such as `… violates PodSecurity "baseline:latest": privileged (container …), hostPort (…)`. */
function verdictIn(message: string, words: string): string {
  const [before, policy, reasons] = message.split(/ PodSecurity "([^"]*)": /);
  if (policy === undefined || reasons === undefined || !before?.endsWith(words)) return message;
  return verdict(
    policy,
    [...reasons.matchAll(/(?:^|, )([^()]+) \([^()]*\)/g)].map(([, reason = '']) => reason),
  );
}

function verdict(policy: string, reasons: readonly string[]): string {
  if (reasons.length === 0) return 'taken';
  // with two values, the reason contains "profiles"
  const named = reasons.map((reason) => reason.replace(/^(forbidden AppArmor profile)s$/, '$1'));
  return `rejected by ${policy}: ${named.sort().join(', ')}`;
}
