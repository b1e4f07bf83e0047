import { Severity } from '../../severity';
import { examplePod } from '../example';
import { cis } from '../frameworks/cis';
import { nist } from '../frameworks/nist-800-190';
import { canonical, holds, hostPathsOf, type HostPath } from '../host-path';
import type { PodSubject } from '../pod-subject';
import { PodRule } from '../rule';
import type { Violation } from '../violation';

/** A part of the node, and what it gives away. */
interface Part {
  readonly path: string;
  readonly what: string;
  /** Where it is the folder itself that matters, and not every one in it. */
  readonly itselfAlone?: boolean;
}

/** The parts of a node with which it is lost, or its secrets are. */
const PARTS: ReadonlyArray<Part> = [
  { path: '/', what: 'that is the whole node', itselfAlone: true },
  { path: '/etc/kubernetes', what: "the node's own credentials are there" },
  { path: '/var/lib/kubelet', what: 'the Secrets of every pod of the node are there', itselfAlone: true },
  { path: '/var/lib/kubelet/pki', what: "the node's own credentials are there" },
  { path: '/var/lib/kubelet/pods', what: 'the Secrets of every pod of the node are there' },
  { path: '/var/lib/etcd', what: 'everything that the cluster knows is there' },
  { path: '/var/lib/docker', what: 'the files of every container are there' },
  { path: '/var/lib/containerd', what: 'the files of every container are there' },
  { path: '/var/lib/containers', what: 'the files of every container are there' },
  { path: '/var/lib/rancher', what: "the node's own credentials and every container's files are there" },
  { path: '/var/lib/parsec', what: "Parsec's keys are there" },
  { path: '/etc/parsec', what: "Parsec's configuration, with the TPM's secret, is there" },
  { path: '/userdata/parsec', what: "Parsec's keys are there" },
  { path: '/etc/shadow', what: 'the passwords of the node are there' },
  { path: '/etc/cni', what: 'the network of every pod is set up there' },
  { path: '/root', what: 'the keys of the administrator are there' },
  { path: '/home', what: 'the keys of the users are there', itselfAlone: true },
  { path: '/boot', what: 'the kernel is there' },
  { path: '/proc', what: 'every process of the node is there' },
  { path: '/sys', what: 'the settings of the kernel are there', itselfAlone: true },
  { path: '/dev', what: 'every device of the node is there', itselfAlone: true },
  { path: '/etc', what: 'the configuration of the node is there', itselfAlone: true },
  { path: '/lib', what: 'the modules of the kernel are there', itselfAlone: true },
  { path: '/usr', what: 'the programs of the node are there', itselfAlone: true },
  { path: '/var', what: 'the Secrets of every pod of the node are there', itselfAlone: true },
  { path: '/var/lib', what: 'the Secrets of every pod of the node are there', itselfAlone: true },
  { path: '/var/log', what: 'a link in it shows any file of the node to whoever reads logs', itselfAlone: true },
];

const volume = (path: string, readOnly = true): string =>
  examplePod({
    spec: `volumes: [{name: host, hostPath: {path: ${path}}}]`,
    container: `volumeMounts: [{name: host, mountPath: /mnt, readOnly: ${readOnly}}]`,
  });

/** No pod has the parts of a node on which its safety rests. */
export class NoSensitiveHostPath extends PodRule {
  constructor() {
    super({
      id: 'no-sensitive-host-path',
      title: 'No pod has the parts of its node on which everything else rests',
      severity: Severity.HIGH,
      rationale:
        'Some folders of a node are the node: who writes there is root of it, and who reads there has the secrets of every other pod.',
      fix: 'remove the volume, or mount the one file that is needed, read-only',
      references: ['https://attack.mitre.org/techniques/T1611/'],
      controls: [...nist('4.5.5'), ...cis('5.2.12')],
      examples: {
        good: [volume('/run/parsec'), volume('/srv/data', false), volume('/var/lib/kubelet/seccomp/own', false)],
        bad: [volume('/'), volume('/var/lib/kubelet/pods'), volume('/etc', false), volume('/srv/..')],
      },
    });
  }

  public check(pod: PodSubject): Violation[] {
    return hostPathsOf(pod).flatMap((host) => {
      const part = PARTS.find(({ path, itselfAlone }) =>
        foldersOf(host).some((at) => (itselfAlone === true ? at === path : holds(path, at))),
      );
      if (part === undefined) return [];
      const writable = host.mounts.some(({ readOnly }) => !readOnly);
      return [
        {
          path: host.path,
          message: `${host.hostPath} of the node is mounted${writable ? ' writable' : ''}: ${part.what}`,
          ...((writable || part.path === '/') && { severity: Severity.CRITICAL }),
        },
      ];
    });
  }
}

/** What of the node is seen: the folder, or the parts of it that are mounted. */
function foldersOf({ hostPath, mounts }: HostPath): string[] {
  return mounts.length === 0 ? [hostPath] : mounts.map(({ subPath }) => canonical(`${hostPath}/${subPath}`));
}
