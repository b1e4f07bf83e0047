import { dirname, relative } from 'node:path';
import { InstallTarget } from '../../app-package/install/installation';
import type { ComposeConverter } from '../../app-package/install/package-manifests';
import { convertProject, manifestsOf } from '../../compose/compose-converter';
import type { ConversionOptions } from '../../compose/conversion-options';
import type { LossEntry, ReadingAccount } from '../../compose/loss-report';
import { readPodSkeletonFile } from '../../compose/pod-skeleton/read-pod-skeleton';
import { readComposeProject } from '../../compose/reading/read-compose-project';
import { everyWish } from '../../compose/wishes';
import { quote } from '../../diagnostics/input-error';
import { toDnsLabel } from '../../kubernetes/syntax';
import type { Target } from '../../kubernetes/target';

/** Returns the function that converts the Compose file of a package. It reads no file outside the package, and no environment. */
export function composeConverterFor(target: Target, to: InstallTarget): ComposeConverter {
  return ({ file, app, paths, accept, images }) => {
    const folder = dirname(file);
    const skeleton = file.endsWith('.json') ? readPodSkeletonFile([file], PROJECT) : undefined;
    const project =
      skeleton?.project ?? readComposeProject([file], { projectName: PROJECT, environment: {}, within: folder });
    const wishes = new Set(everyWish());
    const accepted = [...accept].filter((word) => wishes.has(word.split(':')[0] ?? ''));
    const { namespace } = namespaceOf(app, target);
    const conversion = convertProject(project, {
      target,
      ...(namespace !== undefined && { namespace }),
      accepted: new Map(accepted.map((word) => [word, `accepted at the installation by --accept ${word}`])),
      ...(to === InstallTarget.STATIC_PODS && { installation: paths }),
      isOnGateway: (image) => images.contains(image),
      userOfImage: (image) => images.userOf(image),
    });
    const report = skeleton?.reportOf(conversion.report, namespace) ?? conversion.report;
    const told = report.entries.filter(({ outcome }) => outcome !== 'converted');
    return {
      manifests: manifestsOf(conversion).filter(({ kind }) => kind !== UNENFORCED || to === InstallTarget.CLUSTER),
      files: conversion.configFiles,
      notes: readingNotes(report.reading, folder),
      losses: told.filter((entry) => !isRefusal(entry)).map(partOf),
      refusals: told.filter(isRefusal).map((entry) => ({ ...partOf(entry), key: entry.accept.split(':')[0] ?? '' })),
    };
  };
}

/** Returns the namespace of an app, which keeps its services apart from those of other apps. */
function namespaceOf(app: string, target: Target): Pick<ConversionOptions, 'namespace'> {
  const namespace = toDnsLabel(app);
  return target._apiVersion('Namespace') === undefined || namespace === '' ? {} : { namespace };
}

/** Name of the project, which no object has. */
const PROJECT = 'app';

/** Kind that a kubelet without a cluster does not enforce, as the report says. */
const UNENFORCED = 'NetworkPolicy';

/** Returns true for a value that the user can accept. Other rejected values are always left out. */
function isRefusal(entry: LossEntry): entry is LossEntry & { readonly accept: string } {
  return entry.outcome === 'refused' && entry.accept !== undefined;
}

function readingNotes({ notes, unsetVariables, inactiveServices }: ReadingAccount, folder: string): string[] {
  return [
    ...notes.map(({ file, line, message }) => `${relative(folder, file)}:${line}: ${message}`),
    ...unsetVariables.map((variable) => `variable ${quote(variable)} is not set in the package, so it is empty`),
    ...inactiveServices.map(
      ({ service }) => `service ${quote(service)} is left out, because none of its profiles is active`,
    ),
  ];
}

function partOf({ service, key, outcome, reason }: LossEntry): {
  readonly service: string;
  readonly key: string;
  readonly outcome: string;
  readonly reason: string;
} {
  return { service: service ?? '', key, outcome, reason };
}
