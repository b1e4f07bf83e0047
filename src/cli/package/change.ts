import type { Command } from 'commander';
import { InstallationFailure } from '../../app-package/install/perform-installation';
import {
  removeApp,
  rollBackApp,
  startApp,
  stopApp,
  type ChangedApp,
  type ChangeRequest,
} from '../../app-package/manage/change-app';
import { podsHaveEnded } from '../../app-package/manage/end-of-pods';
import { ExitCode } from '../exit-code';
import { addExamples } from '../examples';
import { print, printError } from '../print';
import { withProgress } from '../progress';
import { addKubeletOptions, kubeletOf, type KubeletOptions } from './kubelet-options';
import { addMachineFolders, imageClientOption, type MachineFolderOptions } from './machine-folders';

interface ChangeOptions extends MachineFolderOptions, KubeletOptions {
  readonly imageClient?: string;
  readonly data?: boolean;
}

/** Command that changes an installed app. */
interface ChangeCommand {
  readonly name: string;
  readonly description: string;
  readonly example: string;
  /** Participle of the result, such as `stopped`. */
  readonly done: string;
  readonly run: (request: ChangeRequest, options: ChangeOptions) => Promise<ChangedApp>;
}

const COMMANDS: ReadonlyArray<ChangeCommand> = [
  {
    name: 'stop',
    description: 'Stop an installed app, also after a reboot. Its files, images and data stay.',
    example: 'stops an app',
    done: 'stopped',
    run: stopApp,
  },
  {
    name: 'start',
    description: 'Start a stopped app, and restore what is missing of it.',
    example: 'starts it again',
    done: 'started',
    run: startApp,
  },
  {
    name: 'rollback',
    description: 'Replace an installed app with its previous version, which is kept on this machine.',
    example: 'returns to the previous version of an app',
    done: 'rolled back',
    run: rollBackApp,
  },
  {
    name: 'remove',
    description: 'Remove an installed app: its pods, its files, and the images that nothing else uses.',
    example: 'removes an app, and keeps its data',
    done: 'removed',
    run: remove,
  },
];

/** Seconds to wait for the pods of a removed app to end. */
const PATIENCE = 60;

/** Adds the commands `secure-edge package stop`, `start`, `rollback` and `remove`. */
export function addChanges(group: Command, end: (code: ExitCode) => void): void {
  for (const { name, description, example, done, run } of COMMANDS) {
    const command = group.command(name).description(description).argument('<name>', 'name of the app');
    addMachineFolders(command).addOption(imageClientOption());
    if (name === 'remove')
      addKubeletOptions(command.option('--data', 'delete the data of the app as well; they are kept otherwise'));
    addExamples(command, [`package ${name} web`, example]);
    command.action(async (app: string, options: ChangeOptions) => {
      try {
        report(await changed(name, app, options, run), done);
        end(ExitCode.DONE);
      } catch (error) {
        if (!(error instanceof InstallationFailure)) throw error;
        printError(error.message);
        end(ExitCode.FOUND);
      }
    });
  }
}

function changed(name: string, app: string, options: ChangeOptions, run: ChangeCommand['run']): Promise<ChangedApp> {
  return withProgress(`${name} ${app}`, (tell, printLine) => {
    const request: ChangeRequest = {
      app,
      root: options.root,
      podFolder: options.staticPodPath,
      imageClient: options.imageClient,
      now: new Date().toISOString(),
      onProgress: tell,
      onNote: printLine,
    };
    return run(request, options);
  });
}

function remove(request: ChangeRequest, options: ChangeOptions): Promise<ChangedApp> {
  const kubelet = kubeletOf(options);
  return removeApp(request, options.data === true, async (installation) => {
    request.onProgress('waiting for the pods to end');
    if (!(await podsHaveEnded(installation, kubelet, request.podFolder, PATIENCE)))
      request.onNote(`the pods may still be ending: they did not end within ${PATIENCE} s, or nothing reports them`);
  });
}

function report({ app, version, steps }: ChangedApp, done: string): void {
  for (const step of steps) print(step);
  print(`${app} ${version}: ${steps.length === 0 ? `is already ${done}, nothing to do` : `is ${done}`}`);
}
