import { Option, type Command } from 'commander';
import {
  appStatuses,
  isAsWanted,
  machinePods,
  type AppStatus,
  type PodStatus,
} from '../../app-package/manage/app-status';
import { installedApps } from '../../app-package/manage/installed-apps';
import { printable, printableJson, printableLines } from '../../diagnostics/printable';
import { ExitCode } from '../exit-code';
import { addExamples } from '../examples';
import { printError } from '../print';
import { addKubeletOptions, kubeletOf, type KubeletOptions } from './kubelet-options';
import { stateText } from './list';
import { addMachineFolders, type MachineFolderOptions } from './machine-folders';

interface StatusOptions extends MachineFolderOptions, KubeletOptions {
  readonly format: string;
}

type Render = (statuses: ReadonlyArray<AppStatus>, source: string | null) => string;

const FORMATS: Readonly<Record<string, Render>> = { text: toText, json: toJson };

/** Adds the command `secure-edge package status`, which shows what the kubelet made of the pods of installed apps. */
export function addStatus(group: Command, end: (code: ExitCode) => void): void {
  const command = group
    .command('status')
    .description('Show the pods of the installed apps, as the kubelet or the container runtime reports them.')
    .argument('[name]', 'name of the only app to show')
    .addOption(new Option('--format <format>', 'format of the status').choices(Object.keys(FORMATS)).default('text'))
    .addHelpText('after', '\nThe exit code is 1 if a pod of a started app does not run.');
  addExamples(command, ['package status web --format json', 'shows the pods of an app, for programs']);
  addKubeletOptions(addMachineFolders(command)).action(async (name: string | undefined, options: StatusOptions) => {
    const { apps, notes } = installedApps(options.root, name);
    for (const note of notes) printError(note);
    const found = await machinePods(kubeletOf(options));
    const statuses = await appStatuses(apps, found, options.staticPodPath);
    process.stdout.write(FORMATS[options.format]?.(statuses, found?.source ?? null) ?? '');
    if (notes.length > 0) end(ExitCode.UNUSABLE);
    else end(statuses.every(isAsWanted) ? ExitCode.DONE : ExitCode.FOUND);
  });
}

function toText(statuses: ReadonlyArray<AppStatus>, source: string | null): string {
  if (statuses.length === 0) return 'no app is installed\n';
  const lines = statuses.flatMap(({ app, version, state, isInCluster, pods }) => [
    `${printable(app)} ${printable(version)}, ${isInCluster ? 'in a cluster: see "kubectl get pods"' : stateText(state)}`,
    ...pods.flatMap(podLines),
  ]);
  return printableLines(`${[...lines, `reported by ${source ?? 'nothing'}`].join('\n')}\n`);
}

function podLines({ pod, state, reason, containers }: PodStatus): string[] {
  return [
    `  pod ${printable(pod)}: ${state}${reason === '' ? '' : `: ${printable(reason)}`}`,
    ...containers.map(({ name, state: ofContainer, restarts, reason: why }) => {
      const count =
        restarts === undefined || restarts === 0 ? '' : `, ${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`;
      return `    ${printable(name)}: ${ofContainer}${count}${why === '' ? '' : `: ${printable(why)}`}`;
    }),
  ];
}

function toJson(statuses: ReadonlyArray<AppStatus>, source: string | null): string {
  const document = {
    version: 1,
    source,
    apps: statuses.map(({ app, version, state, isInCluster, pods }) => ({
      name: app,
      appVersion: version,
      target: isInCluster ? 'cluster' : 'static-pods',
      state: state.isStarted ? 'started' : 'stopped',
      since: state.since,
      pods: pods.map((pod) => ({
        pod: pod.pod,
        state: pod.state,
        reason: pod.reason,
        containers: pod.containers.map(({ name, state: ofContainer, restarts, reason }) => ({
          name,
          state: ofContainer,
          restarts: restarts ?? null,
          reason,
        })),
      })),
    })),
  };
  return `${printableJson(document, 2)}\n`;
}
