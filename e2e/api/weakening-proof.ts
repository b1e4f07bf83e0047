import { harden } from '../../src/hardening/harden';
import { Posture } from '../../src/hardening/posture';
import { JsonObject } from '../../src/kubernetes/manifest';
import { Target } from '../../src/kubernetes/target';
import { Answer, ApiObject } from '../cluster/api-client';
import { Report } from '../cluster/report';
import { ApiStage } from './api-stage';
import { deploymentOf } from './deployment';
import { libraryReasons } from './library-verdict';
import { addNamespace, enforcing } from './namespace';
import { isTaken } from './pod-ladder';
import {
  BASELINE,
  boundaries,
  expectedVerdict,
  Policy,
  policyName,
  policyVersion,
  RESTRICTED,
  verdictOnController,
  verdictOf,
  verdictOnPod,
} from './refusal';
import { Place, Weakening, WEAKENINGS } from './weakening';

const IMAGE = 'registry.example/app:1';
const LEVELS = [BASELINE, RESTRICTED] as const;

/** Name of the container of each role. */
const CONTAINER: Readonly<Record<Exclude<Place, 'pod'>, string>> = {
  container: 'main',
  'init container': 'init',
  'ephemeral container': 'debug',
};

/** Object, and the server's answer to the request that creates it. */
interface Asked {
  readonly object: ApiObject;
  readonly answer: Answer;
}

/** Number of verdicts on one check, and the verdicts that differ from upstream's rules. */
interface Count {
  verdicts: number;
  readonly differences: string[];
}

/** Checks that every policy accepts a hardened pod, and that exactly the policies of the Pod Security Standards reject it after one weakening. */
export class WeakeningProof {
  constructor(
    private readonly stage: ApiStage,
    private readonly report: Report,
  ) {}

  public async run(): Promise<void> {
    const { minor, client } = this.stage;
    const known = WEAKENINGS.filter(({ since = 0 }) => since <= minor);
    const policies = this.policies(known.flatMap(({ refusals }) => refusals));
    const versions = new Set(policies.map(policyVersion));
    this.report.say(`weakening a hardened pod, at ${[...versions].join(', ')} of both levels`);
    await Promise.all(
      policies.map((policy) =>
        addNamespace(client, enforcing(namespaceOf(policy), policy.level, policyVersion(policy))),
      ),
    );
    await this.hardened(policies);
    for (const check of new Set(known.map((weakening) => weakening.check)))
      await this.check(
        check,
        known.filter((weakening) => weakening.check === check),
      );
  }

  /** Returns both levels at each version at which a refusal starts or ends. */
  private policies(refusals: Weakening['refusals']): Policy[] {
    return boundaries(refusals, this.stage.minor).flatMap((minor) => LEVELS.map((level) => ({ level, minor })));
  }

  private async hardened(policies: readonly Policy[]): Promise<void> {
    const count: Count = { verdicts: 0, differences: [] };
    await this.ask(count, 'the hardened pod', [], policies, (policy) => this.tryCreate(this.pod(policy)));
    this.expect('the hardened pod', count);
  }

  private async check(check: string, weakenings: readonly Weakening[]): Promise<void> {
    const count: Count = { verdicts: 0, differences: [] };
    for (const weakening of weakenings)
      for (const place of weakening.places) await this.weakening(count, weakening, place);
    this.expect(`${check}: ${inWords(weakenings)}`, count);
  }

  private async weakening(count: Count, weakening: Weakening, place: Place): Promise<void> {
    const { refusals } = weakening;
    const asked = `${weakening.what}, ${place}`;
    const policies = this.policies(refusals);
    if (place === 'ephemeral container') {
      await this.ask(count, asked, refusals, policies, (policy) => this.debug(policy, weakening));
      return;
    }
    const pod = (policy: Policy): ApiObject => this.pod(policy, weakening, place);
    await this.ask(count, asked, refusals, policies, (policy) => this.tryCreate(pod(policy)));
    await this.askOfDeployments(count, asked, weakening, pod);
  }

  private expect(asked: string, { verdicts, differences }: Count): void {
    const expected = `${verdicts} verdicts as upstream's rules say, and the library`;
    const [first] = differences;
    const got = first === undefined ? expected : `${differences.length} of ${verdicts} different, the first: ${first}`;
    this.report.expect(asked, expected, got);
  }

