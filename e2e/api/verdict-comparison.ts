import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { PodSecurityLevel } from '../../src/edge/pod-security-level';
import { PodSecurityRefusal } from '../../src/policy/pod-security/pod-security';
import { Answer, ApiObject } from '../cluster/api-client';
import { Report } from '../cluster/report';
import { ApiStage } from './api-stage';
import { deploymentOf } from './deployment';
import { libraryReasons, libraryRefusals } from './library-verdict';
import { addNamespace, enforcing } from './namespace';
import { isTaken } from './pod-ladder';
import { randomPod } from './random-pod';
import {
  BASELINE,
  Policy,
  policyName,
  policyVersion,
  RESTRICTED,
  verdictOf,
  verdictOnController,
  verdictOnPod,
} from './refusal';

/** Policy and server that a pod is checked with. */
interface Question extends Policy {
  readonly minor: number;
}

/** Number of pods, and the seed that they are generated from. */
export interface Draw {
  readonly pods: number;
  readonly seed: number;
}

/** Each pod is checked at every third minor version, and the next pod at the versions after those. */
const STRIDE = 3;
/** A Deployment is checked at both levels, at one version. */
const FOR_DEPLOYMENTS = 2;
/**
 * Version whose messages the library uses. At this version, the messages are compared too, for the pod with the server's
 * defaults: the server copies AppArmor's annotations into the fields of containers, and then reports both.
 */
const WORDS_OF = 37;
/** Number of generated pods for each pod in the comparison. The server rejects most of them as invalid, for example because a privileged container must not escalate. */
const DRAWN_FOR_EACH = 8;

/** Compares the verdicts of the library and of the server on the same pods. */
export class VerdictComparison {
  private readonly counts = { pods: 0, taken: 0, verdicts: 0, differences: 0 };

  constructor(
    private readonly stage: ApiStage,
    private readonly report: Report,
    private readonly folder: string,
    private readonly draw: Draw,
  ) {}

  public async run(): Promise<void> {
    const { client, minor } = this.stage;
    const { pods, seed } = this.draw;
    this.report.say(`comparing verdicts on ${pods} random pods, seed ${seed}`);
    const privileged = await addNamespace(client, enforcing('compared', PodSecurityLevel.PRIVILEGED));
    const questions = Array.from({ length: minor + 1 }, (_, m) => bothLevels(m)).flat();
    await Promise.all(questions.map((q) => addNamespace(client, enforcing(namespaceOf(q), q.level, policyVersion(q)))));
    for (const drawn of fc.sample(randomPod(minor), { seed, numRuns: pods * DRAWN_FOR_EACH })) {
      if (this.counts.pods === pods) break;
      const pod = { apiVersion: 'v1', kind: 'Pod', ...drawn, metadata: { ...drawn.metadata, name: 'drawn' } };
      const deployment = deploymentOf(pod);
      const [ofPod, ofDeployment] = await Promise.all([
        client.tryCreate(inNamespace(pod, privileged)),
        client.tryCreate(inNamespace(deployment, privileged)),
      ]);
      // some pods are valid, but not as templates, in which AppArmor's fields and annotations must agree
      if (!isTaken(ofPod) || !isTaken(ofDeployment)) continue;
      const turn = this.counts.pods % STRIDE;
      const asked = questions.filter((question) => question.minor % STRIDE === turn);
      await Promise.all([
        ...asked.map((question) => this.compare(pod, ofPod.body as ApiObject, question)),
        ...asked.slice(0, FOR_DEPLOYMENTS).map((question) => this.compare(deployment, deployment, question)),
      ]);
      this.counts.pods += 1;
      if (this.counts.pods % 100 === 0) this.report.say(`${this.counts.pods} pods, ${this.counts.verdicts} verdicts`);
    }
    this.conclude();
  }

  private conclude(): void {
    const { pods, verdicts, taken, differences } = this.counts;
    const asked = `verdicts of the library on ${pods} random pods, and on Deployments of them, at every version of both levels; ${taken} of them "taken"`;
    const expected = `${verdicts} as the server's`;
    this.report.expect(
      asked,
      this.draw.pods === pods ? expected : `${this.draw.pods} pods that the server takes`,
      differences === 0 ? expected : `${differences} of ${verdicts} different, see ${FILE}`,
    );
  }

  /** @param completed object with the defaults that the server sets before it checks it */
  private async compare(written: ApiObject, completed: ApiObject, question: Question): Promise<void> {
    const answer = await this.stage.client.tryCreate(inNamespace(written, namespaceOf(question)));
    const { minor } = this.stage;
    const reasons = libraryReasons(written, question, minor);
    this.counts.verdicts += 1;
    if (reasons.length === 0) this.counts.taken += 1;
    const isPod = written.kind === 'Pod';
    const verdict = isPod ? verdictOnPod(answer) : verdictOnController(answer);
    if (!this.isSame(written, verdictOf(question, reasons), verdict) || minor !== WORDS_OF) return;
    const ours = wordsOf(libraryRefusals(completed, question, minor), question);
    this.isSame(completed, ours, isPod ? refusalIn(answer) : warningIn(answer));
  }

  private isSame(object: ApiObject, ours: string, theirs: string): boolean {
    if (ours === theirs) return true;
    this.counts.differences += 1;
    appendFileSync(join(this.folder, FILE), `${JSON.stringify({ ours, theirs, object })}\n`);
    if (this.counts.differences <= SHOWN) this.report.say(`ours: ${ours}\n  theirs: ${theirs}`);
    return false;
  }
}

const FILE = 'differences.jsonl';
const SHOWN = 5;
const TAKEN = 'taken';

function bothLevels(minor: number): Question[] {
  return [
    { level: BASELINE, minor },
    { level: RESTRICTED, minor },
  ];
}

function wordsOf(refusals: readonly PodSecurityRefusal[], question: Question): string {
  if (refusals.length === 0) return TAKEN;
  const list = refusals.map(({ reason, detail }) => `${reason} (${detail})`).join(', ');
  return `violate PodSecurity "${policyName(question)}": ${list}`;
}

function refusalIn({ status, message }: Answer): string {
  return isTaken({ status }) ? TAKEN : message.replace(/^.* is forbidden: violates /, 'violate ');
}

function warningIn({ status, message, warnings }: Answer): string {
  if (!isTaken({ status })) return message;
  const ofPodSecurity = warnings.filter((warning) => warning.startsWith('would violate '));
  return ofPodSecurity.map((warning) => warning.replace('would ', '')).join('; ') || TAKEN;
}

function inNamespace(object: ApiObject, namespace: string): ApiObject {
  return { ...object, metadata: { ...object.metadata, namespace } };
}

function namespaceOf(question: Question): string {
  return `compared-${policyName(question).replace(/[:.]/g, '-')}`;
}
