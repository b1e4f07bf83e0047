import { keyPath } from '../key-path';
import { NO_MODELS } from '../keys/engine';
import { reportFiles } from '../storage/file-references';
import { reportVolumes } from '../storage/named-volume';
import type { ProjectGroup } from './project-group';

const OTHERS: Readonly<Record<string, string>> = {
  version: 'the version of the format is informative',
  name: 'the name of the project',
  include: 'the included files are read',
};

/** Volumes, secrets and configs, and the keys of a file that no element represents. */
export const storageOfProject: ProjectGroup = {
  title: 'Volumes, secrets and configs',
  convert: (plan) => {
    reportVolumes(plan);
    reportFiles(plan);
    for (const model of plan.project.models.keys()) plan.report.unsupported(keyPath('models', model), NO_MODELS);
    for (const key of plan.project.others.keys())
      plan.report.byDesign(keyPath(key), OTHERS[key] ?? 'an extension that no element of the project refers to');
  },
};
