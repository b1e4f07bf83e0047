import { relative } from 'node:path';
import { App, Chart, Cron, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Hardening, Posture, Target } from '../../src/index';
import { harden } from '../../src/hardening/harden';
import { objectsOf, ROOT } from '../../scripts/lib/repository';
import { ApiObject } from '../cluster/api-client';
import { Report } from '../cluster/report';
import { ApiStage } from './api-stage';
import { addNamespace, enforcing } from './namespace';
import { PodLadder, podObjectsOf } from './pod-ladder';
import { hasPods, nameOf } from './app-admission';
import { RESTRICTED, verdictOnController, verdictOnPod } from './refusal';

const PLAIN = `${relative(ROOT, __dirname)}/plain-workloads.yaml`;
const image = 'registry.example/app:1';

/** Checks that the server rejects the pods of unhardened workloads, and accepts them after hardening. */
export class HardeningProof {
  constructor(
    private readonly stage: ApiStage,
    private readonly report: Report,
  ) {}

  public async run(): Promise<void> {
    const ladder = await PodLadder.create(this.stage.client, 'hardening');
    const target = Target.kubernetes(this.stage.version);
    const namespace = await addNamespace(this.stage.client, enforcing('hardened', RESTRICTED));
    const [before, after] = [workloads(), workloads((chart) => chart.with(new Hardening({ target })))];
    for (const [i, workload] of before.entries())
      await this.workload('cdk8s-plus', workload, after[i]!, ladder, namespace);
    for (const plain of objectsOf(PLAIN) as unknown as ApiObject[]) {
      const hardened = harden({ ...plain }, new Posture(), target) as unknown as ApiObject;
      await this.workload(PLAIN, plain, hardened, ladder, namespace);
    }
  }

  private async workload(
    source: string,
    before: ApiObject,
    after: ApiObject,
    ladder: PodLadder,
    namespace: string,
  ): Promise<void> {
    const rung = async (object: ApiObject): Promise<string> => {
      const { level, refusal } = await ladder.climb(podObjectsOf(object)[0]!);
      if (refusal !== '') this.report.say(refusal);
      return level;
    };
    const answer = await this.stage.client.tryCreate({ ...after, metadata: { ...after.metadata, namespace } });
    const itself = after.kind === 'Pod' ? verdictOnPod(answer) : verdictOnController(answer);
    this.report.expect(
      `${nameOf(before)} of ${source}: the strictest level that takes its pods, then hardened; and itself`,
      'baseline, restricted, taken',
      [await rung(before), await rung(after), itself].join(', '),
    );
  }
}

/** Returns a workload of each kind, with the defaults of cdk8s-plus. */
function workloads(change: (chart: Chart) => void = () => undefined): ApiObject[] {
  const chart = new Chart(new App(), 'plus', { disableResourceNameHashes: true });
  change(chart);
  const containers = [{ image, portNumber: 8080 }];
  new kplus.Pod(chart, 'pod', { containers });
  new kplus.Deployment(chart, 'deployment', { containers });
  new kplus.StatefulSet(chart, 'statefulset', {
    containers,
    service: new kplus.Service(chart, 'service', { ports: [{ port: 80 }] }),
  });
  new kplus.DaemonSet(chart, 'daemonset', { containers });
  new kplus.Job(chart, 'job', { containers: [{ image }] });
  new kplus.CronJob(chart, 'cronjob', { containers: [{ image }], schedule: Cron.daily() });
  return (Testing.synth(chart) as ApiObject[]).filter(hasPods);
}