  private async ask(
    count: Count,
    what: string,
    refusals: Weakening['refusals'],
    policies: readonly Policy[],
    ask: (policy: Policy) => Promise<Asked>,
  ): Promise<void> {
    const asked = await Promise.all(policies.map(ask));
    for (const [i, policy] of policies.entries()) {
      const { message } = asked[i]!.answer;
      this.compare(count, what, refusals, policy, asked[i]!, verdictOnPod);
      if (policy.minor === undefined && policy.level === RESTRICTED && message !== '') this.report.say(message);
    }
  }

  /** Compares the server's warnings about a Deployment with the rejection of its pods. */
  private async askOfDeployments(
    count: Count,
    what: string,
    { refusals, ofTemplate = refusals }: Weakening,
    pod: (policy: Policy) => ApiObject,
  ): Promise<void> {
    const policies = LEVELS.map((level) => ({ level }));
    const asked = await Promise.all(policies.map((policy) => this.tryCreate(deploymentOf(pod(policy)))));
    for (const [i, policy] of policies.entries())
      this.compare(count, `Deployment with ${what}`, ofTemplate, policy, asked[i]!, verdictOnController);
  }

  private compare(
    count: Count,
    what: string,
    refusals: Weakening['refusals'],
    policy: Policy,
    { object, answer }: Asked,
    verdictIn: (answer: Answer) => string,
  ): void {
    const { minor } = this.stage;
    count.verdicts += 1;
    const expected = expectedVerdict(refusals, policy, minor);
    const got = verdictIn(answer);
    const ours = verdictOf(policy, libraryReasons(object, policy, minor));
    if (expected !== got || expected !== ours)
      count.differences.push(`${what}, ${policyName(policy)}: expected ${expected}, got ${got}; the library: ${ours}`);
  }

  private async tryCreate(object: ApiObject): Promise<Asked> {
    return { object, answer: await this.stage.client.tryCreate(object) };
  }

  /** Adds an ephemeral container to an existing pod. */
  private async debug(policy: Policy, weakening: Weakening): Promise<Asked> {
    const { client } = this.stage;
    const isPrepared = weakening.prepare !== undefined;
    const standing = this.pod(policy, { ...weakening, weaken: () => undefined }, 'pod');
    const named: ApiObject = {
      ...standing,
      metadata: { ...standing.metadata, name: isPrepared ? 'prepared' : 'standing' },
    };
    const applied = await client.apply(named);
    if (!isTaken(applied)) return { object: named, answer: applied };
    const [container] = containersIn(this.pod(policy)['spec'] as JsonObject, 'container');
    const debug: JsonObject = { ...structuredClone(container), name: CONTAINER['ephemeral container'] };
    delete debug['volumeMounts'];
    weakening.weaken(debug, {});
    const ephemeral = { ephemeralContainers: [debug] };
    return {
      object: { ...named, spec: { ...(named['spec'] as JsonObject), ...ephemeral } },
      answer: await client.tryPatch(named, 'ephemeralcontainers', { spec: ephemeral }),
    };
  }

  /** Returns the hardened pod in the namespace of a policy, with one weakening. */
  private pod(policy: Policy, weakening?: Weakening, place: Place = 'pod'): ApiObject {
    const plain = { name: 'hardened', namespace: namespaceOf(policy) };
    const pod = harden(
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: plain,
        spec: {
          initContainers: [{ name: CONTAINER['init container'], image: IMAGE }],
          containers: [{ name: CONTAINER.container, image: IMAGE }],
        },
      },
      new Posture(),
      Target.kubernetes(this.stage.version),
    );
    const spec = pod['spec'] as JsonObject;
    weakening?.prepare?.(spec);
    for (const part of place === 'pod' ? [spec] : containersIn(spec, place)) weakening?.weaken(part, pod);
    return pod as unknown as ApiObject;
  }
}

/** Returns the description of a weakening and its place. */
function inWords(weakenings: readonly Weakening[]): string {
  const places = [...new Set(weakenings.map((weakening) => weakening.places.join(', ')))];
  return places
    .map((where) => {
      const there = weakenings.filter((weakening) => weakening.places.join(', ') === where);
      return `${there.map(({ what }) => what).join(', ')} (${where})`;
    })
    .join('; ');
}

function namespaceOf(policy: Policy): string {
  return `weak-${policyName(policy).replace(/[:.]/g, '-')}`;
}

function containersIn(spec: JsonObject, place: Exclude<Place, 'pod'>): JsonObject[] {
  const all = [...(spec['initContainers'] as JsonObject[]), ...(spec['containers'] as JsonObject[])];
  return all.filter(({ name }) => name === CONTAINER[place]);
}
