import { Option, type Command } from 'commander';
import { installedApps } from '../../app-package/manage/installed-apps';
import { dataRoot } from '../../app-package/install/data-volume';
import type { Installation } from '../../app-package/install/installation';
import { printable, printableJson, printableLines } from '../../diagnostics/printable';
import { ExitCode } from '../exit-code';
import { addExamples } from '../examples';
import { printError } from '../print';
import { addMachineFolders, type MachineFolderOptions } from './machine-folders';

interface ListOptions extends MachineFolderOptions {
  readonly format: string;
}

type Render = (apps: ReadonlyArray<Installation>, root: string) => string;

const FORMATS: Readonly<Record<string, Render>> = { text: toText, json: toJson };

/** Adds the command `secure-edge package list`, which lists the installed apps of this machine. */
export function addList(group: Command, end: (code: ExitCode) => void): void {
  const command = group
    .command('list')
    .description('List the apps that are installed on this machine.')
    .argument('[name]', 'name of the only app to list')
    .addOption(new Option('--format <format>', 'format of the list').choices(Object.keys(FORMATS)).default('text'));
  addExamples(command, ['package list', 'lists the installed apps with their versions']);
  addMachineFolders(command).action((name: string | undefined, { root, format }: ListOptions) => {
    const { apps, notes } = installedApps(root, name);
    for (const note of notes) printError(note);
    process.stdout.write(FORMATS[format]?.(apps, root) ?? '');
    end(notes.length > 0 ? ExitCode.UNUSABLE : ExitCode.DONE);
  });
}

function toText(apps: ReadonlyArray<Installation>): string {
  if (apps.length === 0) return 'no app is installed\n';
  const blocks = apps.map(({ app, appVersion, form, digest, state, former, applied }) =>
    [
      `${printable(app)} ${printable(appVersion)}`,
      `  state     ${applied === null ? stateText(state) : 'in a cluster'}`,
      `  form      ${form === null ? 'unknown' : printable(form)}`,
      `  digest    ${digest === null ? 'unknown' : `sha256:${digest}`}`,
      ...(former === null ? [] : [`  previous  ${printable(former.appVersion)}`]),
    ].join('\n'),
  );
  return printableLines(`${blocks.join('\n')}\n`);
}

/** Describes the state of an app, such as `started since 2026-01-02T03:04:05.000Z`. */
export function stateText({ isStarted, since }: Installation['state']): string {
  return `${isStarted ? 'started' : 'stopped'}${since === null ? '' : ` since ${printable(since)}`}`;
}

function toJson(apps: ReadonlyArray<Installation>, root: string): string {
  const document = {
    version: 1,
    apps: apps.map(({ app, appVersion, form, digest, state, former, applied, pods, images, volumes }) => ({
      name: app,
      appVersion,
      form,
      digest: digest === null ? null : `sha256:${digest}`,
      target: applied === null ? 'static-pods' : 'cluster',
      state: state.isStarted ? 'started' : 'stopped',
      since: state.since,
      previousVersion: former?.appVersion ?? null,
      pods: pods.map(({ pod }) => pod),
      images: images.flatMap(({ tags }) => tags),
      volumes: volumes.map(({ name, uid, gid }) => ({
        name,
        folder: `${dataRoot(root)}/${app}/volumes/${name}`,
        uid,
        gid,
      })),
    })),
  };
  return `${printableJson(document, 2)}\n`;
}
