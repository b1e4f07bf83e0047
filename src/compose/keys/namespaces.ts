import { quote } from '../../diagnostics/input-error';
import { dnsSubdomain } from '../../kubernetes/syntax';
import { call, literal } from '../code/expressions';
import type { ServiceConversion } from '../service-conversion';
import type { KeyGroup } from './key-group';

const POD = 'spec.template.spec';

export const namespaceKeys: KeyGroup = {
  title: 'Namespaces and isolation',
  rows: {
    pid: {
      becomes: '`Weakness.hostPid`; `Weakness.sharedProcesses` for `service:NAME`',
      outcomes: ['converted', 'refused', 'unsupported'],
      notes: 'Accept them with `--accept host-pid` and `--accept shared-processes`.',
    },
    ipc: {
      becomes: '`Weakness.hostIpc`; one pod for `service:NAME`',
      outcomes: ['converted', 'approximated', 'refused', 'by-design', 'unsupported'],
      notes: 'Accept that of the node with `--accept host-ipc`. The containers of a pod share their IPC.',
    },
    uts: {
      becomes: 'Nothing',
      outcomes: ['by-design', 'unsupported'],
      notes: 'A pod has the host name of the node only with `network_mode: host`.',
    },
    cgroup: {
      becomes: 'Nothing',
      outcomes: ['by-design', 'unsupported'],
      notes: 'The runtime gives each container a control group namespace of its own.',
    },
    cgroup_parent: {
      becomes: 'Nothing: the kubelet places the control groups of pods',
      outcomes: ['unsupported'],
      notes: 'Limit resources with `deploy.resources`.',
    },
    isolation: {
      becomes: 'Nothing: it is for Windows',
      outcomes: ['by-design', 'unsupported'],
      notes: '`default` needs nothing.',
    },
    runtime: {
      becomes: '`runtimeClass` of the app',
      outcomes: ['approximated', 'by-design', 'unsupported'],
      notes: 'A RuntimeClass with the name of the runtime must exist. `runc` is the usual default.',
    },
    use_api_socket: {
      becomes: 'Nothing: the socket of the engine gives full root access to the node',
      outcomes: ['refused', 'by-design'],
      notes: 'No option accepts it. Give the app a service account with the rights that it needs.',
    },
    credential_spec: { becomes: 'Nothing: it is for Windows', outcomes: ['unsupported'], notes: '' },
  },
  convert: (service) => {
    convertPid(service);
    convertIpc(service);
    convertRuntime(service);
    const { definition, report } = service;
    const { uts, cgroup, isolation, network_mode: network } = definition;
    if (uts !== undefined && network === 'host')
      report.byDesign('uts', 'a pod in the network of the node has its host name');
    else if (uts !== undefined)
      report.unsupported('uts', 'a pod has the host name of the node only with network_mode: host');
    if (cgroup === 'private') report.byDesign('cgroup', 'the runtime gives each container a namespace of its own');
    else if (cgroup !== undefined)
      report.unsupported('cgroup', 'a container of Kubernetes has a control group namespace of its own');
    if (definition.cgroup_parent !== undefined)
      report.unsupported('cgroup_parent', 'the kubelet places the control groups of pods: use deploy.resources');
    if (isolation === 'default') report.byDesign('isolation', 'it is the default');
    else if (isolation !== undefined) report.unsupported('isolation', 'it is for Windows');
    if (definition.credential_spec !== undefined) report.unsupported('credential_spec', 'it is for Windows');
    if (definition.use_api_socket === true)
      report.refused('use_api_socket', 'the socket of the engine gives full root access to the node');
    else if (definition.use_api_socket === false)
      report.byDesign('use_api_socket', 'no container has the socket of the engine');
  },
};

/** Returns the service of `service:NAME`. Undefined for another mode. */
function serviceOf(mode: string): string | undefined {
  return mode.startsWith('service:') ? mode.slice('service:'.length) : undefined;
}

function convertPid({ definition, container, report }: ServiceConversion): void {
  const { pid } = definition;
  if (pid === undefined) return;
  if (pid === 'host') {
    const why = 'the processes of the node, with their environments, are visible to the program';
    const reason = report.weaker('pid', 'host-pid', `${POD}.hostPID`, why);
    if (reason !== undefined) container.add('weaknesses', call('Weakness.hostPid', literal(reason)));
  } else if (serviceOf(pid) !== undefined) {
    const why = `the containers of the pod see the processes and files of each other; the pod is that of ${quote(serviceOf(pid))}`;
    const reason = report.weaker('pid', 'shared-processes', `${POD}.shareProcessNamespace`, why);
    if (reason !== undefined) container.add('weaknesses', call('Weakness.sharedProcesses', literal(reason)));
  } else
    report.unsupported(
      'pid',
      `${quote(pid)} is a container outside the project: a pod shares only with its own containers`,
    );
}

function convertIpc({ definition, container, report }: ServiceConversion): void {
  const { ipc } = definition;
  if (ipc === undefined) return;
  if (ipc === 'host') {
    const why = 'the shared memory of the processes of the node is accessible to the program';
    const reason = report.weaker('ipc', 'host-ipc', `${POD}.hostIPC`, why);
    if (reason !== undefined) container.add('weaknesses', call('Weakness.hostIpc', literal(reason)));
  } else if (serviceOf(ipc) !== undefined)
    report.approximated('ipc', POD, `one pod with ${quote(serviceOf(ipc))}, which also shares its network`);
  else if (['private', 'shareable', 'none', ''].includes(ipc))
    report.byDesign('ipc', 'each pod has an IPC namespace of its own, which its containers share');
  else
    report.unsupported(
      'ipc',
      `${quote(ipc)} is a container outside the project: a pod shares only with its own containers`,
    );
}

function convertRuntime({ definition, app, report }: ServiceConversion): void {
  const { runtime } = definition;
  if (runtime === undefined) return;
  const name = runtime.replace(/^io\.containerd\./, '').replace(/\.v\d+$/, '');
  if (name === 'runc' || name === 'crun') {
    report.byDesign('runtime', "the node's default runtime is used");
    return;
  }
  const problem = dnsSubdomain('runtime', name);
  if (problem !== undefined) {
    report.unsupported('runtime', `${problem}: it is the name of a RuntimeClass`);
    return;
  }
  app.set('runtimeClass', literal(name));
  report.approximated('runtime', `${POD}.runtimeClassName`, `a RuntimeClass ${quote(name)} must exist in the cluster`);
}
