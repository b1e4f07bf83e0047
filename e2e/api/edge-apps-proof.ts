import { App, Chart, Testing } from 'cdk8s';
import {
  AppArmor,
  AppArmorInclude,
  AppArmorLoader,
  AppArmorProfile,
  Autoscaler,
  Capability,
  DisruptionBudget,
  FileRule,
  Image,
  Life,
  Monitoring,
  NodeAppArmor,
  Peer,
  Placement,
  Port,
  Posture,
  ProfileDelivery,
  Seccomp,
  SeccompAction,
  SeccompInstaller,
  SeccompProfile,
  SecureEdgeApp,
  Target,
  TopologySpread,
  Weakness,
  type SecureEdgeAppOptions,
} from '../../src/index';
import { allProps } from '../../test/edge/all-props';
import { ApiObject } from '../cluster/api-client';
import { ApiStage } from './api-stage';
import { AppAdmission, Expected, hasPods, nameOf } from './app-admission';

/** First minor version with init containers that keep running. */
const SIDECARS = 29;
const REASON = 'set to compare it with the verdict of the server';
const image = Image.fromDigest(`registry.example/app@sha256:${'0123456789abcdef'.repeat(4)}`);

const adding = (capability: Capability): Weakness => Weakness.addCapabilities([capability], REASON);
const only = (weakness: Weakness): Readonly<Record<string, Weakness>> => ({ '': weakness });

/** All weaknesses. The type makes sure that a new weakness is added here. */
const WEAKNESSES: Readonly<Record<Exclude<keyof typeof Weakness, 'prototype'>, Readonly<Record<string, Weakness>>>> = {
  rootUser: only(Weakness.rootUser(REASON)),
  addCapabilities: {
    NET_BIND_SERVICE: adding(Capability.NET_BIND_SERVICE),
    CHOWN: adding(Capability.CHOWN),
    NET_RAW: adding(Capability.NET_RAW),
    SYS_ADMIN: adding(Capability.SYS_ADMIN),
  },
  runtimeCapabilities: only(Weakness.runtimeCapabilities(REASON)),
  privilegeEscalation: only(Weakness.privilegeEscalation(REASON)),
  privileged: only(Weakness.privileged(REASON)),
  writableRootFilesystem: only(Weakness.writableRootFilesystem(REASON)),
  unlimitedResources: only(Weakness.unlimitedResources(REASON)),
  hostNetwork: only(Weakness.hostNetwork(REASON)),
  hostPid: only(Weakness.hostPid(REASON)),
  hostIpc: only(Weakness.hostIpc(REASON)),
  sharedProcesses: only(Weakness.sharedProcesses(REASON)),
  terminal: only(Weakness.terminal(REASON)),
  standardInput: only(Weakness.standardInput(REASON)),
  sysctl: only(Weakness.sysctl('net.core.somaxconn', '1024', REASON)),
  hostPath: only(Weakness.hostPath('/run/sensors', { reason: REASON })),
  hostAlias: only(Weakness.hostAlias('192.0.2.1', ['plc.site'], REASON)),
  hostPort: only(Weakness.hostPort(Port.tcp(8080), 80, REASON)),
  serviceAccountToken: only(Weakness.serviceAccountToken('default', REASON)),
  unconfinedSeccomp: only(Weakness.unconfinedSeccomp(REASON)),
  unconfinedAppArmor: only(Weakness.unconfinedAppArmor(REASON)),
  seLinux: only(Weakness.seLinux({ type: 'spc_t' }, REASON)),
  // only some versions have the field, and their standards disagree about it
  unmaskedProc: {},
};

/** Apps with each kind of workload, and with other options. */
const KINDS: Readonly<Record<string, SecureEdgeAppOptions>> = {
  'three replicas': { image, placement: Placement.replicas(3) },
  'every gateway': { image, placement: Placement.everyGateway() },
  'an autoscaler': { image, autoscaler: Autoscaler.replicas(1, 3, { cpuPercent: 70, scaleDownAfter: 60 }) },
  'a disruption budget and a spread': {
    image,
    placement: Placement.replicas(3),
    disruptionBudget: DisruptionBudget.minAvailable('50%'),
    topologySpread: [TopologySpread.overZones({ required: true })],
  },
  'a PodMonitor': {
    image,
    ports: [Port.tcp(9090)],
    monitoring: Monitoring.podMonitor({ from: Peer.namespace('monitoring'), port: Port.tcp(9090), interval: 30 }),
  },
  'runs once, and again after a change': { image, life: Life.once({ runsAgainAfterChange: true, deleteAfter: 60 }) },
  'one gateway': { image, placement: Placement.gateway('gateway-1') },
  'runs once': { image, life: Life.once() },
  'runs on a schedule': { image, life: Life.onSchedule('0 3 * * *') },
  'profiles by name': { image, appArmor: AppArmor.named('web'), seccomp: Seccomp.localhost('web.json') },
  'user namespace and strict groups': {
    image,
    posture: new Posture({ userNamespaces: true, strictSupplementalGroups: true }),
  },
};

/** Checks that the server accepts each app at exactly the level that the library computes for its options. */
export class EdgeAppsProof {
  constructor(
    private readonly stage: ApiStage,
    private readonly admission: AppAdmission,
  ) {}

  public async run(): Promise<void> {
    for (const [name, options] of Object.entries(KINDS)) await this.app(`an app: ${name}`, () => options);
    await this.app('an app with every prop', allProps);
    for (const [name, weaknesses] of Object.entries(WEAKNESSES))
      for (const [of, weakness] of Object.entries(weaknesses))
        await this.app(`an app with the weakness ${`${name} ${of}`.trim()}`, () => ({
          image,
          weaknesses: [weakness],
        }));
    await this.operator();
  }

  private async app(name: string, options: (chart: Chart) => SecureEdgeAppOptions): Promise<void> {
    const chart = this.chart();
    const app = new SecureEdgeApp(chart, 'app', { ...options(chart), target: Target.of(chart) });
    app.addContainer('second', { image });
    if (this.stage.minor >= SIDECARS) app.addSidecar('beside', { image });
    app.addInitContainer('before', { image });
    const objects = Testing.synth(chart) as ApiObject[];
    const workloads = objects.filter(hasPods).map((object) => [nameOf(object), { level: app.podSecurityLevel }]);
    await this.admission.expect({ name, objects, expected: Object.fromEntries(workloads) as Record<string, Expected> });
  }

  /** Checks the objects of the Security Profiles Operator. */
  private async operator(): Promise<void> {
    const chart = this.chart();
    const delivery = ProfileDelivery.SECURITY_PROFILES_OPERATOR;
    const appArmor = new AppArmorProfile({
      name: 'web',
      includes: [AppArmorInclude.abstraction('base')],
      rules: [FileRule.allow('/etc/web/config', 'r')],
    });
    new AppArmorLoader(chart, 'apparmor', { delivery, profiles: [appArmor] });
    const syscalls = [{ names: ['read', 'write', 'exit_group'], action: SeccompAction.ALLOW }];
    new SeccompInstaller(chart, 'seccomp', {
      delivery,
      profiles: [new SeccompProfile({ name: 'web', localhostProfile: 'operator/web.json', syscalls })],
    });
    const objects = Testing.synth(chart) as ApiObject[];
    await this.admission.expect({ name: 'profiles for the Security Profiles Operator', objects, expected: {} });
  }

  private chart(): Chart {
    const chart = new Chart(new App(), 'edge');
    Target.set(chart, Target.kubernetes(this.stage.version, { appArmor: NodeAppArmor.YES }));
    return chart;
  }
}
